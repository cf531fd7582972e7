import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSigner, formatCheckpoint, signNote } from '@yuanwei/proof'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { withDatabase } from '../../../test/harness/database.ts'
import { LOG_FINDINGS, type LogFinding } from './fsck.ts'
import { readLogKey } from './log-key.ts'
import { commitEntries, oneStream, type TestEntry } from './testing/entries.ts'
import { emptyLog, openTestLog, type TestLog } from './testing/open-test-log.ts'

const database = withDatabase()
const seen = new Set<string>()
let log: TestLog
let entries: TestEntry[]
beforeEach(async () => {
  await emptyLog(database)
  log = await openTestLog(database)
  const sequencer = log.sequencer()
  await sequencer.start()
  entries = await commitEntries(database.db, [...oneStream(400), ...oneStream(200)])
  await log.logged(entries)
  await sequencer.stop()
})
afterEach(() => log.close())

const file = (...parts: string[]) => join(log.dataFolder, ...parts)
const sql = (text: string, values: unknown[] = []) => database.owner.query(text, values)

async function findings(): Promise<LogFinding[]> {
  const { findings: found } = await log.fsck()
  for (const { code } of found) seen.add(code)
  return found
}

async function flip(path: string, at: number): Promise<void> {
  const bytes = await readFile(path)
  bytes[at] = (bytes[at] as number) ^ 1
  await writeFile(path, bytes)
}

/** The index of the leaf that an entry became. */
async function indexOf({ entryId }: TestEntry): Promise<number> {
  const { rows } = await sql('SELECT leaf_index FROM log_leaf WHERE entry_id = $1', [entryId])
  return rows[0].leaf_index
}

const first = () => entries[0] as TestEntry

test('a sound log has no findings, also while it is written to', async () => {
  expect(await log.fsck()).toEqual({
    findings: [],
    report: { leaves: 600, bundles: 3, tiles: 4, streams: 2, entries: 600, pending: 0, checkpointSize: 600 },
  })
  await log.sequencer().start()
  const writing = (async () => {
    for (let i = 0; i < 20; i++) await commitEntries(database.db, oneStream(40))
  })()
  for (let i = 0; i < 5; i++) expect((await log.fsck()).findings).toEqual([])
  await writing
})

test('a changed leaf is found by its hash; with a hash that fits, by bundle, tile and signature', async () => {
  const change = `UPDATE log_leaf SET leaf = replace(leaf, '"at":17', '"at":16') WHERE leaf_index = 300`
  await sql(change)
  expect(await findings()).toContainEqual({ code: 'leaf_hash_differs', place: { index: 300 } })
  await sql(
    `UPDATE log_leaf SET leaf_hash = sha256('\\x00'::bytea || convert_to(leaf, 'UTF8')) WHERE leaf_index = 300`,
  )
  const found = await findings()
  expect(found.map(({ code }) => code)).not.toContain('leaf_hash_differs')
  expect(found).toContainEqual({ code: 'bundle_differs', place: { file: 'tile/entries/001' } })
  expect(found).toContainEqual({ code: 'tile_differs', place: { file: 'tile/0/001' } })
  expect(found).toContainEqual({ code: 'tile_differs', place: { file: 'tile/1/000.p/2' } })
  expect(found).toContainEqual({ code: 'signed_root_differs', place: { file: 'checkpoint', size: 600 } })
  expect(found).toContainEqual({ code: 'signed_root_differs', place: { file: 'signer', size: 600 } })
  expect(found).toContainEqual({ code: 'head_differs', place: { size: 600, leaves: 600 } })
})

test('columns that are not what the leaf says are found', async () => {
  await sql('UPDATE log_leaf SET n = 4000 WHERE leaf_index = 599')
  const codes = (await findings()).map(({ code }) => code)
  expect(codes).toContain('leaf_malformed')
  expect(codes).toContain('stream_gap')
})

test('a removed leaf is found, in the middle and at the end', async () => {
  await sql('DELETE FROM log_leaf WHERE leaf_index = 10')
  const found = await findings()
  expect(found).toContainEqual({ code: 'leaf_missing', place: { from: 0, to: 599 } })
  expect(found.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['stream_gap', 'head_differs', 'entry_unlogged']),
  )
  await sql('DELETE FROM log_leaf WHERE leaf_index >= 512')
  expect((await findings()).map(({ code }) => code)).toContain('head_differs')
})

test('a database that was put back is found', async () => {
  await sql(`DELETE FROM log_leaf; DELETE FROM log_stream; DELETE FROM log_entry`)
  await sql(`UPDATE log_head SET size = 0, root = sha256(''), range = ''`)
  expect(await findings()).toEqual([
    { code: 'database_behind', place: { file: 'checkpoint', size: 600, database: 0 } },
    { code: 'database_behind', place: { file: 'signer', size: 600, database: 0 } },
    { code: 'database_behind', place: { file: 'tile/entries', size: 600, database: 0 } },
  ])
})

test.each([
  ['tile/0/000', 'tile'],
  ['tile/0/002.p/88', 'tile'],
  ['tile/1/000.p/2', 'tile'],
  ['tile/entries/000', 'bundle'],
  ['tile/entries/002.p/88', 'bundle'],
])('%s: changed or gone is found, and nothing else', async (path, kind) => {
  await flip(file('log', path), 5)
  expect(await findings()).toEqual([{ code: `${kind}_differs`, place: { file: path } }])
  await rm(file('log', path))
  expect(await findings()).toEqual([{ code: `${kind}_missing`, place: { file: path } }])
})

test('a checkpoint or memory that is gone, spoilt or signed for another tree is found', async () => {
  const checkpoint = file('log', 'checkpoint')
  const [name] = (await readdir(file('signer'))).slice(-1)
  const memory = file('signer', name ?? '')
  const note = await readFile(checkpoint, 'utf8')
  const key = await readLogKey(log.dataFolder)
  if (key === null) throw new Error('no key')
  const other = formatCheckpoint({ origin: key.origin, size: 600, root: new Uint8Array(32) })

  await writeFile(checkpoint, note.replace('600', '601'))
  expect(await findings()).toEqual([
    { code: 'signature_bad', place: { file: 'checkpoint', reason: 'note-signature' } },
  ])
  await writeFile(checkpoint, signNote(other, [createSigner(key.origin, new Uint8Array(32))]))
  expect(await findings()).toEqual([
    { code: 'signature_bad', place: { file: 'checkpoint', reason: 'note-unsigned' } },
  ])
  await rm(checkpoint)
  expect(await findings()).toEqual([{ code: 'checkpoint_missing', place: {} }])
  await writeFile(checkpoint, note)
  await writeFile(memory, signNote(other, [key.signer]))
  expect(await findings()).toContainEqual({
    code: 'signed_root_differs',
    place: { file: 'signer', size: 600 },
  })
})

test('a head that is not that of the leaves is found', async () => {
  await sql(`UPDATE log_head SET root = sha256('x')`)
  expect(await findings()).toContainEqual({ code: 'head_differs', place: { size: 600, leaves: 600 } })
})

test('entries: changed, gone, moved or never logged are found', async () => {
  const { entryId } = first()
  const index = await indexOf(first())
  const differs = { code: 'entry_differs', place: { entry: entryId, index } }
  await sql('CREATE TABLE kept AS SELECT * FROM log_entry WHERE entry_id = $1', [entryId])
  const restore = () =>
    sql(`BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM log_entry WHERE entry_id = '${entryId}';
         INSERT INTO log_entry SELECT * FROM kept; COMMIT`)
  for (const change of [
    `payload = replace(payload, '原委', '原由')`,
    `opening = sha256('x')`,
    `at_ms = at_ms + 1`,
    `stream = '\\x00000000000000000000000000000000'`,
  ]) {
    await sql(`UPDATE log_entry SET ${change} WHERE entry_id = $1`, [entryId])
    expect(await findings(), change).toEqual([differs])
    await restore()
  }
  expect(await findings()).toEqual([])
  await sql('DELETE FROM log_entry WHERE entry_id = $1', [entryId])
  expect(await findings()).toEqual([{ code: 'entry_missing', place: { entry: entryId, index } }])
  await sql(`UPDATE kept SET entry_id = '00000000-0000-7000-8000-00000000ffff'`)
  await restore()
  expect(await findings()).toContainEqual({
    code: 'entry_unlogged',
    place: { entry: '00000000-0000-7000-8000-00000000ffff' },
  })
  await sql('DROP TABLE kept')
})

test('a stream that would go on with a wrong number is found', async () => {
  await sql('UPDATE log_stream SET next_n = 402 WHERE stream = $1', [first().stream])
  const stream = first().stream.toString('hex')
  expect(await findings()).toEqual([
    { code: 'stream_gap', place: { stream, leaves: 400, last: 400, next: 402 } },
  ])
})

beforeAll(() => seen.clear())
afterAll(() => {
  // Every kind of finding was provoked once.
  expect([...seen].sort()).toEqual([...LOG_FINDINGS].sort())
})
