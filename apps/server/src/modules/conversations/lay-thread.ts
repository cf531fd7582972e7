import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import type { Target } from './merge.ts'

/**
 * Lays the reading order anew: by time, and what stood keeps its order. Within one instant a new message goes where its
 * own file has it: right after the place of the nearest paired message before it; where there is none, right before
 * that of the first one after it; else after all that stood. Only places that change are written. O(n log n).
 */
export async function layThread(tx: Tx, { orgId, importId, conversationId }: Target): Promise<void> {
  await sql`
    create temporary table reading_order on commit drop as
    with anchored as (
      select f.index, f.sort_ms, f.slot, case when s.sort_ms = f.sort_ms then f.slot end as anchor
      from fresh f left join standing s on s.position = f.slot
    ), counted as (
      select *, count(anchor) over (partition by sort_ms order by index) as anchors from anchored
    ), neighbours as (
      select *,
        first_value(anchor) over (partition by sort_ms, anchors order by index) as before,
        first_value(anchor) over (partition by sort_ms order by anchor is null, index) as after
      from counted
    ), merged as (
      select position as stood, import_id, index, sort_ms, position as anchor, 0 as side from standing
      union all
      select null, ${importId}::uuid, index, sort_ms, coalesce(before, after, 2147483647),
        case when before is null and after is not null then -1 else 1 end
      from neighbours where slot is null
    )
    select row_number() over (order by sort_ms, anchor, side, index) - 1 as position, stood, import_id, index
    from merged`.execute(tx)
  const changed = sql`
    position >= (select min(r.position) from reading_order r where r.stood is distinct from r.position)`
  await sql`
    delete from thread where org_id = ${orgId} and conversation_id = ${conversationId} and ${changed}`.execute(
    tx,
  )
  await sql`
    insert into thread (org_id, conversation_id, position, import_id, index)
    select ${orgId}::uuid, ${conversationId}::uuid, position, import_id, index
    from reading_order where ${changed}`.execute(tx)
  await sql`drop table reading_order`.execute(tx)
}
