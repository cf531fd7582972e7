import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultPoint } from '../../src/platform/faults.ts'
import type { Chance } from './chance.ts'
import type { Colleague } from './colleague.ts'
import type { Ledger } from './ledger.ts'

/** What one actor works with. */
export interface Desk {
  readonly colleague: Colleague
  readonly ledger: Ledger
  readonly chance: Chance
}

const POLL_MS = 200
/** Three steps of a reading, so that it can be cut off between them. */
const CHAT_MESSAGES = 5000
const OVERLAP_MESSAGES = 500
const NEW_MESSAGES = 300
/** Two blocks and a piece of a third go through the writer before the end. */
const STREAMED_SIZE_BYTES = 2_500_000

/** Takes files into a case of its own, makes facts of them, collects receipts and checkpoints, repeats itself. */
export async function keepRecords({ colleague, ledger, chance }: Desk, stop: AbortSignal): Promise<void> {
  const { caseId } = await colleague.openCase(`档案 ${ledger.cases.length}`)
  while (!stop.aborted) {
    const upload = await colleague.uploadSome(caseId)
    if (upload.exhibitId) await colleague.addFact(caseId, upload.exhibitId)
    const known = ledger.acknowledgedIn(caseId)
    if (known.length > 0) {
      const earlier = chance.pick(known)
      const text = await colleague.readReceipt(earlier)
      if (text !== null) ledger.receipts.push({ sha256: earlier.sha256, text })
      if (chance.oneIn(4)) await colleague.repeatUpload(chance.pick(known))
    }
    await colleague.saveCheckpoint()
  }
}

/** Reads one chat after the other, each in two exports that overlap. */
export async function keepArchive({ colleague, ledger }: Desk, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const name = `群聊 ${ledger.cases.length}`
    const { caseId } = await colleague.openCase(name)
    const first = { name, from: 0, to: CHAT_MESSAGES, added: CHAT_MESSAGES }
    const importId = await colleague.startImport(caseId, first)
    while (!stop.aborted && !isOver(await colleague.readImport(caseId, importId))) await sleep(POLL_MS)
    if (stop.aborted) return
    const from = CHAT_MESSAGES - OVERLAP_MESSAGES
    await colleague.startImport(caseId, { name, from, to: CHAT_MESSAGES + NEW_MESSAGES, added: NEW_MESSAGES })
  }
}

const isOver = (found: { status: string } | undefined) =>
  found?.status === 'done' || found?.status === 'failed'

/** Begins what leads to a fault point, so that a kill there interrupts work and never waits for it by luck. */
export async function provoke(point: FaultPoint, { colleague, ledger }: Desk): Promise<void> {
  const [part] = point.split('.')
  if (part === 'sequencer') {
    await colleague.openCase(`案件 ${ledger.cases.length}`)
  } else if (part === 'blobs') {
    const { caseId } = await colleague.openCase(`大件 ${ledger.cases.length}`)
    await colleague.uploadSome(caseId, STREAMED_SIZE_BYTES)
  } else if (part === 'import') {
    const name = `私聊 ${ledger.cases.length}`
    const { caseId } = await colleague.openCase(name)
    await colleague.startImport(caseId, { name, from: 0, to: CHAT_MESSAGES, added: CHAT_MESSAGES })
  } else {
    const { caseId } = await colleague.openCase(`卷宗 ${ledger.cases.length}`)
    await colleague.upload(caseId, colleague.newFile(), true)
    await colleague.requestDossier(caseId)
  }
}

/** Does all of them, a few at a time. */
export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items].reverse()
  const lane = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item)
  }
  await Promise.all([lane(), lane(), lane(), lane()])
}
