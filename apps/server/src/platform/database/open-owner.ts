import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { lockDataFolder } from '../instance-lock.ts'
import { masterKey, masterKeyFile } from '../keys.ts'
import { type Notice, Refusal } from '../sentences.ts'
import { type Connection, sqlState, withClient } from './connection.ts'
import { runningOwner, startEmbedded } from './embedded/index.ts'
import { connectionOf } from './index.ts'
import { pendingMigrations, readMigrations } from './migrate.ts'
import { assertServer, asUnreachable } from './prepare.ts'

export type OwnerAccess = {
  owner: Connection
  /** A server may be at work meanwhile: rows and files come and go. */
  inUse: boolean
  close: () => Promise<void>
}

/** Long enough for a server that is just ending to be gone. */
const patienceMs = 500

/**
 * Reaches the database as its owner, to look at all of it: the one of DATABASE_URL, the embedded one of a running
 * server, or the embedded one started for this purpose. Makes nothing and migrates nothing.
 * Throws a Refusal with a sentence for the operator.
 */
export async function openOwner(config: Config, report: (notice: Notice) => void): Promise<OwnerAccess> {
  const { dataFolder } = config
  if (!existsSync(masterKeyFile(config))) throw new Refusal('nothing_kept', { folder: dataFolder })
  const access =
    config.databaseUrl === undefined
      ? await openEmbedded(config, report)
      : { owner: connectionOf(config.databaseUrl), inUse: true, close: async () => {} }
  try {
    await withClient(access.owner, 'check', async client => {
      await assertServer(client)
      await assertCurrent(client)
    })
    return access
  } catch (error) {
    await access.close()
    if (sqlState(error) === '28P01' && config.databaseUrl === undefined)
      throw new Refusal('master_key_differs', { file: masterKeyFile(config) }, { cause: error })
    throw asUnreachable(error, access.owner)
  }
}

async function openEmbedded(config: Config, report: (notice: Notice) => void): Promise<OwnerAccess> {
  const { dataFolder } = config
  const made = ['database', 'database.place'].some(name => existsSync(join(dataFolder, name)))
  if (!made) throw new Refusal('nothing_kept', { folder: dataFolder })
  const master = masterKey(config)
  const lock = await lockDataFolder(dataFolder, patienceMs).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'data_folder_in_use') return error
    throw error
  })
  if (lock instanceof Refusal) {
    const owner = runningOwner(dataFolder, master)
    if (!owner) throw lock
    return { owner, inUse: true, close: async () => {} }
  }
  try {
    const server = await startEmbedded(dataFolder, master, { report })
    const close = async () => {
      await server.stop()
      lock.release()
    }
    return { owner: server.owner, inUse: false, close }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** A database of an older or newer program has other tables: comparing them would find what is none. */
async function assertCurrent(client: Parameters<typeof assertServer>[0]): Promise<void> {
  const kept = await client.query("SELECT to_regclass('public.migration') AS found")
  if (!kept.rows[0]?.found) throw new Refusal('database_older', { name: readMigrations()[0]?.name ?? '' })
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'SELECT name, sha256 FROM migration ORDER BY name',
  )
  const [next] = pendingMigrations(readMigrations(), rows)
  if (next) throw new Refusal('database_older', { name: next.name })
}
