import { beforeAll, describe, expect, test } from 'vitest'
import { type SignedIn, withSystem } from '../harness/system.ts'
import { findGaps, readReasons, readTables } from './tables.ts'
import { MARK, type SeededWorld, seed } from './world.ts'

const world = withSystem()
let at: SeededWorld
let stranger: SignedIn
beforeAll(async () => {
  at = await seed(world)
  stranger = await world.found('the other organisation')
})

const untenanted = readReasons('untenanted-tables.txt')
const unaudited = readReasons('unaudited-tables.txt')
const organisation = (signedIn: SignedIn) => signedIn.me.organisation.organisationId

describe('every table', () => {
  test('has its tenant policy and audit trigger, or a reason', async () => {
    const tables = await readTables(world.database.owner)
    expect(findGaps(tables, untenanted, unaudited)).toEqual([])
    // 23 of the spine, the four of the log, migrations applied, and the names of the roles.
    expect(tables.length).toBe(29)
  })

  test('that is planted without either is found', async () => {
    const { owner } = world.database
    await owner.query('create table planted (org_id uuid, id uuid, primary key (id, org_id))')
    try {
      const gaps = findGaps(await readTables(owner), untenanted, unaudited)
      expect(gaps).toEqual([
        'planted: no tenant policy and no reason',
        'planted: no audit trigger and no reason',
      ])
      await owner.query('alter table planted enable row level security')
      await owner.query(`create policy tenant on planted using (true)`)
      expect(findGaps(await readTables(owner), untenanted, unaudited)).toContain(
        'planted: no tenant policy and no reason',
      )
      await owner.query('drop policy tenant on planted')
      await owner.query(
        `create policy tenant on planted using (org_id = nullif(current_setting('app.org', true), '')::uuid)`,
      )
      expect(findGaps(await readTables(owner), untenanted, unaudited)).toContain(
        'planted: its key does not start with org_id',
      )
    } finally {
      await owner.query('drop table planted')
    }
  })

  test('that belongs to an organisation has foreign and unique keys that carry it', async () => {
    const { rows } = await world.database.owner.query(`
      select conrelid::regclass::text as name, conname, contype, confdeltype,
        (select array_agg(a.attname::text) from unnest(conkey) k
          join pg_attribute a on a.attrelid = conrelid and a.attnum = k) as columns
      from pg_constraint where connamespace = 'public'::regnamespace and contype in ('f', 'u')`)
    const tenanted = rows.filter(row => !untenanted.has(row.name))
    expect(tenanted.length).toBeGreaterThan(30)
    for (const row of tenanted) {
      expect([row.conname, row.columns]).toEqual([row.conname, expect.arrayContaining(['org_id'])])
      expect([row.conname, row.confdeltype]).not.toEqual([row.conname, 'n'])
    }
  })

  test('shows the app role nothing without a tenant, and nothing of another', async () => {
    const tables = (await readTables(world.database.owner)).filter(table => !untenanted.has(table.name))
    let filled = 0
    for (const { name } of tables) {
      const count = async (org: string | null) => {
        const client = await world.database.app.connect()
        try {
          await client.query('begin')
          if (org) await client.query(`set local app.org = '${org}'`)
          const { rows } = await client.query(
            `select count(*)::int as n, coalesce(string_agg(t::text, ' '), '') as text from "${name}" t`,
          )
          return rows[0] as { n: number; text: string }
        } finally {
          await client.query('rollback')
          client.release()
        }
      }
      expect([name, (await count(null)).n]).toEqual([name, 0])
      const own = await count(organisation(at.owner))
      if (own.n > 0) filled += 1
      expect([name, (await count(organisation(stranger))).text]).not.toEqual([
        name,
        expect.stringContaining(MARK),
      ])
    }
    // All but `progress`: work that is done has none left.
    expect(filled).toBe(tables.length - 1)
  })
})

describe('the app role', () => {
  const asApp = async (sql: string, org: string) => {
    const client = await world.database.app.connect()
    try {
      await client.query('begin')
      await client.query(`set local app.org = '${org}'`)
      await client.query(sql)
      await client.query('commit')
    } catch (cause) {
      await client.query('rollback')
      throw cause
    } finally {
      client.release()
    }
  }

  test('commits no change of an audited table without an entry', async () => {
    const org = organisation(at.owner)
    const tables = (await readTables(world.database.owner)).filter(table => table.audited)
    expect(tables.length).toBe(12)
    for (const { name, primaryKey } of tables) {
      const touch = `update "${name}" set "${primaryKey[1] ?? 'name'}" = "${primaryKey[1] ?? 'name'}"`
      await expect([name, await asApp(touch, org).catch(error => String(error))]).toEqual([
        name,
        expect.stringMatching(/needs an audit entry|permission denied/),
      ])
    }
  })

  test('is not helped by an entry of another organisation or of an access', async () => {
    const org = organisation(at.owner)
    const other = organisation(stranger)
    const entry = (kind: string, owner: string) => `
      insert into log_entry (org_id, entry_id, stream, at_ms, kind, word, actor_class, payload, opening)
      values ('${owner}', gen_random_uuid(), decode(repeat('00', 16), 'hex'), 0, '${kind}', 'x', 'service', '{}',
        decode(repeat('00', 32), 'hex'))`
    const change = `update case_file set title = title where org_id = '${org}'`
    await expect(asApp(`${entry('access', org)}; ${change}`, org)).rejects.toThrow(
      /needs an audit entry|no outbox row/,
    )
    await expect(asApp(`${entry('audit', other)}; ${change}`, org)).rejects.toThrow(/row-level security/)
    await expect(asApp(entry('audit', org), org)).rejects.toThrow(/no outbox row/)
  })

  test('can neither change nor remove what is logged, nor step over the tenants', async () => {
    const org = organisation(at.owner)
    for (const table of ['log_entry', 'log_leaf', 'log_outbox'])
      for (const sql of [
        `delete from ${table}`,
        `update ${table} set entry_id = entry_id`,
        `truncate ${table}`,
      ])
        await expect(asApp(sql, org)).rejects.toThrow(/permission denied/)
    const { rows } = await world.database.owner.query(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = any($1)`,
      [[world.database.roles.app, world.database.roles.sequencer]],
    )
    expect(rows).toEqual(
      Array(2).fill({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }),
    )
    await expect(asApp('create table mine (id int)', org)).rejects.toThrow(/permission denied/)
  })

  test('writes nothing under another organisation', async () => {
    const sql = `insert into progress (org_id, subject, step, done, total)
      values ('${organisation(stranger)}', gen_random_uuid(), 'x', 0, 0)`
    await expect(asApp(sql, organisation(at.owner))).rejects.toThrow(/row-level security/)
  })
})
