import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { createTestDatabase } from '../../../test/harness/database.ts'
import { type Connection, withClient } from './connection.ts'
import { openPools } from './pools.ts'
import { assertServer, prepareDatabase } from './prepare.ts'
import { asRole, type Roles, scramVerifier } from './roles.ts'

let owner: Connection
let drop: () => Promise<void>
const master = randomBytes(32)
const made: Roles[] = []

beforeEach(async () => {
  const created = await createTestDatabase()
  owner = created.connection
  drop = created.drop
})
afterEach(async () => {
  await drop()
  const roles = made
    .splice(0)
    .flatMap(Object.values)
    .map(role => pg.escapeIdentifier(role))
  for (const role of new Set(roles)) await asOwner(`DROP ROLE IF EXISTS ${role}`, 'postgres')
})

const asOwner = (text: string, database = owner.database) =>
  withClient({ ...owner, database }, 'test', async client => (await client.query(text)).rows)
const migration = (name: string, sql: string, sha256 = name) => ({ name, sql, sha256 })
const first = migration('0001_first', 'CREATE TABLE thing (n int); GRANT SELECT, INSERT ON thing TO :app;')

async function prepare(migrations = [first], key = master): Promise<Roles> {
  const roles = await prepareDatabase(owner, { master: key, keyFile: 'data/keys/master.key', migrations })
  made.push(roles)
  return roles
}

describe('migrations', () => {
  test('are applied once, with name, digest and instant', async () => {
    await prepare()
    await prepare([first, migration('0002_second', 'ALTER TABLE thing ADD COLUMN m int')])
    await prepare([first, migration('0002_second', 'ALTER TABLE thing ADD COLUMN m int')])
    const rows = await asOwner(
      'SELECT name, sha256, applied_at <= now() AS past FROM migration ORDER BY name',
    )
    expect(rows).toEqual([
      { name: '0001_first', sha256: '0001_first', past: true },
      { name: '0002_second', sha256: '0002_second', past: true },
    ])
  })

  test('five nodes at once: each is applied one time', async () => {
    const slow = migration('0002_slow', 'CREATE TABLE other (); SELECT pg_sleep(0.2)')
    const all = await Promise.all(Array.from({ length: 5 }, () => prepare([first, slow])))
    expect(new Set(all.map(roles => JSON.stringify(roles))).size).toBe(1)
    expect(await asOwner('SELECT count(*) AS n FROM migration')).toEqual([{ n: 2 }])
  })

  test('a failing one leaves nothing, and those before it stay', async () => {
    const broken = migration('0002_broken', 'CREATE TABLE half (); SELECT 1/0')
    const failed = prepare([first, broken, migration('0003_never', 'CREATE TABLE never ()')])
    await expect(failed).rejects.toMatchObject({
      code: 'migration_failed',
      params: { name: '0002_broken', reason: 'division by zero' },
    })
    expect(await asOwner(`SELECT to_regclass('half') AS half, to_regclass('never') AS never`)).toEqual([
      { half: null, never: null },
    ])
    expect(await asOwner('SELECT name FROM migration')).toEqual([{ name: '0001_first' }])
    made.push(...(await rolesMade()))
  })

  test('a changed old file and a newer database are refused before anything is done', async () => {
    await prepare()
    const changed = prepare([migration('0001_first', 'DROP TABLE thing', 'changed')])
    await expect(changed).rejects.toMatchObject({ code: 'migration_changed' })
    const older = prepare([migration('0000_zero', 'SELECT 1')])
    await expect(older).rejects.toMatchObject({ code: 'database_newer', params: { name: '0001_first' } })
    expect(await asOwner('SELECT count(*) AS n FROM thing')).toEqual([{ n: 0 }])
  })
})

async function rolesMade(): Promise<Roles[]> {
  const rows = await asOwner('SELECT purpose, role_name FROM database_role')
  return [Object.fromEntries(rows.map(row => [row.purpose, row.role_name]))]
}

describe('roles', () => {
  const as = (role: string, text: string, key = master) =>
    withClient(asRole(owner, key, role), 'test', async client => (await client.query(text)).rows)

  test('sign in with passwords from the master key and can do nothing mighty', async () => {
    const roles = await prepare()
    const attributes = `SELECT rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls
      FROM pg_roles WHERE rolname = current_user`
    for (const role of Object.values(roles)) {
      expect(await as(role, attributes)).toEqual([
        {
          rolsuper: false,
          rolinherit: false,
          rolcreaterole: false,
          rolcreatedb: false,
          rolcanlogin: true,
          rolreplication: false,
          rolbypassrls: false,
        },
      ])
      await expect(as(role, 'CREATE TABLE mine ()')).rejects.toMatchObject({ code: '42501' })
      await expect(as(role, 'CREATE SCHEMA mine')).rejects.toMatchObject({ code: '42501' })
      await expect(as(role, 'SELECT rolpassword FROM pg_authid')).rejects.toMatchObject({ code: '42501' })
      await expect(as(role, 'SELECT * FROM migration')).rejects.toMatchObject({ code: '42501' })
    }
  })

  test('have what the migrations grant them, and row-level security holds them', async () => {
    const secured = `ALTER TABLE thing ENABLE ROW LEVEL SECURITY; INSERT INTO thing VALUES (1), (2);
      CREATE POLICY low ON thing TO :app USING (n < 2)`
    const { app, sequencer } = await prepare([first, migration('0002_security', secured)])
    expect(await as(app, 'SELECT n FROM thing')).toEqual([{ n: 1 }])
    await expect(as(app, 'DELETE FROM thing')).rejects.toMatchObject({ code: '42501' })
    await expect(as(sequencer, 'SELECT n FROM thing')).rejects.toMatchObject({ code: '42501' })
  })

  test('another master key is refused, and changes no password', async () => {
    const { app } = await prepare()
    await expect(prepare([first], randomBytes(32))).rejects.toMatchObject({ code: 'master_key_differs' })
    expect(await as(app, 'SELECT 1 AS n')).toEqual([{ n: 1 }])
  })

  test.each(['BYPASSRLS', 'SUPERUSER', 'CREATEROLE'])('one that was given %s is refused', async might => {
    const { app } = await prepare()
    await asOwner(`ALTER ROLE ${pg.escapeIdentifier(app)} ${might}`)
    await expect(prepare()).rejects.toMatchObject({ code: 'role_too_mighty', params: { role: app } })
  })

  test('two installations share a server without sharing roles', async () => {
    const mine = await prepare()
    const other = await createTestDatabase()
    try {
      const theirs = await prepareDatabase(other.connection, {
        master: randomBytes(32),
        keyFile: '',
        migrations: [],
      })
      made.push(theirs)
      expect(new Set([...Object.values(mine), ...Object.values(theirs)]).size).toBe(4)
    } finally {
      await other.drop()
    }
  })

  test('keep their names when the database is renamed', async () => {
    const before = await prepare()
    const renamed = `${owner.database}_renamed`
    await asOwner(`ALTER DATABASE ${owner.database} RENAME TO ${renamed}`, 'postgres')
    owner = { ...owner, database: renamed }
    drop = async () => void (await asOwner(`DROP DATABASE ${renamed} WITH (FORCE)`, 'postgres'))
    expect(await prepare()).toEqual(before)
  })

  test('an owner who may not create roles is told what to ask for', async () => {
    const name = `plain_${owner.database}`
    await asOwner(`CREATE ROLE ${name} LOGIN PASSWORD 'x'`)
    await asOwner(`ALTER DATABASE ${owner.database} OWNER TO ${name}`)
    const plain = { ...owner, user: name, password: 'x' }
    const refused = prepareDatabase(plain, { master, keyFile: '', migrations: [] })
    await expect(refused).rejects.toMatchObject({ code: 'owner_lacks_right', params: { owner: name } })
    await asOwner(`ALTER DATABASE ${owner.database} OWNER TO ${owner.user}`)
    await asOwner(`DROP OWNED BY ${name}; DROP ROLE ${name}`)
  })
})

test('a password verifier as in RFC 7677', () => {
  // User, salt and iteration count of its example. Python's hmac gives the same two keys, and from them the
  // ClientProof that the RFC prints (dHzbZapWIk4jUhN+…).
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64')
  expect(scramVerifier('pencil', salt, 4096)).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  )
})

test.each([
  ['14.13', '140013', 'UTF8', 'database_too_old'],
  ['18.4', '180004', 'EUC_CN', 'database_not_utf8'],
])('PostgreSQL %s with number %s and encoding %s is refused', async (version, number, encoding, code) => {
  const client = { query: async () => ({ rows: [{ version, number, encoding }] }) } as unknown as pg.Client
  await expect(assertServer(client)).rejects.toMatchObject({ code })
})

test('numbers beyond 2^53 are refused, not rounded; a date stays a day', async () => {
  const roles = await prepare()
  const pools = openPools(owner, roles, master)
  const { rows } = await pools.app.query(`SELECT 9007199254740991::int8 AS n, '2026-03-01'::date AS d`)
  expect(rows).toEqual([{ n: Number.MAX_SAFE_INTEGER, d: '2026-03-01' }])
  await expect(pools.app.query('SELECT 9007199254740992::int8 AS n')).rejects.toThrow('9007199254740992')
  await pools.close()
})

test('the cluster of the tests is the one the product ships', async () => {
  const [row] = await asOwner('SHOW server_version_num')
  expect(Number(row?.server_version_num)).toBeGreaterThanOrEqual(180_000)
  expect(inject('cluster').template).toBe('template_migrated')
})
