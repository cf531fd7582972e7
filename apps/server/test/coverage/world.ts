import type { Client } from '@yuanwei/client'
import { cases, conversations, dossiers, evidence, timeline } from '@yuanwei/contract/staff'
import { eventually, PASSWORD, type SignedIn, type TestSystem } from '../harness/system.ts'

/** Words that stand in everything of the first organisation: none of them may ever reach another. */
export const MARK = 'KEEPSAKE-OF-A'

export interface SeededWorld {
  readonly owner: SignedIn
  readonly colleague: SignedIn
  readonly caseId: string
  readonly exhibitId: string
  readonly chatId: string
  readonly conversationId: string
  readonly importId: string
  readonly factId: string
  readonly dossierId: string
  readonly messageId: string
  readonly messageCount: number
}

/** Begins with a line that is no message, so that there is a remainder too. */
const CHAT = [
  `${MARK} stands before the first message`,
  `[2026/11/6 19:47:03] ${MARK}: cracked`,
  `[2026/11/6 19:48:10] ${MARK}: again`,
  `[2026/11/8 02:50:00] shop: sorry`,
  '',
].join('\n')

/** One of everything, through the operations that anyone would use. */
export async function seed(world: TestSystem): Promise<SeededWorld> {
  const owner = await world.found(MARK)
  const colleague = await world.colleague(owner, ['agent'])
  const { caseId } = await owner.call(cases.createCase, { title: MARK, kind: 'quality', customerName: MARK })
  const add = (fileName: string, text: string) =>
    owner.upload(evidence.addExhibit, { caseId, fileName, note: MARK }, new TextEncoder().encode(text))
  const { exhibitId } = await add(`${MARK}.txt`, `a note of ${MARK}`)
  const chat = await add('_chat.txt', CHAT)
  await owner.call(conversations.startImport, { exhibitId: chat.exhibitId })
  const { imports } = await eventually(
    () => owner.call(conversations.listImports, { caseId }),
    answer => answer.imports[0]?.status === 'done',
  )
  const conversationId = imports[0]?.conversationId as never
  const { messages, total } = await owner.call(conversations.readMessages, { conversationId })
  const messageId = messages[0]?.messageId as never
  const addFact = (causes: string[]) =>
    owner.call(
      timeline.addFact,
      {
        caseId,
        when: { kind: 'none' },
        kind: 'event',
        title: MARK,
        sources: [{ kind: 'message', messageId }],
        causes,
      },
      { idempotencyKey: `fact-after-${causes.length}` },
    )
  const { factId } = await addFact([])
  await addFact([factId])
  const dossier = await owner.call(dossiers.createDossier, {
    caseId,
    purpose: 'court',
    exhibitIds: [exhibitId],
    spans: [{ conversationId, from: 0, to: 1, of: total }],
  })
  await eventually(
    () => owner.call(dossiers.listDossiers, { caseId }),
    answer => answer.dossiers[0]?.status === 'ready',
    30_000,
  )
  return {
    owner,
    colleague,
    caseId,
    exhibitId,
    chatId: chat.exhibitId,
    conversationId,
    importId: imports[0]?.importId as string,
    factId,
    dossierId: dossier.dossierId,
    messageId,
    messageCount: total,
  }
}

/** A right input for every operation that has a route, pointing at the seeded world. */
export function inputs(at: SeededWorld): Record<string, () => Record<string, unknown>> {
  const { caseId, exhibitId, conversationId, factId, dossierId, importId, messageId } = at
  const details = { title: 'edited', kind: 'quality' }
  const fact = {
    when: { kind: 'none' },
    kind: 'event',
    title: 'a fact',
    sources: [{ kind: 'message', messageId }],
  }
  const personId = at.colleague.me.personId
  return {
    'identity.readSetup': () => ({}),
    'identity.setUp': () => ({
      code: 'AAAA-AAAA-AAAA-AAAA',
      organisationName: 'another',
      personName: 'someone',
      login: 'someone@example.test',
      password: PASSWORD,
    }),
    'identity.signIn': () => ({ login: 'nobody@example.test', password: 'wrong password here' }),
    'identity.signOut': () => ({}),
    'identity.readMe': () => ({}),
    'identity.changePassword': () => ({ current: 'wrong password here', next: 'another long sentence' }),
    'identity.listPeople': () => ({}),
    'identity.invitePerson': () => ({ name: 'new one', roles: ['agent'] }),
    'identity.acceptInvitation': () => ({
      code: 'no such code',
      login: 'someone@example.test',
      password: PASSWORD,
    }),
    'identity.changeRoles': () => ({ personId, roles: ['agent'] }),
    'identity.deactivatePerson': () => ({ personId }),
    'cases.createCase': () => ({ title: 'another', kind: 'other' }),
    'cases.listCases': () => ({}),
    'cases.readCase': () => ({ caseId }),
    'cases.editCase': () => ({ caseId, ...details, status: 'open', version: 1 }),
    'cases.readHistory': () => ({ caseId }),
    'timeline.readTimeline': () => ({ caseId }),
    'timeline.addFact': () => ({ caseId, ...fact }),
    'timeline.editFact': () => ({ factId, version: 1, ...fact }),
    'timeline.withdrawFact': () => ({ factId, version: 99, reason: 'wrong' }),
    'evidence.addExhibit': () => ({ caseId, fileName: 'more.txt' }),
    'evidence.listExhibits': () => ({ caseId }),
    'evidence.readExhibit': () => ({ exhibitId }),
    'evidence.readExhibitFile': () => ({ exhibitId }),
    'evidence.readExhibitReceipt': () => ({ exhibitId }),
    'conversations.startImport': () => ({ exhibitId }),
    'conversations.listImports': () => ({ caseId }),
    'conversations.listConversations': () => ({ caseId }),
    'conversations.readConversation': () => ({ conversationId }),
    'conversations.readMessages': () => ({ conversationId }),
    'conversations.readImportRemainder': () => ({ importId }),
    'dossiers.createDossier': () => ({
      caseId,
      purpose: 'court',
      exhibitIds: [exhibitId],
      spans: [{ conversationId, from: 0, to: 1, of: at.messageCount }],
    }),
    'dossiers.listDossiers': () => ({ caseId }),
    'dossiers.readDossierFile': () => ({ dossierId }),
    'log.readLog': () => ({}),
    'log.readCheckpoint': () => ({}),
    'log.readTile': () => ({ tile: '0/000.p/1' }),
  }
}

export interface Answer {
  readonly status: number
  readonly code: string | null
  /** Everything that came back, as text: body and headers. */
  readonly text: string
}

/** Sends an operation as this caller and answers what came, whatever it was. */
export async function attempt(
  caller: Client,
  operation: Parameters<Client['call']>[0],
  input: Record<string, unknown>,
): Promise<Answer> {
  try {
    if (operation.bytes === 'in') {
      const result = await caller.upload(
        operation as never,
        input as never,
        new TextEncoder().encode('some bytes'),
      )
      return { status: 200, code: null, text: JSON.stringify(result) }
    }
    if (operation.bytes === 'out') {
      const response = await caller.download(operation as never, input as never)
      const body = Buffer.from(await response.arrayBuffer()).toString('latin1')
      return { status: response.status, code: null, text: body + JSON.stringify([...response.headers]) }
    }
    return { status: 200, code: null, text: JSON.stringify(await caller.call(operation, input as never)) }
  } catch (cause) {
    const problem = cause as { status?: number; code?: string; detail?: unknown }
    if (typeof problem.status !== 'number') throw cause
    return { status: problem.status, code: problem.code ?? null, text: JSON.stringify(problem.detail) }
  }
}
