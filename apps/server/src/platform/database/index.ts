import type { Kysely, Transaction } from 'kysely'
import pg from 'pg'
import type { Config } from '../../config.ts'
import { lockDataFolder } from '../instance-lock.ts'
import { masterKey, masterKeyFile } from '../keys.ts'
import { type Notice, Refusal } from '../sentences.ts'
import { type Connection, sqlState } from './connection.ts'
import { startEmbedded } from './embedded/index.ts'
import { openPools, type Pools } from './pools.ts'
import { asUnreachable, createDatabase, prepareDatabase } from './prepare.ts'
import type { Roles } from './roles.ts'
import type { Database } from './tables.ts'

export { type Connection, sqlState } from './connection.ts'
export type { Pools } from './pools.ts'
export { queueSchema } from './queue-schema.ts'
export type { Roles } from './roles.ts'
export type * from './tables.ts'

export type Db = Kysely<Database>
/** An open transaction; only the operation runner and jobs begin one. */
export type Tx = Transaction<Database>

export type OpenDatabase = Pools & {
  roles: Roles
  embedded: boolean
  /** Resolves with the reason if the embedded database ends by itself: the process should then end too. */
  died: Promise<Refusal>
}

/**
 * Opens the database of this installation: starts the embedded one (and takes the lock of the data folder)
 * or reaches the one of DATABASE_URL, migrates, and hands out the pools. `close` ends connections, then the
 * embedded server, then the lock. Throws a Refusal with a sentence for the operator.
 */
export async function openDatabase(config: Config, report: (notice: Notice) => void): Promise<OpenDatabase> {
  return config.databaseUrl === undefined
    ? await openEmbedded(config, report)
    : await openOutside(config, config.databaseUrl)
}

async function openEmbedded(config: Config, report: (notice: Notice) => void): Promise<OpenDatabase> {
  const lock = await lockDataFolder(config.dataFolder)
  // Undone in the reverse order, whether opening fails half-way or all is over.
  const undo: (() => Promise<void> | void)[] = [() => lock.release()]
  const undoAll = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const master = masterKey(config)
    const server = await startEmbedded(config.dataFolder, master, { report })
    let closing = false
    undo.push(() => {
      closing = true
      return server.stop()
    })
    const keyFile = masterKeyFile(config)
    const roles = await prepareEmbedded(server.owner, master, keyFile)
    const pools = openPools(server.owner, roles, master)
    undo.push(pools.close)
    const died = new Promise<Refusal>(resolve => {
      server.ended.then(reason => {
        if (!closing) resolve(new Refusal('database_died', { reason, log: server.log }))
      })
    })
    return { ...pools, roles, embedded: true, died, close: undoAll }
  } catch (error) {
    await undoAll()
    throw error
  }
}

async function prepareEmbedded(owner: Connection, master: Buffer, keyFile: string): Promise<Roles> {
  try {
    await createDatabase(owner)
    return await prepareDatabase(owner, { master, keyFile })
  } catch (error) {
    if (sqlState(error) === '28P01')
      throw new Refusal('master_key_differs', { file: keyFile }, { cause: error })
    throw error
  }
}

async function openOutside(config: Config, databaseUrl: string): Promise<OpenDatabase> {
  const owner = connectionOf(databaseUrl)
  const master = masterKey(config)
  try {
    const roles = await prepareDatabase(owner, { master, keyFile: masterKeyFile(config) })
    const pools = openPools(owner, roles, master)
    return { ...pools, roles, embedded: false, died: new Promise(() => {}) }
  } catch (error) {
    throw asUnreachable(error, owner)
  }
}

/** `pg` reads the URL (and what of it stands in PG* variables), so that both mean the same. */
export function connectionOf(databaseUrl: string): Connection {
  const {
    host,
    port,
    database = '',
    user = '',
    password,
    ssl,
  } = new pg.Client({ connectionString: databaseUrl })
  return { host, port, database, user, password: password ?? '', ssl }
}
