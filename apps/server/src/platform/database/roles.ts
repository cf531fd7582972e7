import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import pg from 'pg'
import { deriveKey } from '../keys.ts'
import { Refusal } from '../sentences.ts'
import { type Connection, sqlState, withClient } from './connection.ts'

/** The two roles below the owner. Names differ between databases, so that installations can share a server. */
export type Roles = { app: string; sequencer: string }
const purposes = ['app', 'sequencer'] as const

/** What is needed to name them is kept in the database itself and goes along when it is copied or renamed. */
export async function readRoles(client: pg.ClientBase, database: string): Promise<Roles> {
  const suffix = createHash('sha256').update(database).digest('hex').slice(0, 8)
  for (const purpose of purposes) {
    await client.query(
      'INSERT INTO database_role (purpose, role_name) VALUES ($1, $2) ON CONFLICT (purpose) DO NOTHING',
      [purpose, `yuanwei_${purpose}_${suffix}`],
    )
  }
  const { rows } = await client.query<{ purpose: keyof Roles; role_name: string }>(
    'SELECT * FROM database_role',
  )
  return Object.fromEntries(rows.map(row => [row.purpose, row.role_name])) as Roles
}

export const rolePassword = (master: Buffer, role: string) =>
  deriveKey(master, `database/role/${role}`).toString('base64url')

/** The same database as another role. */
export const asRole = (owner: Connection, master: Buffer, role: string): Connection => ({
  ...owner,
  user: role,
  password: rolePassword(master, role),
})

/**
 * Makes the roles that are missing, each with a password from the master key and no right but to sign in.
 * A role that is there must take that password and must not be able to step over row-level security.
 */
export async function ensureRoles(client: pg.ClientBase, owner: Connection, master: Buffer, keyFile: string) {
  const roles = await readRoles(client, owner.database)
  for (const role of Object.values(roles)) {
    const { rows } = await client.query<{ mighty: boolean }>(
      'SELECT rolsuper OR rolbypassrls OR rolcreaterole AS mighty FROM pg_roles WHERE rolname = $1',
      [role],
    )
    if (rows[0]?.mighty) throw new Refusal('role_too_mighty', { role })
    if (rows[0]) await assertPassword(asRole(owner, master, role), keyFile)
    else await createRole(client, role, rolePassword(master, role), owner.user)
    const database = pg.escapeIdentifier(owner.database)
    const grantee = pg.escapeIdentifier(role)
    await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${grantee}`)
    await client.query(`GRANT USAGE ON SCHEMA public TO ${grantee}`)
  }
  return roles
}

async function createRole(
  client: pg.ClientBase,
  role: string,
  password: string,
  owner: string,
): Promise<void> {
  const attributes = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS'
  const verifier = pg.escapeLiteral(scramVerifier(password))
  try {
    await client.query(`CREATE ROLE ${pg.escapeIdentifier(role)} ${attributes} PASSWORD ${verifier}`)
  } catch (cause) {
    if (sqlState(cause) === '42501') throw new Refusal('owner_lacks_right', { owner }, { cause })
    throw cause
  }
}

async function assertPassword(connection: Connection, keyFile: string): Promise<void> {
  try {
    await withClient(connection, 'sign-in check', async () => {})
  } catch (cause) {
    if (sqlState(cause) === '28P01') throw new Refusal('master_key_differs', { file: keyFile }, { cause })
    // Another trouble than the password (no right to connect yet, a full house) shows itself later.
  }
}

/** What PostgreSQL stores of a password (RFC 5803), made here so that the password never crosses the wire. */
export function scramVerifier(password: string, salt = randomBytes(16), iterations = 4096): string {
  const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest('base64')
  const serverKey = hmac(salted, 'Server Key').toString('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}
