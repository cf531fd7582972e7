import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSigner, formatCheckpoint, parseVerifierKey, signNote } from '@yuanwei/proof'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withDatabase } from '../../../test/harness/database.ts'
import { systemPorts } from '../ports.ts'
import { createLogKey, readLogKey } from './log-key.ts'
import { LogRefusal } from './log-refusal.ts'
import { commitEntries, oneStream } from './testing/entries.ts'
import { emptyLog, openTestLog, type TestLog } from './testing/open-test-log.ts'

const PATIENT = { timeout: 10_000 }

const database = withDatabase()
let log: TestLog
beforeEach(async () => {
  await emptyLog(database)
  log = await openTestLog(database)
})
afterEach(() => log.close())

const inLog = (...parts: string[]) => join(log.dataFolder, ...parts)

/** Runs a sequencer until that many more entries are logged, and ends it. */
async function grow(count: number): Promise<void> {
  const sequencer = log.sequencer()
  await sequencer.start()
  await log.logged(await commitEntries(database.db, oneStream(count)))
  await sequencer.stop()
}

/** What of the log the database holds, as a backup would. */
async function dumpDatabase(): Promise<() => Promise<void>> {
  const tables = ['log_leaf', 'log_stream', 'log_head', 'log_outbox']
  for (const table of tables) {
    await database.owner.query(
      `DROP TABLE IF EXISTS old_${table}; CREATE TABLE old_${table} AS TABLE ${table}`,
    )
  }
  return async () => {
    for (const table of tables) {
      await database.owner.query(
        `TRUNCATE ${table}; INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM old_${table}; DROP TABLE old_${table}`,
      )
    }
  }
}

async function expectRefused(code: LogRefusal['code']): Promise<void> {
  const sequencer = log.sequencer()
  const refusal = await sequencer.start().catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(LogRefusal)
  expect((refusal as LogRefusal).code).toBe(code)
  expect(sequencer.state()).toMatchObject({ phase: 'halted', code })
  expect((await log.reader.status()).halted).toBe(code)
}

describe('a start is refused', () => {
  test('when the database was put back to an earlier state', async () => {
    await grow(300)
    const restore = await dumpDatabase()
    await grow(100)
    await restore()
    await expectRefused('log_rolled_back')
    // New entries in the old database must not talk it out of it.
    await commitEntries(database.db, oneStream(500))
    await expectRefused('log_rolled_back')
  })

  test('when it was put back, also when only the tiles tell', async () => {
    await grow(10)
    const restore = await dumpDatabase()
    const signer = await mkdtemp(join(tmpdir(), 'yuanwei-signer-'))
    await cp(inLog('signer'), signer, { recursive: true })
    const checkpoint = await readFile(inLog('log', 'checkpoint'))
    await grow(10)
    await restore()
    await rm(inLog('signer'), { recursive: true })
    await cp(signer, inLog('signer'), { recursive: true })
    await writeFile(inLog('log', 'checkpoint'), checkpoint)
    await expectRefused('log_rolled_back')
    await rm(signer, { recursive: true })
  })

  test('when leaves were removed, with and without their head', async () => {
    await grow(50)
    await database.owner.query('DELETE FROM log_leaf WHERE leaf_index >= 40')
    await expectRefused('log_damaged')
    await database.owner.query(
      `UPDATE log_head SET size = 0, root = sha256(''), range = ''; DELETE FROM log_leaf`,
    )
    await expectRefused('log_rolled_back')
  })

  test('when the database is that of another history of the same length', async () => {
    await grow(50)
    const restore = await dumpDatabase()
    await emptyLog(database)
    await log.close()
    log = await openTestLog(database)
    await grow(50)
    await restore()
    await expectRefused('log_forked')
  })

  test('when it is another history that has grown further', async () => {
    await grow(300)
    const restore = await dumpDatabase()
    await emptyLog(database)
    await log.close()
    log = await openTestLog(database)
    await grow(50)
    await restore()
    await expectRefused('log_forked')
    expect(await readdir(inLog('log', 'tile', 'entries'))).toEqual(['000.p'])
  })

  test('when a leaf that was signed was changed in the database', async () => {
    await grow(50)
    const change = `UPDATE log_leaf SET leaf = replace(leaf, 'test.done', 'test.gone') WHERE leaf_index = 49`
    await database.owner.query(change)
    await expectRefused('log_forked')
  })

  test('when the key is gone, and no new one is made', async () => {
    await grow(5)
    await rm(inLog('keys', 'log.key'))
    await expectRefused('log_key_missing')
    expect(await readLogKey(log.dataFolder)).toBe(null)
    await rm(inLog('log'), { recursive: true })
    await rm(inLog('signer'), { recursive: true })
    await expectRefused('log_key_missing')
  })

  test('when the key is another', async () => {
    await grow(5)
    await rm(inLog('keys', 'log.key'))
    await createLogKey(log.dataFolder, systemPorts)
    await expectRefused('log_key_mismatch')
  })

  test('when the signer remembers nothing, or less than was published', async () => {
    await grow(5)
    const old = await mkdtemp(join(tmpdir(), 'yuanwei-signer-'))
    await cp(inLog('signer'), old, { recursive: true })
    await grow(5)
    await rm(inLog('signer'), { recursive: true })
    await expectRefused('log_signer_lost')
    await cp(old, inLog('signer'), { recursive: true })
    await expectRefused('log_signer_lost')
    await rm(old, { recursive: true })
  })

  test('when the signer signed another head of that size', async () => {
    await grow(5)
    const key = await readLogKey(log.dataFolder)
    if (key === null) throw new Error('no key')
    const [newest] = (await readdir(inLog('signer'))).sort().slice(-1)
    const text = formatCheckpoint({ origin: key.origin, size: 5, root: new Uint8Array(32).fill(1) })
    await writeFile(inLog('signer', newest ?? ''), signNote(text, [key.signer]))
    await expectRefused('log_forked')
  })

  test('when the checkpoint or the memory is not signed by the key', async () => {
    await grow(5)
    const key = await readLogKey(log.dataFolder)
    if (key === null) throw new Error('no key')
    const impostor = createSigner(key.origin, new Uint8Array(32).fill(9))
    const text = formatCheckpoint({ origin: key.origin, size: 5, root: new Uint8Array(32).fill(1) })
    await writeFile(inLog('log', 'checkpoint'), signNote(text, [impostor]))
    await expectRefused('log_key_mismatch')
  })
})

describe('a start repairs', () => {
  test('missing tiles and bundles, from the leaves, to the same bytes', async () => {
    await grow(256 * 3 + 20)
    const before = await readTree()
    await rm(inLog('log', 'tile'), { recursive: true })
    await grow(0)
    expect(await readTree()).toEqual(before)
    await rm(inLog('log', 'tile', '0', '001'))
    await rm(inLog('log', 'tile', 'entries', '003.p'), { recursive: true })
    await grow(0)
    expect(await readTree()).toEqual(before)
    await grow(300)
    expect((await log.fsck()).findings).toEqual([])
  })

  test('a missing checkpoint, from what the signer remembers', async () => {
    await grow(20)
    const checkpoint = await log.reader.readCheckpoint()
    await rm(inLog('log', 'checkpoint'))
    await grow(0)
    expect(await log.reader.readCheckpoint()).toBe(checkpoint)
  })

  test('nothing on a tile that was changed: it is refused', async () => {
    await grow(300)
    const tile = inLog('log', 'tile', '0', '001.p', '44')
    const bytes = await readFile(tile)
    bytes[40] = (bytes[40] as number) ^ 1
    await writeFile(tile, bytes)
    await expectRefused('log_damaged')
  })

  async function readTree(): Promise<Map<string, string>> {
    const entries = await readdir(inLog('log', 'tile'), { recursive: true, withFileTypes: true })
    const files = entries.filter(entry => entry.isFile())
    const contents = await Promise.all(
      files.map(file => readFile(join(file.parentPath, file.name), 'base64')),
    )
    const names = files.map(file => join(file.parentPath, file.name))
    // Partial tiles of earlier ends may be cleared at any time.
    const current = /\/(entries|\d+)\/\d{3}(\.p\/(20|3))?$/
    return new Map(
      names.map((name, i) => [name, contents[i] ?? ''] as const).filter(([name]) => current.test(name)),
    )
  }
})

describe('while running it halts', () => {
  test('when the head in the database is no longer the one it left there', async () => {
    const sequencer = log.sequencer()
    await sequencer.start()
    await log.logged(await commitEntries(database.db, oneStream(1)))
    await database.owner.query(`UPDATE log_head SET size = 0, root = sha256(''), range = ''`)
    await commitEntries(database.db, oneStream(1))
    await expect.poll(() => sequencer.state().phase, PATIENT).toBe('halted')
    expect(sequencer.state().code).toBe('log_forked')
    expect((await log.reader.status()).halted).toBe('log_forked')
  })

  test('when a file that it wants to write is there with other content', async () => {
    const sequencer = log.sequencer()
    await sequencer.start()
    await mkdir(inLog('log', 'tile', 'entries', '000.p'), { recursive: true })
    await writeFile(inLog('log', 'tile', 'entries', '000.p', '1'), 'something else')
    await commitEntries(database.db, oneStream(1))
    await expect.poll(() => sequencer.state().code, PATIENT).toBe('log_forked')
    expect((await log.reader.status()).checkpointSize).toBe(0)
  })

  test('and is free to go on once the cause is gone', async () => {
    await grow(3)
    const key = await readFile(inLog('keys', 'log.key'))
    await rm(inLog('keys', 'log.key'))
    await expectRefused('log_key_missing')
    await writeFile(inLog('keys', 'log.key'), key)
    await grow(3)
    expect((await log.reader.status()).halted).toBe(null)
    expect(parseVerifierKey((await log.reader.status()).verifierKey).name).toMatch(/^yuanwei\.local\//)
  })
})
