import { randomBytes } from 'node:crypto'
import { leafHash, parseVerifierKey, verifyProof } from '@yuanwei/proof'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withDatabase } from '../../../test/harness/database.ts'
import { FAULT_POINTS } from '../faults.ts'
import { runChild } from '../testing/run-child.ts'
import { commitEntries, type TestEntry } from './testing/entries.ts'
import { emptyLog, openTestLog, type TestLog } from './testing/open-test-log.ts'

const PROGRAM = new URL('./testing/sequence.ts', import.meta.url)
const POINTS = FAULT_POINTS.filter(point => point.startsWith('sequencer.'))

const database = withDatabase()
let log: TestLog
beforeEach(async () => {
  await emptyLog(database)
  log = await openTestLog(database)
})
afterEach(() => log.close())

const child = (...point: string[]) =>
  runChild(PROGRAM, [JSON.stringify(database.connections.sequencer), log.dataFolder, ...point])

/** Every entry once, each receipt good, files, signatures and database in agreement. */
async function expectSound(entries: readonly TestEntry[]): Promise<void> {
  await log.logged(entries)
  const { rows } = await database.owner.query('SELECT entry_id FROM log_leaf')
  expect(rows.map(row => row.entry_id).sort()).toEqual(entries.map(({ entryId }) => entryId).sort())
  const { origin, verifierKey } = await log.reader.status()
  const trust = { origin, verifiers: [parseVerifierKey(verifierKey)] }
  for (const { entryId } of entries.filter((_, i) => i % 50 === 0)) {
    const receipt = await log.reader.receiptFor(entryId)
    if (receipt.state !== 'sequenced') throw new Error(receipt.state)
    verifyProof(receipt.proof, leafHash(Buffer.from(receipt.leaf)), trust)
  }
  const { findings, report } = await log.fsck()
  expect(findings).toEqual([])
  expect(report).toMatchObject({
    leaves: entries.length,
    entries: entries.length,
    checkpointSize: entries.length,
  })
}

const streams = Array.from({ length: 3 }, () => randomBytes(16))
const mixed = (count: number) => Array.from({ length: count }, (_, i) => streams[i % 3] as Buffer)

// The second time round tiles, a signed head and a checkpoint are there already, and a partial tile grows full.
test.each(POINTS.flatMap(point => [1, 2].map(nth => [point, nth] as const)))(
  'killed at %s (time %i): the next one goes on, and nothing is lost or twice',
  async (point, nth) => {
    const entries = await commitEntries(database.db, mixed(200))
    const first = child(point, String(nth))
    if (nth === 2) {
      await log.logged(entries)
      entries.push(...(await commitEntries(database.db, mixed(200))))
    }
    await first.line(`AT ${point}`)
    await first.kill()
    entries.push(...(await commitEntries(database.db, mixed(100))))
    await log.sequencer().start()
    await expectSound(entries)
  },
  30_000,
)

test('killed again and again while it recovers', async () => {
  const entries = await commitEntries(database.db, mixed(700))
  for (const point of [
    'sequencer.after_commit',
    'sequencer.between_tiles',
    'sequencer.after_tiles',
    'sequencer.after_sign',
  ]) {
    const killed = child(point)
    await killed.line(`AT ${point}`)
    await killed.kill()
  }
  await log.sequencer().start()
  await expectSound(entries)
}, 30_000)

test('one stands by and takes over from one that is killed', async () => {
  const killed = child()
  await killed.line('STARTED leading')
  const second = log.sequencer()
  await second.start()
  expect(second.state().phase).toBe('standby')
  const entries = await commitEntries(database.db, mixed(100))
  await log.logged(entries)
  await killed.kill()
  entries.push(...(await commitEntries(database.db, mixed(100))))
  await expectSound(entries)
  expect(second.state().phase).toBe('leading')
}, 30_000)
