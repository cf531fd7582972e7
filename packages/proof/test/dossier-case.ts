// A case for the tests of the dossier: everything follows from fixed seeds, nothing from a clock.
import type {
  ConversationPart,
  DossierParts,
  ExhibitPart,
  MessagePart,
  SealParts,
} from '../src/dossier/parts.ts'
import { type DossierPlan, planDossier } from '../src/dossier/plan.ts'
import { writeDossier } from '../src/dossier/write.ts'
import {
  canonicalJson,
  commitItem,
  FileCommitter,
  itemOpening,
  MerkleTree,
  type NoteSigner,
  sha256,
  toHex,
  toUtf8,
} from '../src/index.ts'
import { CASE_NUMBER, type LoggedEntry, STARTED_AT, seedOf, TestLog } from './test-log.ts'

export { seedOf, TestLog } from './test-log.ts'

export const PHOTO = Uint8Array.from({ length: 3000 }, (_, i) => (i * 7 + 13) % 256)
export const CHAT = toUtf8(`${'聊天记录 导出 13812342046\n'.repeat(20)}`)

const TEXTS = [
  '在吗',
  '杯子裂了',
  '我的电话 138 1234 2046',
  '请发照片',
  '[图片]',
  '直播说裂一补三',
  '=cmd|calc',
  '订单 202611060001',
  '卡号 6222 0212 3456 7890 123',
  '好的',
  '今天 18:00 前答复',
  '谢谢',
]

function messageText(position: number): string {
  return canonicalJson({
    assumed: [],
    grade: 'editable_export',
    index: position,
    kind: 'text',
    media: null,
    place: { line: position + 1 },
    platformId: `73012345678901234${String(position).padStart(2, '0')}`,
    rawKind: null,
    reply: null,
    sender: { id: 'wxid_1', name: position % 2 === 0 ? '顾客' : '客服', self: position % 2 === 1 },
    text: TEXTS[position] ?? '',
    time: { kind: 'instant', epochMs: STARTED_AT + position * 1000, offsetMinutes: 480 },
  })
}

/** What a case holds, with everything needed to build a dossier of it. */
export interface TestCase {
  readonly log: TestLog
  readonly parts: DossierParts
  readonly photoEntry: LoggedEntry
}

function addExhibit(log: TestLog, number: number, fileName: string, mediaType: string, content: Uint8Array) {
  const committer = new FileCommitter(seedOf(`exhibit ${number}`))
  committer.update(content)
  const { sizeBytes, chunkRoot } = committer.finish()
  const digestHex = toHex(sha256(content))
  const entry = log.add('exhibit.added', {
    case: CASE_NUMBER,
    chunkBytes: 1048576,
    chunkRoot: toHex(chunkRoot),
    fileName,
    grade: 'original_file',
    mediaType,
    number,
    sha256: digestHex,
    sizeBytes,
  })
  const part: ExhibitPart = {
    number,
    fileName,
    sizeBytes,
    sha256: digestHex,
    mediaType,
    grade: 'original_file',
    addedAt: '2026-11-06T11:48:00.000Z',
    entry: entry.n,
    source: '顾客提交',
    purpose: '证明杯子到货时已有裂纹',
    pages: null,
    content: () => [content.subarray(0, 1000), content.subarray(1000)],
  }
  return { entry, part }
}

function addConversation(log: TestLog, chosen: readonly number[]): ConversationPart {
  const importId = '11111111-2222-4333-8444-555555555555'
  const seed = seedOf('import')
  const tree = new MerkleTree()
  const messages = TEXTS.map((_, i) => messageText(i))
  for (const [i, message] of messages.entries()) {
    tree.appendEntry(commitItem('message', itemOpening('message', seed, i), sha256(toUtf8(message))))
  }
  const entry = log.add('conversation.imported', {
    added: messages.length,
    case: CASE_NUMBER,
    exhibitId: '22222222-2222-4333-8444-555555555555',
    format: 'weflow_json',
    importId,
    messageRoot: toHex(tree.root()),
    messages: messages.length,
    preamble: 1,
    unread: 0,
  })
  return {
    title: '顾客 13812342046',
    messageCount: messages.length,
    imports: [{ importId, entry: entry.n, exhibit: 2, format: 'weflow_json', messages: messages.length }],
    messages: () =>
      chosen.map(
        (position): MessagePart => ({
          threadPosition: position,
          importId,
          position,
          message: messages[position] ?? '',
          r: itemOpening('message', seed, position),
          path: tree.proveInclusion(position),
        }),
      ),
  }
}

/** A case with a photo, a chat export, chosen messages and a timeline. */
export function makeCase(change: Partial<DossierParts> = {}, keyName = 'log'): TestCase {
  const log = new TestLog(keyName)
  log.addOthers(2)
  log.add('case.opened', { case: CASE_NUMBER, title: '青釉杯有裂纹' })
  const photo = addExhibit(log, 1, '裂纹 照片.jpg', 'image/jpeg', PHOTO)
  log.addOthers(3)
  const chat = addExhibit(log, 2, 'chat.txt', 'text/plain', CHAT)
  const conversation = addConversation(log, [1, 2, 5, 6, 8])
  const fact = log.add('fact.added', { case: CASE_NUMBER, title: '顾客留了电话 13812342046' })
  log.addOthers(1)
  const size = log.tree.size
  const parts: DossierParts = {
    dossierId: '33333333-2222-4333-8444-555555555555',
    caseNumber: CASE_NUMBER,
    caseTitle: '青釉杯有裂纹',
    createdAt: '2026-11-10T07:46:00.000Z',
    createdBy: '阿宁',
    purpose: 'mediation',
    language: 'zh-CN',
    masked: true,
    log: { verifierKey: log.verifierKey, checkpoint: log.checkpoint() },
    custody: () => log.custody(size),
    exhibits: [photo.part, chat.part],
    conversations: [conversation],
    timeline: [
      {
        number: 1,
        when: { kind: 'local', local: '2026-11-06T19:47:00' },
        shownAt: '2026-11-06T11:47:00.000Z',
        kind: 'customer',
        title: '顾客说杯子裂了，电话 13812342046',
        body: '',
        sources: [
          { kind: 'message', conversation: 1, threadPosition: 1 },
          { kind: 'exhibit', exhibit: 1 },
        ],
        causes: [],
        entry: fact.n,
      },
    ],
    verifierHtml: toUtf8('<!doctype html><title>verify</title>\n'),
    ...change,
  }
  return { log, parts, photoEntry: photo.entry }
}

/** Logs the seal of a plan and answers as the log would. */
export function sealPlan(
  log: TestLog,
  plan: DossierPlan,
  between = 1,
  signer: NoteSigner = log.signer,
): SealParts {
  const bagSize = plan.checkpoint.size
  const others = Array.from({ length: between }, () => log.add('evidence.read', { case: CASE_NUMBER }))
  const entry = log.add('dossier.sealed', plan.sealDetail)
  log.addOthers(2)
  const path = (index: number) => log.tree.proveInclusion(index)
  return {
    leaf: entry.leaf,
    opening: entry.opening,
    proof: log.proof(entry, signer),
    between: others.map(({ index, leaf }) => ({ index, leaf, path: path(index) })),
    consistency: log.tree.proveConsistency(bagSize),
  }
}

/** The whole way: plan, seal, container in memory. */
export async function makeDossier(testCase: TestCase): Promise<Uint8Array> {
  const plan = await planDossier(testCase.parts)
  const seal = sealPlan(testCase.log, plan)
  return collectContainer(sink => writeDossier(plan, seal, sink))
}

export async function collectContainer(
  write: (sink: { write(bytes: Uint8Array): Promise<void> }) => Promise<void>,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  await write({
    write: async bytes => {
      pieces.push(bytes.slice())
    },
  })
  return new Uint8Array(Buffer.concat(pieces))
}
