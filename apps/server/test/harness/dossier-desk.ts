import type { Output } from '@yuanwei/contract'
import { cases, conversations, dossiers, evidence } from '@yuanwei/contract/staff'
import type { Report } from '@yuanwei/proof/dossier'
import { expect } from 'vitest'
import { readEntries } from './container.ts'
import { eventually, type SignedIn } from './system.ts'

type Dossier = Output<typeof dossiers.createDossier>
/** Whatever may stand in the wish for a dossier, right or wrong. */
export type Wish = Readonly<Record<string, unknown>>

/** Lines of one chat, from this hour of one day on. */
export const chat = (hour: number, texts: readonly string[]) =>
  texts.map((line, i) => `[2026/11/6 ${hour}:0${i}:00] 林女士: ${line}\n`).join('')

/** What someone does on the way to a dossier, in as few words as a test needs. */
export function dossierDesk(owner: () => SignedIn) {
  async function openCase(details: { summary?: string } = {}) {
    return owner().call(cases.createCase, { title: '青釉杯裂纹', kind: 'quality', ...details })
  }

  async function addFile(caseId: string, fileName: string, content: string, note = '') {
    return owner().upload(
      evidence.addExhibit,
      { caseId, fileName, note } as never,
      new TextEncoder().encode(content),
    )
  }

  /** Imports into the conversation of the case, or makes it. */
  async function importChat(caseId: string, content: string, into: string | null = null) {
    const { exhibitId } = await addFile(caseId, '_chat.txt', content)
    const { importId } = await owner().call(conversations.startImport, {
      exhibitId,
      ...(into ? { conversationId: into } : {}),
    } as never)
    const { imports } = await eventually(
      () => owner().call(conversations.listImports, { caseId: caseId as never }),
      answer => answer.imports.find(each => each.importId === importId)?.finishedAt !== null,
    )
    const done = imports.find(each => each.importId === importId)
    expect(done?.failure).toBeNull()
    const conversationId = done?.conversationId as never
    return { exhibitId, conversation: await owner().call(conversations.readConversation, { conversationId }) }
  }

  function order(caseId: string, wish: Wish, by: SignedIn = owner()): Promise<Dossier> {
    const input = { caseId, purpose: 'court', exhibitIds: [], spans: [], ...wish }
    return by.call(dossiers.createDossier, input as never)
  }

  async function finished(dossier: Dossier): Promise<Dossier> {
    const { caseId, dossierId } = dossier
    const { dossiers: all } = await eventually(
      () => owner().call(dossiers.listDossiers, { caseId }),
      answer =>
        ['ready', 'failed'].includes(
          answer.dossiers.find(each => each.dossierId === dossierId)?.status as string,
        ),
      60_000,
    )
    const done = all.find(each => each.dossierId === dossierId) as Dossier
    expect(done).toMatchObject({ status: 'ready', failure: null })
    return done
  }

  async function download({ dossierId }: Dossier, by: SignedIn = owner()): Promise<Uint8Array> {
    return new Uint8Array(await (await by.download(dossiers.readDossierFile, { dossierId })).arrayBuffer())
  }

  const make = async (caseId: string, wish: Wish) => download(await finished(await order(caseId, wish)))

  return { openCase, addFile, importChat, order, finished, download, make }
}

/** Everything that can be checked without knowing the key is good. */
export function expectGood(report: Report) {
  const found = report.verdicts.filter(({ state }) => state === 'bad')
  expect(found).toEqual([])
  const good = report.verdicts.filter(({ state }) => state === 'good').map(({ id }) => id as string)
  expect(good).toEqual(expect.arrayContaining(['container', 'bytes', 'logged', 'custody', 'excerpts']))
}

/** The chosen messages of the first conversation, as they stand in the container. */
export function messagesOf(bytes: Uint8Array): string {
  const file = readEntries(bytes).get('dossier/data/conversations/01/messages.jsonl')
  if (!file) throw new Error('no messages in the container')
  return file.toString('utf8')
}
