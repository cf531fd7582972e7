import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import { sourcesOf, type Target } from './merge.ts'
import { parseBody, whenOf } from './message-row.ts'

const MAX_PARTICIPANTS = 200

/** Counts who speaks, and from when to when. */
export async function describeConversation(tx: Tx, target: Target, fileName: string): Promise<void> {
  const { orgId, conversationId } = target
  const imports = [...(await sourcesOf(tx, target)), target.importId]
  const speakers = await sql<{ id: string | null; name: string | null; messages: number }>`
    select m.sender_id as id, mode() within group (order by m.sender_name) as name, count(*)::int as messages
    from thread t join message m on m.org_id = t.org_id and m.import_id = t.import_id and m.index = t.index
    where t.org_id = ${orgId} and t.conversation_id = ${conversationId}
      and m.import_id = any(${imports}::uuid[])
      and (m.sender_id is not null or m.sender_name is not null)
    group by m.sender_id, case when m.sender_id is null then m.sender_name end
    order by messages desc, id, name
    limit ${MAX_PARTICIPANTS}`.execute(tx)
  const ends = await sql<{ body: string; position: number; total: number }>`
    select m.body, t.position, (max(t.position) over ())::int + 1 as total
    from thread t join message m on m.org_id = t.org_id and m.import_id = t.import_id and m.index = t.index
    where t.org_id = ${orgId} and t.conversation_id = ${conversationId}
      and m.import_id = any(${imports}::uuid[]) and t.position in (0, (
      select max(position) from thread where org_id = ${orgId} and conversation_id = ${conversationId}))
    order by t.position`.execute(tx)
  const when = (body: string | undefined) =>
    JSON.stringify(body ? whenOf(parseBody(body).time) : { kind: 'none' })
  const names = speakers.rows.flatMap(each => each.name ?? []).slice(0, 3)
  await sql`
    update conversation set
      title = case when title = '' then ${names.join('、') || fileName} else title end,
      message_count = ${ends.rows[0]?.total ?? 0},
      participants = ${JSON.stringify(speakers.rows)}::jsonb,
      first = ${when(ends.rows.at(0)?.body)}::jsonb,
      last = ${when(ends.rows.at(-1)?.body)}::jsonb
    where org_id = ${orgId} and conversation_id = ${conversationId}`.execute(tx)
}
