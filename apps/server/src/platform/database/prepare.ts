import pg from 'pg'
import { Refusal } from '../sentences.ts'
import { type Connection, sqlState, withClient } from './connection.ts'
import { applyMigrations, createBookkeeping, type Migration, readMigrations } from './migrate.ts'
import { ensureQueueSchema } from './queue-schema.ts'
import { ensureRoles, type Roles } from './roles.ts'

// One number for all that must happen once in a database; any constant will do.
const preparationLock = [0x79756177, 1] as const
const oldestVersion = 15

/** Makes the database of the embedded server when it is not there yet. */
export async function createDatabase(owner: Connection): Promise<void> {
  await withClient({ ...owner, database: 'postgres' }, 'creation', async client => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [owner.database])
    if (rowCount) return
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(owner.database)}`)
  })
}

export async function assertServer(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: string; number: string; encoding: string }>(
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS number,
            current_setting('server_encoding') AS encoding`,
  )
  const { version = '?', number = '0', encoding = '?' } = rows[0] ?? {}
  if (Number(number) < oldestVersion * 10_000) throw new Refusal('database_too_old', { found: version })
  if (encoding !== 'UTF8') throw new Refusal('database_not_utf8', { found: encoding })
}

export type Preparation = { master: Buffer; keyFile: string; migrations?: readonly Migration[] }

/**
 * Brings a database up to this program, as its owner: roles, migrations, the queue's tables. Any number of
 * nodes may call it at once; one does the work and the others find it done. The owner is not used after.
 */
export async function prepareDatabase(owner: Connection, preparation: Preparation): Promise<Roles> {
  const { master, keyFile, migrations = readMigrations() } = preparation
  return await withClient(owner, 'migrations', async client => {
    await assertServer(client)
    // Held by the session: it ends with the connection, however that ends.
    await client.query('SELECT pg_advisory_lock($1, $2)', [...preparationLock])
    await createBookkeeping(client)
    const roles = await ensureRoles(client, owner, master, keyFile)
    await applyMigrations(client, migrations, roles)
    await ensureQueueSchema(client, roles.app)
    return roles
  })
}

/** Turns a failure to reach an outside database into a sentence; the URL's password is in none. */
export function asUnreachable(error: unknown, owner: Connection): unknown {
  const state = sqlState(error)
  const network =
    !(error instanceof Refusal) && (error as NodeJS.ErrnoException)?.code !== undefined && !state
  const refused = state !== undefined && /^(28|3D|08|57P03)/.test(state)
  if (!network && !refused) return error
  const reason = (error as Error).message || String((error as NodeJS.ErrnoException).code)
  return new Refusal('database_unreachable', {
    server: `${owner.host}:${owner.port}/${owner.database}`,
    reason,
  })
}
