import type { CaseId, ConversationId, DossierId } from '@yuanwei/contract'
import { cases, conversations, dossiers, evidence, timeline } from '@yuanwei/contract/staff'
import { bytesSource, verifyDossier } from '@yuanwei/proof/dossier'
import { expect } from 'vitest'
import { chatExport, sha256Hex } from './chance.ts'
import type { Colleague } from './colleague.ts'
import type { KeptCase, KeptDossier, Ledger } from './ledger.ts'

/**
 * Every acknowledged exhibit of a case is listed with its digest and number; the numbers are 1, 2, 3 …; no file is
 * there twice; and nothing is there that was not sent. Works also while more is being sent.
 */
export async function checkExhibits(colleague: Colleague, ledger: Ledger, caseId: CaseId) {
  const acknowledged = ledger.acknowledgedIn(caseId).map(upload => ({ ...upload }))
  const { exhibits } = await colleague.insist(() => colleague.session.call(evidence.listExhibits, { caseId }))
  const sent = new Map(ledger.uploads.map(upload => [upload.fileName, upload]))
  const listed = [...exhibits].sort((a, b) => a.number - b.number)
  expect(listed.map(exhibit => exhibit.number)).toEqual(listed.map((_, i) => i + 1))
  expect(new Set(listed.map(exhibit => exhibit.fileName)).size).toBe(listed.length)
  for (const { fileName, sha256 } of listed)
    expect([fileName, sha256]).toEqual([fileName, sent.get(fileName)?.sha256])
  const numbers = new Map(listed.map(exhibit => [exhibit.fileName, exhibit.number]))
  for (const { fileName, number } of acknowledged)
    expect([fileName, numbers.get(fileName)]).toEqual([fileName, number])
  return exhibits
}

/** All of it, once nothing is being sent any more: exactly what was acknowledged, and to the byte. */
export async function checkCase(colleague: Colleague, ledger: Ledger, kept: KeptCase): Promise<void> {
  const { session } = colleague
  const { caseId } = kept
  const exhibits = await checkExhibits(colleague, ledger, caseId)
  for (const { exhibitId, sha256, fileName } of exhibits) {
    const response = await session.download(evidence.readExhibitFile, { exhibitId })
    expect([fileName, sha256Hex(await response.bytes())]).toEqual([fileName, sha256])
  }
  const { facts } = await session.call(timeline.readTimeline, { caseId })
  const knownFacts = ledger.facts.filter(fact => fact.caseId === caseId)
  expect(facts.map(fact => fact.factId).sort()).toEqual(knownFacts.map(fact => fact.factId).sort())
  const words = await countWords(colleague, caseId)
  const imports = await checkImports(colleague, ledger, caseId)
  expect(words).toMatchObject({
    'case.opened': 1,
    ...(exhibits.length > 0 ? { 'exhibit.added': exhibits.length } : {}),
    ...(facts.length > 0 ? { 'fact.added': facts.length } : {}),
    ...(imports > 0 ? { 'conversation.import_started': imports, 'conversation.imported': imports } : {}),
  })
  for (const dossier of ledger.dossiers.filter(one => one.caseId === caseId))
    expect(words[`dossier.finished ${dossier.dossierId}`]).toBe(1)
}

/** How often each word stands in the history of a case; finished dossiers also one by one. */
async function countWords(colleague: Colleague, caseId: CaseId): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const count = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1
  }
  let cursor: string | undefined
  do {
    const page = await colleague.session.call(cases.readHistory, {
      caseId,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    })
    for (const { word, subject } of page.entries) {
      count(word)
      if (word === 'dossier.finished') count(`${word} ${subject}`)
    }
    cursor = page.next ?? undefined
  } while (cursor)
  return counts
}

/** Every import is done with exactly the messages of its file, and the thread holds each message once. */
async function checkImports(colleague: Colleague, ledger: Ledger, caseId: CaseId): Promise<number> {
  const { session } = colleague
  const known = ledger.imports.filter(one => one.caseId === caseId)
  const { imports } = await session.call(conversations.listImports, { caseId })
  expect(imports.map(one => one.importId).sort()).toEqual(known.map(one => one.importId).sort())
  for (const { importId, chat } of known)
    expect(imports.find(one => one.importId === importId)).toMatchObject({
      status: 'done',
      failure: null,
      messages: chat.to - chat.from,
      unread: 0,
      preamble: 0,
      added: chat.added,
      differing: 0,
    })
  const { conversations: threads } = await session.call(conversations.listConversations, { caseId })
  expect(threads).toHaveLength(known.length > 0 ? 1 : 0)
  const [thread] = threads
  const name = known[0]?.chat.name
  if (!thread || name === undefined) return 0
  const to = Math.max(...known.map(one => one.chat.to))
  expect(await readThread(colleague, thread.conversationId)).toEqual(chatExport({ name, from: 0, to }).texts)
  return known.length
}

async function readThread(colleague: Colleague, conversationId: ConversationId): Promise<string[]> {
  const texts: string[] = []
  for (;;) {
    const { messages, total } = await colleague.session.call(conversations.readMessages, {
      conversationId,
      from: texts.length,
      count: 500,
    })
    texts.push(...messages.map(message => message.text))
    if (messages.length === 0 || texts.length >= total) return texts
  }
}

/** The container is the one that is listed, and an outsider who knows the key finds nothing wrong with it. */
export async function checkDossier(
  colleague: Colleague,
  { caseId, dossierId, exhibitIds }: KeptDossier,
  verifierKey: string,
): Promise<void> {
  const { session } = colleague
  const listed = (await session.call(dossiers.listDossiers, { caseId })).dossiers
  const dossier = listed.find(one => one.dossierId === dossierId)
  expect(dossier).toMatchObject({ status: 'ready', failure: null, exhibitCount: exhibitIds.length })
  const bytes = await downloadDossier(colleague, dossierId)
  expect(sha256Hex(bytes)).toBe(dossier?.sha256)
  const report = await verifyDossier(bytesSource(bytes), {
    keys: [verifierKey],
    checkpoints: [],
    consistency: [],
  })
  const states = Object.fromEntries(report.verdicts.map(({ id, state }) => [id, state]))
  expect(states).toMatchObject({
    container: 'good',
    bytes: 'good',
    logged: 'good',
    key: 'good',
    custody: 'good',
    originals: 'good',
  })
  expect(report.good).toBe(true)
}

async function downloadDossier(colleague: Colleague, dossierId: DossierId): Promise<Uint8Array> {
  return (await colleague.session.download(dossiers.readDossierFile, { dossierId })).bytes()
}
