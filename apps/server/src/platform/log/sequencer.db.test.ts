import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  decodeBundle,
  decodeLeaf,
  leafHash,
  MerkleTree,
  openCheckpoint,
  parseVerifierKey,
  verifyProof,
} from '@yuanwei/proof'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withDatabase } from '../../../test/harness/database.ts'
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

const leavesOf = async () => {
  const { rows } = await database.owner.query('SELECT * FROM log_leaf ORDER BY leaf_index')
  return rows
}

const sequenced = (entries: readonly { entryId: string }[]) => log.logged(entries)

describe('the sequencer', () => {
  test('starts a log: key, origin, the empty head signed', async () => {
    const sequencer = log.sequencer()
    await sequencer.start()
    expect(sequencer.state()).toEqual({ phase: 'leading', code: null, checkpointSize: 0 })
    const { origin, verifierKey, ...status } = await log.reader.status()
    expect(origin).toMatch(/^yuanwei\.local\/[0-9a-f]{16}$/)
    expect(status).toMatchObject({ size: 0, pending: 0, checkpointSize: 0, halted: null })
    const checkpoint = openCheckpoint(
      (await log.reader.readCheckpoint()) ?? '',
      [parseVerifierKey(verifierKey)],
      origin,
    )
    // RFC 6962 section 2.1: the root of no entries is SHA-256 of nothing.
    expect(Buffer.from(checkpoint.root).toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
    const keyFile = join(log.dataFolder, 'keys', 'log.key')
    expect(await readFile(keyFile, 'latin1')).toContain('BEGIN PRIVATE KEY')
  })

  test('turns committed entries into leaves with receipts that verify', async () => {
    await log.sequencer().start()
    const entries = await commitEntries(database.db, oneStream(700))
    await sequenced(entries)
    const { origin, verifierKey } = await log.reader.status()
    const trust = { origin, verifiers: [parseVerifierKey(verifierKey)] }
    for (const { entryId } of entries.filter((_, i) => i % 97 === 0)) {
      const receipt = await log.reader.receiptFor(entryId)
      if (receipt.state !== 'sequenced') throw new Error('not sequenced')
      const head = verifyProof(receipt.proof, leafHash(Buffer.from(receipt.leaf)), trust)
      expect(head.size).toBeGreaterThan(receipt.index)
    }
    expect(await log.fsck()).toMatchObject({
      findings: [],
      report: { leaves: 700, entries: 700, streams: 1, pending: 0, checkpointSize: 700 },
    })
  })

  test('leaves alone what was rolled back', async () => {
    await log.sequencer().start()
    const client = await database.app.connect()
    await client.query('BEGIN')
    await client.query(
      `INSERT INTO log_outbox (entry_id, stream, type, at_ms, actor, commitment)
       VALUES (gen_random_uuid(), $1, 'test.done', 0, 'service', $2)`,
      [randomBytes(16), randomBytes(32)],
    )
    const [other] = await commitEntries(database.db, oneStream(1))
    await sequenced([{ entryId: other?.entryId ?? '' }])
    await client.query('ROLLBACK')
    client.release()
    await sequenced(await commitEntries(database.db, oneStream(1)))
    expect(await leavesOf()).toHaveLength(2)
  })

  test('knows which entries wait and which it never saw', async () => {
    const [entry] = await commitEntries(database.db, oneStream(1))
    const entryId = entry?.entryId ?? ''
    const never = '00000000-0000-7000-8000-00000000ffff'
    expect(await log.reader.receiptFor(entryId)).toEqual({ state: 'pending' })
    expect(await log.reader.receiptFor(never)).toEqual({ state: 'unknown' })
    expect(await log.reader.statesOf([entryId, never])).toEqual(new Map([[entryId, 'pending']]))
    expect(await log.reader.waitUntilSequenced(entryId, 50)).toBe(false)
    await log.sequencer().start()
    await sequenced([{ entryId }])
    expect(await log.reader.statesOf([entryId, never])).toEqual(new Map([[entryId, { index: 0, n: 1 }]]))
  })

  test('one leads, the other takes over when it ends', async () => {
    const first = log.sequencer()
    const second = log.sequencer()
    await first.start()
    await second.start()
    expect([first.state().phase, second.state().phase]).toEqual(['leading', 'standby'])
    await sequenced(await commitEntries(database.db, oneStream(300)))
    await first.stop()
    await sequenced(await commitEntries(database.db, oneStream(300)))
    expect(second.state().phase).toBe('leading')
    expect((await log.fsck()).findings).toEqual([])
  })

  test('goes on by itself after its connection was cut', async () => {
    const sequencer = log.sequencer()
    await sequencer.start()
    await sequenced(await commitEntries(database.db, oneStream(3)))
    const { rowCount } = await database.owner.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND datname = current_database()`,
      [database.roles.sequencer],
    )
    expect(rowCount).toBeGreaterThan(0)
    await sequenced(await commitEntries(database.db, oneStream(3)))
    expect(sequencer.state().phase).toBe('leading')
    expect((await log.fsck()).findings).toEqual([])
  })

  test.each(['sequencer.after_commit', 'sequencer.after_tiles', 'sequencer.after_sign'] as const)(
    'one that was held up at %s while another took over does no harm',
    async point => {
      const reached = Promise.withResolvers<void>()
      const release = Promise.withResolvers<void>()
      const slow = log.sequencer({
        fault: at => {
          if (at !== point) return
          reached.resolve()
          return release.promise
        },
      })
      await slow.start()
      const entries = await commitEntries(database.db, oneStream(200))
      await reached.promise
      await database.owner.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND datname = current_database()`,
        [database.roles.sequencer],
      )
      const next = log.sequencer()
      await next.start()
      entries.push(...(await commitEntries(database.db, oneStream(200))))
      await sequenced(entries)
      release.resolve()
      await expect.poll(() => slow.state().phase, PATIENT).toBe('standby')
      expect(next.state().phase).toBe('leading')
      await expectSoundTree(entries)
      expect((await log.fsck()).findings).toEqual([])
    },
  )

  test('whatever the order and size of commits: numbers without gaps, and the tree of RFC 6962', async () => {
    const stream = fc.integer({ min: 0, max: 4 })
    const commits = fc.array(fc.array(stream, { minLength: 1, maxLength: 60 }), {
      minLength: 1,
      maxLength: 12,
    })
    await fc.assert(
      fc.asyncProperty(commits, fc.integer({ min: 1, max: 100 }), async (groups, batchRows) => {
        await log.close()
        await emptyLog(database)
        log = await openTestLog(database)
        const streams = Array.from({ length: 5 }, () => randomBytes(16))
        const sequencer = log.sequencer({ timing: { batchRows } })
        const started = sequencer.start()
        const committed = await Promise.all(
          groups.map(group =>
            commitEntries(
              database.db,
              group.map(i => streams[i] as Buffer),
            ),
          ),
        )
        await started
        await sequenced(committed.flat())
        await expectSoundTree(committed.flat())
        expect((await log.fsck()).findings).toEqual([])
      }),
      { numRuns: 12 },
    )
  }, 60_000)

  async function expectSoundTree(entries: readonly { entryId: string; stream: Buffer }[]): Promise<void> {
    const rows = await leavesOf()
    expect(new Set(rows.map(row => row.entry_id))).toEqual(new Set(entries.map(entry => entry.entryId)))
    expect(rows.map(row => row.leaf_index)).toEqual(entries.map((_, i) => i))
    const tree = new MerkleTree()
    const last = new Map<string, number>()
    for (const row of rows) {
      const leaf = decodeLeaf(row.leaf)
      tree.appendEntry(Buffer.from(row.leaf))
      expect(leaf.n).toBe((last.get(leaf.s) ?? 0) + 1)
      last.set(leaf.s, leaf.n)
    }
    const { origin, verifierKey } = await log.reader.status()
    const note = (await log.reader.readCheckpoint()) ?? ''
    const { size, root } = openCheckpoint(note, [parseVerifierKey(verifierKey)], origin)
    expect(size).toBe(entries.length)
    expect(Buffer.from(root)).toEqual(Buffer.from(tree.root()))
  }

  test('keeps the files of tlog-tiles: full ones for ever, partial ones as long as they are the end', async () => {
    await log.sequencer().start()
    for (const count of [100, 100, 100]) await sequenced(await commitEntries(database.db, oneStream(count)))
    const files = await readdir(join(log.dataFolder, 'log', 'tile', 'entries'))
    expect(files).toEqual(['000', '001.p'])
    const bundle = await readFile(join(log.dataFolder, 'log', 'tile', 'entries', '000'))
    const leaves = (await leavesOf()).slice(0, 256).map(row => row.leaf)
    expect(decodeBundle(bundle, 256).map(entry => Buffer.from(entry).toString())).toEqual(leaves)
    expect(await log.reader.readTile('0/000')).toHaveLength(256 * 32)
    expect(await log.reader.readTile('0/001.p/44')).toHaveLength(44 * 32)
    expect(await log.reader.readTile('1/000.p/1')).toHaveLength(32)
    expect(await log.reader.readTile('0/002')).toBe(null)
    for (const path of [
      'entries/000',
      '0/../../checkpoint',
      '0/0',
      '../checkpoint',
      '00/000',
      '0/000.p/256',
    ]) {
      expect(await log.reader.readTile(path), path).toBe(null)
    }
  })
})
