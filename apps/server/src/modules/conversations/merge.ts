import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import { layThread } from './lay-thread.ts'
import { UNDATED_MS } from './message-row.ts'
import { pairFresh } from './pair-messages.ts'

export interface FreshImport {
  readonly orgId: string
  readonly importId: string
}

export interface Target extends FreshImport {
  readonly conversationId: string
}

/**
 * Joins whole files with whole threads. Nothing is known yet of rows that were stored a moment ago, so the planner
 * takes them for one or two and would compare each with each: 5,000 messages took a minute, 100,000 would take hours.
 */
export async function joiningSets<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await sql`set local enable_nestloop = off`.execute(tx)
  const result = await work()
  await sql`set local enable_nestloop = on`.execute(tx)
  return result
}

/**
 * Puts what pairing needs of the file into the temporary table `fresh`. Messages before the first date of the file get
 * that date to be sorted by; in a file without any date all are of one instant.
 */
export async function takeFresh(tx: Tx, { orgId, importId }: FreshImport): Promise<void> {
  await sql`
    update message set sort_ms = coalesce((
      select d.sort_ms from message d
      where d.org_id = ${orgId} and d.import_id = ${importId} and d.sort_ms <> ${UNDATED_MS}
      order by d.index limit 1), 0)
    where org_id = ${orgId} and import_id = ${importId} and sort_ms = ${UNDATED_MS}`.execute(tx)
  await sql`
    create temporary table fresh on commit drop as
    select index, sort_ms, kind, platform_id as pid, sender_id as sid, key_by_id as key_id, key_by_name as key_name,
      null::integer as slot
    from message where org_id = ${orgId} and import_id = ${importId}`.execute(tx)
  await sql`analyze fresh`.execute(tx)
}

/**
 * Merges the file in `fresh` into a conversation: pairs its messages with those that stand there, keeps the pairs, and
 * lays the reading order anew. O(n log n) in the messages of both.
 */
export async function mergeFresh(tx: Tx, target: Target): Promise<{ added: number; differing: number }> {
  const sources = await sourcesOf(tx, target)
  await takeStanding(tx, target, sources)
  await pairFresh(tx)
  await keepPairs(tx, target, sources)
  await layThread(tx, target)
  await sql`drop table fresh, standing`.execute(tx)
  return countMerged(tx, target)
}

/** The files that a conversation was read from so far. */
export async function sourcesOf(
  tx: Tx,
  { orgId, conversationId }: Omit<Target, 'importId'>,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('import')
    .select('import_id')
    .where('org_id', '=', orgId)
    .where('conversation_id', '=', conversationId)
    .where('status', '=', 'done')
    .execute()
  return rows.map(row => row.import_id)
}

/**
 * What stands in the thread, a row a place. A message that was paired is known by all that its twins say: it has the
 * ids that any of them has, and the keys of each of them (its own first).
 */
async function takeStanding(
  tx: Tx,
  { orgId, conversationId }: Target,
  sources: readonly string[],
): Promise<void> {
  await sql`
    create temporary table standing on commit drop as
    with twins as (
      select twin_import_id, twin_index, max(platform_id) as pid, max(sender_id) as sid,
        coalesce(array_agg(distinct key_by_id) filter (where key_by_id is not null), '{}') as key_ids,
        array_agg(distinct key_by_name) as key_names
      from message
      where org_id = ${orgId} and import_id = any(${sources}::uuid[]) and twin_import_id is not null
      group by twin_import_id, twin_index
    )
    select t.position, m.import_id, m.index, m.sort_ms,
      coalesce(m.platform_id, w.pid) as pid, coalesce(m.sender_id, w.sid) as sid,
      case when m.key_by_id is null then '{}' else array[m.key_by_id] end
        || array_remove(coalesce(w.key_ids, '{}'), m.key_by_id) as key_ids,
      array[m.key_by_name] || array_remove(coalesce(w.key_names, '{}'), m.key_by_name) as key_names,
      false as taken
    from thread t
    join message m on m.org_id = t.org_id and m.import_id = t.import_id and m.index = t.index
    left join twins w on w.twin_import_id = m.import_id and w.twin_index = m.index
    where t.org_id = ${orgId} and t.conversation_id = ${conversationId}
      and m.org_id = ${orgId} and m.import_id = any(${sources}::uuid[])`.execute(tx)
  await sql`analyze standing`.execute(tx)
}

async function keepPairs(
  tx: Tx,
  { orgId, importId }: FreshImport,
  sources: readonly string[],
): Promise<void> {
  await sql`
    update message m
    set twin_import_id = s.import_id, twin_index = s.index, differs = m.text <> o.text
    from fresh f
    join standing s on s.position = f.slot
    join message o on o.import_id = s.import_id and o.index = s.index
    where m.org_id = ${orgId} and m.import_id = ${importId} and m.index = f.index
      and o.org_id = ${orgId} and o.import_id = any(${sources}::uuid[])`.execute(tx)
}

async function countMerged(
  tx: Tx,
  { orgId, importId }: FreshImport,
): Promise<{ added: number; differing: number }> {
  const result = await sql<{ added: number; differing: number }>`
    select count(*) filter (where twin_import_id is null)::int as added,
      count(*) filter (where differs)::int as differing
    from message where org_id = ${orgId} and import_id = ${importId}`.execute(tx)
  return result.rows[0] as { added: number; differing: number }
}
