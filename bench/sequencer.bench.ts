// Outbox → durable signed checkpoint, what the outbox row costs a business commit, and how fast fsck reads the
// log again: on the embedded PostgreSQL with its defaults (every commit is synced).
import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { TileBuilder } from '@yuanwei/proof'
import { sql } from 'kysely'
import pg from 'pg'
import { typeParsers } from '../apps/server/src/platform/database/connection.ts'
import { startEmbedded } from '../apps/server/src/platform/database/embedded/index.ts'
import { openPools, type Pools } from '../apps/server/src/platform/database/pools.ts'
import { createDatabase, prepareDatabase } from '../apps/server/src/platform/database/prepare.ts'
import { noFaults } from '../apps/server/src/platform/faults.ts'
import { masterKey, masterKeyFile } from '../apps/server/src/platform/keys.ts'
import { checkTree } from '../apps/server/src/platform/log/fsck-tree.ts'
import { createSequencer, insertOutbox, type OutboxRow } from '../apps/server/src/platform/log/index.ts'
import { createFileLogStorage } from '../apps/server/src/platform/log/log-storage.ts'
import { silentLogger } from '../apps/server/src/platform/logger.ts'
import { systemPorts } from '../apps/server/src/platform/ports.ts'

const ENTRIES = 100_000
const CLIENTS = 8
const COMMIT_SECONDS = 4
/** To be reached on two cores that are otherwise idle. */
const GOALS = { sequenced: 15_000, commitShare: 0.6, rehash: 400_000 }

const streams = Array.from({ length: 50 }, () => randomBytes(16))

function outboxRow(i: number): OutboxRow {
  return {
    entryId: randomUUID(),
    stream: streams[i % streams.length] as Uint8Array,
    type: 'exhibit.added',
    atMs: 1_700_000_000_000 + i,
    actor: '0123456789abcdef0123456789abcdef',
    commitment: randomBytes(32),
  }
}

async function fill(pools: Pools): Promise<void> {
  for (let i = 0; i < ENTRIES; i += 1000) {
    const rows = Array.from({ length: 1000 }, (_, j) => outboxRow(i + j))
    await pools.db.transaction().execute(tx => insertOutbox(tx, rows))
  }
}

/** Seconds from the start of the sequencer until a checkpoint of that size is published. */
async function sequence(pools: Pools, dataFolder: string): Promise<number> {
  const connect = async () => {
    const client = new pg.Client(pools.connections.sequencer)
    await client.connect()
    return client
  }
  const parts = { connect, dataFolder, ports: systemPorts, fault: noFaults, logger: silentLogger }
  const sequencer = createSequencer(parts)
  const start = performance.now()
  await sequencer.start()
  while ((sequencer.state().checkpointSize ?? 0) < ENTRIES) await sleep(5)
  const seconds = (performance.now() - start) / 1000
  await sequencer.stop()
  return seconds
}

/** Business transactions a second by eight clients, each one row, with or without its entry for the log. */
async function commits(pools: Pools, withOutbox: boolean): Promise<number> {
  const until = performance.now() + COMMIT_SECONDS * 1000
  let count = 0
  const client = async () => {
    while (performance.now() < until) {
      await pools.db.transaction().execute(async tx => {
        await sql.raw(`SET LOCAL app.org = '00000000-0000-7000-8000-000000000001'`).execute(tx)
        await sql`INSERT INTO bench_row (id, body) VALUES (${randomUUID()}, ${'x'.repeat(200)})`.execute(tx)
        if (withOutbox) await insertOutbox(tx, [outboxRow(count)])
      })
      count++
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  return count / COMMIT_SECONDS
}

async function fsck(owner: pg.Client, dataFolder: string): Promise<number> {
  const storage = createFileLogStorage(join(dataFolder, 'log'), systemPorts)
  const onFinding = (finding: unknown) => {
    throw new Error(`the log is not sound: ${JSON.stringify(finding)}`)
  }
  const start = performance.now()
  const { leaves } = await checkTree({
    client: owner,
    dataFolder,
    ports: systemPorts,
    storage,
    signed: [],
    onFinding,
  })
  return (leaves / (performance.now() - start)) * 1000
}

/** Leaves hashed again and put into tiles, from memory: fsck without the database and the files. */
async function rehash(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query('SELECT leaf FROM log_leaf ORDER BY leaf_index')
  const leaves = rows.map(row => Buffer.from(row.leaf))
  let best = 0
  for (let round = 0; round < 3; round++) {
    const builder = new TileBuilder()
    const start = performance.now()
    for (const leaf of leaves) builder.appendEntry(leaf)
    best = Math.max(best, (leaves.length / (performance.now() - start)) * 1000)
  }
  return best
}

const figure = (value: number): string => Math.round(value).toLocaleString('en').padStart(9)

const folder = mkdtempSync(join(tmpdir(), 'yuanwei-bench-'))
chmodSync(folder, 0o711)
const dataFolder = join(folder, 'data')
const master = masterKey({ dataFolder })
const server = await startEmbedded(dataFolder, master)
try {
  const owner = { ...server.owner, database: 'bench' }
  await createDatabase(owner)
  const roles = await prepareDatabase(owner, { master, keyFile: masterKeyFile({ dataFolder }) })
  const pools = openPools(owner, roles, master, CLIENTS)
  const ownerClient = new pg.Client({ ...owner, types: typeParsers })
  await ownerClient.connect()
  await ownerClient.query('CREATE TABLE bench_row (id uuid PRIMARY KEY, body text)')
  await ownerClient.query(`GRANT SELECT, INSERT ON bench_row TO ${pg.escapeIdentifier(roles.app)}`)

  await fill(pools)
  const sequenced = ENTRIES / (await sequence(pools, dataFolder))
  console.log(`outbox → durable signed checkpoint ${figure(sequenced)} /s (goal ${figure(GOALS.sequenced)})`)
  const hashes = await rehash(ownerClient)
  const whole = Math.max(await fsck(ownerClient, dataFolder), await fsck(ownerClient, dataFolder))
  console.log(`fsck, leaves hashed into tiles     ${figure(hashes)} /s (goal ${figure(GOALS.rehash)})`)
  console.log(
    `  with database and files          ${figure(whole)} /s: ${(whole / hashes).toFixed(2)} of that`,
  )
  await commits(pools, false)
  const without = await commits(pools, false)
  const withRow = await commits(pools, true)
  console.log(`commits, 8 clients, bare           ${figure(without)} /s`)
  console.log(
    `  with the outbox row              ${figure(withRow)} /s: ${(withRow / without).toFixed(2)} (goal ${GOALS.commitShare})`,
  )
  await ownerClient.end()
  await pools.close()
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
