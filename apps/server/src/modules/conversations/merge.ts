import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'

export interface Target {
  readonly orgId: string
  readonly importId: string
  readonly conversationId: string
  /** Every import of the case: no message of another one is looked at. */
  readonly imports: readonly string[]
}

/** Which rows may be paired by which key. Two messages that both have a platform id are the same only by it. */
interface Pass {
  readonly key: RawBuilder<unknown>
  readonly fresh: RawBuilder<unknown>
  readonly standing: RawBuilder<unknown>
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

export async function importsOfCase(tx: Tx, orgId: string, caseId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('import')
    .select('import_id')
    .where('org_id', '=', orgId)
    .where('case_id', '=', caseId)
    .execute()
  return rows.map(row => row.import_id)
}

const any = sql`true`
const noId = sql`m.platform_id is null`
const hasId = sql`m.platform_id is not null`
const noSender = sql`m.sender_id is null`
const hasSender = sql`m.sender_id is not null`
const both = (left: RawBuilder<unknown>, right: RawBuilder<unknown>) => sql`${left} and ${right}`

const PASSES: readonly Pass[] = [
  { key: sql`m.platform_id`, fresh: any, standing: any },
  { key: sql`m.key_by_id`, fresh: noId, standing: any },
  { key: sql`m.key_by_id`, fresh: hasId, standing: noId },
  { key: sql`m.key_by_name`, fresh: both(noId, noSender), standing: any },
  { key: sql`m.key_by_name`, fresh: both(noId, hasSender), standing: noSender },
  { key: sql`m.key_by_name`, fresh: both(hasId, noSender), standing: noId },
  { key: sql`m.key_by_name`, fresh: both(hasId, hasSender), standing: both(noId, noSender) },
]

/**
 * Pairs the messages of a file with the equal ones that the conversation already has, one to one: the first with the
 * first, the second with the second. What stands twice in the one and three times in the other stands three times
 * afterwards. Within the file nothing is merged. O(n log n) in the messages of both.
 */
export async function pairMessages(tx: Tx, target: Target): Promise<void> {
  for (const pass of PASSES) await pairBy(tx, target, pass)
}

async function pairBy(
  tx: Tx,
  { orgId, importId, conversationId, imports }: Target,
  pass: Pass,
): Promise<void> {
  await sql`
    with fresh as (
      select m.index, ${pass.key} as k, row_number() over (partition by ${pass.key} order by m.index) as nth
      from message m
      where m.org_id = ${orgId} and m.import_id = ${importId} and m.twin_import_id is null
        and ${pass.key} is not null and ${pass.fresh}
    ), standing as (
      select m.import_id, m.index, m.text, ${pass.key} as k,
        row_number() over (partition by ${pass.key} order by t.position) as nth
      from thread t
      join message m on m.org_id = t.org_id and m.import_id = t.import_id and m.index = t.index
      where t.org_id = ${orgId} and t.conversation_id = ${conversationId}
        and m.org_id = ${orgId} and m.import_id = any(${imports}::uuid[])
        and ${pass.key} is not null and ${pass.standing}
        and not exists (
          select 1 from message p
          where p.org_id = ${orgId} and p.import_id = ${importId}
            and p.twin_import_id = m.import_id and p.twin_index = m.index)
    )
    update message m
    set twin_import_id = s.import_id, twin_index = s.index, differs = m.text <> s.text
    from fresh f join standing s on s.k = f.k and s.nth = f.nth
    where m.org_id = ${orgId} and m.import_id = ${importId} and m.index = f.index`.execute(tx)
}

/** How many messages of the file each conversation of the case already has: the file continues the one with the most. */
export async function findOverlap(
  tx: Tx,
  { orgId, importId, imports }: Omit<Target, 'conversationId'>,
): Promise<string | null> {
  const result = await sql<{ conversation_id: string }>`
    select t.conversation_id
    from message f
    join message m on m.key_by_name = f.key_by_name
    join thread t on t.org_id = m.org_id and t.import_id = m.import_id and t.index = m.index
    where f.org_id = ${orgId} and f.import_id = ${importId} and f.kind <> 'system'
      and m.org_id = ${orgId} and m.import_id = any(${imports}::uuid[]) and m.kind <> 'system'
      and t.org_id = ${orgId} and t.import_id = any(${imports}::uuid[])
    group by t.conversation_id
    order by count(*) desc, t.conversation_id
    limit 1`.execute(tx)
  return result.rows[0]?.conversation_id ?? null
}

/** Lays the reading order anew: by time, and within one instant as the files have it. O(n log n). */
export async function rebuildThread(
  tx: Tx,
  { orgId, importId, conversationId, imports }: Target,
): Promise<void> {
  await sql`
    create temporary table reading_order on commit drop as
    select row_number() over (order by m.sort_ms, i.started_at, m.import_id, m.index) - 1 as position,
      m.import_id, m.index
    from message m
    join import i on i.org_id = m.org_id and i.import_id = m.import_id
    left join thread t on t.org_id = m.org_id and t.import_id = m.import_id and t.index = m.index
      and t.conversation_id = ${conversationId}
    where m.org_id = ${orgId} and m.import_id = any(${imports}::uuid[]) and m.twin_import_id is null
      and (m.import_id = ${importId} or t.index is not null)`.execute(tx)
  await sql`delete from thread where org_id = ${orgId} and conversation_id = ${conversationId}`.execute(tx)
  await sql`
    insert into thread (org_id, conversation_id, position, import_id, index)
    select ${orgId}::uuid, ${conversationId}::uuid, position, import_id, index from reading_order`.execute(tx)
}

export async function countMerged(
  tx: Tx,
  { orgId, importId }: Pick<Target, 'orgId' | 'importId'>,
): Promise<{ added: number; differing: number }> {
  const result = await sql<{ added: number; differing: number }>`
    select count(*) filter (where twin_import_id is null)::int as added,
      count(*) filter (where differs)::int as differing
    from message where org_id = ${orgId} and import_id = ${importId}`.execute(tx)
  return result.rows[0] as { added: number; differing: number }
}
