import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'

export interface TableFacts {
  readonly name: string
  readonly policy: string | null
  readonly rowSecurity: boolean
  readonly audited: boolean
  readonly primaryKey: string[]
}

/** What the database itself says of every table of ours. */
export async function readTables(owner: pg.Pool): Promise<TableFacts[]> {
  const { rows } = await owner.query<TableFacts>(`
    select c.relname as name, c.relrowsecurity as "rowSecurity",
      (select pg_get_expr(p.polqual, p.polrelid) from pg_policy p where p.polrelid = c.oid) as policy,
      exists (select 1 from pg_trigger t join pg_proc f on f.oid = t.tgfoid
        where t.tgrelid = c.oid and f.proname = 'require_entry' and t.tgdeferrable and t.tginitdeferred
          and t.tgenabled = 'O' and t.tgtype & 28 = 28) as audited,
      coalesce((select array_agg(a.attname::text order by k.at) from pg_constraint p
        cross join unnest(p.conkey) with ordinality k (attnum, at)
        join pg_attribute a on a.attrelid = p.conrelid and a.attnum = k.attnum
        where p.conrelid = c.oid and p.contype = 'p'), '{}') as "primaryKey"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p')
    order by c.relname`)
  return rows
}

/** Names of a list file, each of which must have its reason beside it. */
export function readReasons(file: string): Map<string, string> {
  const text = readFileSync(join(import.meta.dirname, '../..', file), 'utf8')
  const lines = text.split('\n').filter(line => line.trim() !== '' && !line.startsWith('#'))
  return new Map(
    lines.map(line => {
      const [name = '', ...reason] = line.trim().split(/\s+/)
      return [name, reason.join(' ')] as const
    }),
  )
}

const TENANT_POLICY = "(org_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid)"

/** What is wrong with the tables: a sentence each. */
export function findGaps(
  tables: readonly TableFacts[],
  untenanted: ReadonlyMap<string, string>,
  unaudited: ReadonlyMap<string, string>,
): string[] {
  const gaps: string[] = []
  for (const table of tables) {
    const tenanted = table.rowSecurity && table.policy === TENANT_POLICY
    if (!tenanted && !untenanted.has(table.name)) gaps.push(`${table.name}: no tenant policy and no reason`)
    if (tenanted && untenanted.has(table.name)) gaps.push(`${table.name}: has a policy and is listed without`)
    if (tenanted && table.primaryKey[0] !== 'org_id')
      gaps.push(`${table.name}: its key does not start with org_id`)
    if (!table.audited && !unaudited.has(table.name))
      gaps.push(`${table.name}: no audit trigger and no reason`)
    if (table.audited && unaudited.has(table.name))
      gaps.push(`${table.name}: is audited and is listed without`)
    if (table.primaryKey.length === 0) gaps.push(`${table.name}: no primary key`)
  }
  const names = new Set(tables.map(table => table.name))
  for (const list of [untenanted, unaudited])
    for (const [name, reason] of list) {
      if (!names.has(name)) gaps.push(`${name}: listed, but there is no such table`)
      if (reason === '') gaps.push(`${name}: listed without a reason`)
    }
  return gaps
}
