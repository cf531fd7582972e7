import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { type Connection, typeParsers, withClient } from '../../src/platform/database/connection.ts'
import { openPools, type Pools } from '../../src/platform/database/pools.ts'
import type { Roles } from '../../src/platform/database/roles.ts'

export type TestDatabase = Pools & {
  roles: Roles
  /** The owner of the tables: steps over row-level security. For preparing and for looking at all of it. */
  owner: pg.Pool
  ownerConnection: Connection
  /** The master key its role passwords were made from. */
  master: Buffer
}

/**
 * A migrated database of the test file's own, cloned in some 50 ms and dropped at the end. Call it once at
 * the top of a `*.db.test.ts`; its properties may be used inside hooks and tests:
 *
 *     const database = withDatabase()
 *     test('…', async () => { await database.app.query('…') })
 *
 * The file fails if at its end a client was not given back or a connection of its own is still open.
 */
export function withDatabase(): TestDatabase {
  const { owner, roles, masterHex, template } = inject('cluster')
  const master = Buffer.from(masterHex, 'hex')
  const ownerConnection = { ...owner, database: `test_${randomBytes(6).toString('hex')}` }
  const database = { roles, master, ownerConnection } as TestDatabase
  beforeAll(async () => {
    await createClone(ownerConnection, template, roles)
    const pools = openPools(ownerConnection, roles, master, 10)
    const ownerPool = new pg.Pool({ ...ownerConnection, types: typeParsers, max: 4 })
    ownerPool.on('error', () => {})
    Object.assign(database, pools, { owner: ownerPool })
  })
  afterAll(async () => {
    if (!database.owner) return
    const { app, sequencer, owner: ownerPool } = database
    const kept = await unreturned({ app, sequencer, owner: ownerPool })
    if (kept === '') await Promise.all([database.close(), ownerPool.end()])
    const open = await openConnections(ownerConnection)
    await maintain(ownerConnection, `DROP DATABASE ${ownerConnection.database} WITH (FORCE)`)
    if (kept) throw new Error(`Clients that were not released: ${kept}`)
    if (open) throw new Error(`Connections that were not closed:\n${open}`)
  })
  return database
}

const maintain = (connection: Connection, sql: string) =>
  withClient({ ...connection, database: 'postgres' }, 'test harness', client => client.query(sql))

/** A second database of its own, empty or cloned: for tests of migrations themselves. Drop it yourself. */
export async function createTestDatabase(): Promise<{ connection: Connection; drop: () => Promise<void> }> {
  const { owner } = inject('cluster')
  const connection = { ...owner, database: `test_${randomBytes(6).toString('hex')}` }
  await maintain(connection, `CREATE DATABASE ${connection.database}`)
  const drop = async () =>
    void (await maintain(connection, `DROP DATABASE ${connection.database} WITH (FORCE)`))
  return { connection, drop }
}

async function createClone(connection: Connection, template: string, roles: Roles): Promise<void> {
  await maintain(connection, `CREATE DATABASE ${connection.database} TEMPLATE ${template}`)
  // Rights on the database itself are not cloned.
  await maintain(
    connection,
    `GRANT CONNECT ON DATABASE ${connection.database} TO ${roles.app}, ${roles.sequencer}`,
  )
}

async function unreturned(pools: Record<string, pg.Pool>): Promise<string> {
  const busy = () =>
    Object.entries(pools).flatMap(([name, pool]) => {
      const count = pool.totalCount - pool.idleCount
      return count > 0 ? [`${count} of ${name}`] : []
    })
  // What was let go without waiting may still be on its way back.
  for (let i = 0; i < 20 && busy().length > 0; i++) await sleep(25)
  return busy().join(', ')
}

async function openConnections(connection: Connection): Promise<string> {
  const find = () =>
    withClient({ ...connection, database: 'postgres' }, 'test harness', async client => {
      const { rows } = await client.query<{ line: string }>(
        `SELECT format('%s (%s, %s): %s', application_name, usename, state, query) AS line
         FROM pg_stat_activity WHERE datname = $1`,
        [connection.database],
      )
      return rows.map(row => row.line).join('\n')
    })
  let open = await find()
  // A backend takes a moment to notice that its client is gone.
  for (let i = 0; i < 20 && open !== ''; i++) {
    await sleep(25)
    open = await find()
  }
  return open
}
