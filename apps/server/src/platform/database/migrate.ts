import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { Refusal } from '../sentences.ts'
import type { Roles } from './roles.ts'

/** `name` is the file's without `.sql`: four digits, an underscore, words. */
export type Migration = { name: string; sql: string; sha256: string }

export const migrationsFolder = join(import.meta.dirname, '..', '..', '..', 'migrations')

/** Reads the migrations of a folder in order. Two with the same number are a mistake of two branches. */
export function readMigrations(folder = migrationsFolder): Migration[] {
  const files = readdirSync(folder)
    .filter(name => name.endsWith('.sql'))
    .sort()
  const seen = new Set<string>()
  return files.map(file => {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(file)?.[1]
    if (!number) throw new Error(`Migration ${file} is not named 0001_words.sql.`)
    if (seen.has(number)) throw new Error(`There are two migrations ${number}.`)
    seen.add(number)
    const bytes = readFileSync(join(folder, file))
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return { name: file.slice(0, -'.sql'.length), sql: bytes.toString('utf8'), sha256 }
  })
}

/**
 * Puts the roles in: `:app` and `:sequencer` become identifiers, `:'app'` and `:'sequencer'` literals, as
 * psql would. A cast such as `x::app` stays.
 */
export function substituteRoles(sql: string, roles: Roles): string {
  return sql.replace(
    /(?<!:):(')?(app|sequencer)\b(\1)/g,
    (_whole, quote: string | undefined, name: keyof Roles) =>
      quote ? pg.escapeLiteral(roles[name]) : pg.escapeIdentifier(roles[name]),
  )
}

const bookkeeping = `
  CREATE TABLE IF NOT EXISTS migration (
    name text PRIMARY KEY,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE IF NOT EXISTS database_role (
    purpose text PRIMARY KEY CHECK (purpose IN ('app', 'sequencer')),
    role_name text NOT NULL UNIQUE
  )`

export async function createBookkeeping(client: pg.ClientBase): Promise<void> {
  await client.query(bookkeeping)
}

/**
 * Which migrations are still to come. Refuses a database that has had others than ours: a file that was
 * changed or taken away after it was applied, or one of a newer program.
 */
export function pendingMigrations(
  migrations: readonly Migration[],
  applied: readonly { name: string; sha256: string }[],
): Migration[] {
  const known = new Map(migrations.map(migration => [migration.name, migration]))
  const newest = migrations.at(-1)?.name ?? ''
  for (const { name, sha256 } of applied) {
    const ours = known.get(name)
    if (!ours) throw new Refusal(name > newest ? 'database_newer' : 'migration_missing', { name })
    if (ours.sha256 !== sha256) throw new Refusal('migration_changed', { name })
  }
  const done = new Set(applied.map(row => row.name))
  return migrations.filter(migration => !done.has(migration.name))
}

/** Applies what is pending, each migration in a transaction of its own; the caller holds the lock. */
export async function applyMigrations(client: pg.ClientBase, migrations: readonly Migration[], roles: Roles) {
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'SELECT name, sha256 FROM migration ORDER BY name',
  )
  for (const { name, sql, sha256 } of pendingMigrations(migrations, rows)) {
    try {
      await client.query('BEGIN')
      // Rather fail and be started again than hold up everybody behind a lock that is not given.
      await client.query("SET LOCAL lock_timeout = '30s'")
      await client.query(substituteRoles(sql, roles))
      await client.query('INSERT INTO migration (name, sha256) VALUES ($1, $2)', [name, sha256])
      await client.query('COMMIT')
    } catch (cause) {
      await client.query('ROLLBACK').catch(() => {})
      throw new Refusal('migration_failed', { name, reason: (cause as Error).message }, { cause })
    }
  }
}
