import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { type Connection, typeParsers } from './connection.ts'
import { asRole, type Roles } from './roles.ts'
import type { Database } from './tables.ts'

export type Pools = {
  /** Kysely over `app`: what modules use. */
  db: Kysely<Database>
  /** The app's role: cannot step over row-level security, only adds to the log. */
  app: pg.Pool
  /**
   * The app's role again, for what is looked up while a transaction of `app` is open (places in the log, limits): were
   * it taken from the same pool, enough requests at once would each hold one connection and wait for another.
   */
  aside: pg.Pool
  /** The sequencer's role: the only one to remove outbox rows. */
  sequencer: pg.Pool
  /** For connections that must be the caller's own (LISTEN, advisory locks of a session). */
  connections: Record<keyof Roles, Connection>
  close: () => Promise<void>
}

// A transaction that is left open holds locks and keeps vacuum away; nothing of ours waits that long.
const idleInTransactionMs = 60_000

function openPool(connection: Connection, name: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    max,
    types: typeParsers,
    application_name: `yuanwei ${name}`,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    idle_in_transaction_session_timeout: idleInTransactionMs,
  })
  // An idle connection that breaks leaves the pool by itself; the next query opens another.
  pool.on('error', () => {})
  return pool
}

/** Opens the pools of the two roles. The app may use `appConnections` at once, the sequencer two. */
export function openPools(owner: Connection, roles: Roles, master: Buffer, appConnections = 20): Pools {
  const connections = {
    app: asRole(owner, master, roles.app),
    sequencer: asRole(owner, master, roles.sequencer),
  }
  const app = openPool(connections.app, 'app', appConnections)
  const aside = openPool(connections.app, 'aside', 8)
  const sequencer = openPool(connections.sequencer, 'sequencer', 2)
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: app }) })
  return {
    db,
    app,
    aside,
    sequencer,
    connections,
    close: async () => {
      // Kysely ends the pool only if a query ever went through it.
      await db.destroy()
      await Promise.all([app.ending ? undefined : app.end(), aside.end(), sequencer.end()])
    },
  }
}
