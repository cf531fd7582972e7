import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import { type FreshImport, sourcesOf } from './merge.ts'

/** So many equal messages of one second each are no chance; of a shorter file it must be half. */
const ENOUGH_IN_COMMON = 3

/** ChatLab's is a format for passing chats of any platform on: its files may hold the same chat as any other. */
const EXCHANGE = 'chatlab'

interface Wanted extends FreshImport {
  readonly caseId: string
  readonly family: string
  readonly title: string | null
}

/** Families whose exports of one chat can meet in one conversation. */
export function familyOf(format: string): string {
  if (/^(weflow|echotrace|ciphertalk)/.test(format)) return 'wechat'
  return format.split('-')[0] as string
}

/**
 * The conversation of the case that the file in `fresh` continues: the one of its family with which it has enough
 * messages in common, else the one of the same title; null where it begins a new one. Few messages in common, or the
 * title alone, are not enough where the two chats are with other people.
 */
export async function findConversation(tx: Tx, wanted: Wanted): Promise<string | null> {
  const people = await othersIn(tx, wanted.orgId, [wanted.importId])
  for (const { conversationId, common, own } of await findOverlaps(tx, wanted)) {
    if (common >= ENOUGH_IN_COMMON) return conversationId
    if (common * 2 >= own && !(await isWithOthers(tx, wanted, conversationId, people))) return conversationId
  }
  for (const conversationId of await findByTitle(tx, wanted))
    if (!(await isWithOthers(tx, wanted, conversationId, people))) return conversationId
  return null
}

interface Overlap {
  readonly conversationId: string
  /** Different messages of the file that the conversation has too; system messages don't count. */
  readonly common: number
  /** Different messages of the file. */
  readonly own: number
}

/** Each side's keys are made unique before they meet: "好的" a thousand times on both sides is one in common. */
async function findOverlaps(tx: Tx, { orgId, caseId, family }: Wanted): Promise<Overlap[]> {
  const result = await sql<Overlap>`
    with own as (
      select distinct key_id, key_name from fresh where kind <> 'system'
    ), known as (
      select i.conversation_id, m.key_by_id, m.key_by_name
      from import i
      join conversation c on c.org_id = i.org_id and c.conversation_id = i.conversation_id
      join message m on m.org_id = i.org_id and m.import_id = i.import_id
      where i.org_id = ${orgId} and i.case_id = ${caseId} and i.status = 'done'
        and c.org_id = ${orgId} and (c.family = ${family} or ${EXCHANGE} in (c.family, ${family})) and m.org_id = ${orgId} and m.kind <> 'system'
    ), by_name as (
      select distinct conversation_id, key_by_name as k from known where key_by_name in (select key_name from own)
    ), by_id as (
      select distinct conversation_id, key_by_id as k from known where key_by_id in (select key_id from own)
    ), common as (
      select k.conversation_id, o.key_name from own o join by_name k on k.k = o.key_name
      union
      select k.conversation_id, o.key_name from own o join by_id k on k.k = o.key_id
    )
    select c.conversation_id as "conversationId", count(*)::int as common,
      (select count(distinct key_name)::int from own) as own
    from common x
    join conversation c on c.conversation_id = x.conversation_id
    where c.org_id = ${orgId}
    group by c.conversation_id, c.opened_at
    order by common desc, c.opened_at, c.conversation_id
    limit 20`.execute(tx)
  return result.rows
}

async function findByTitle(tx: Tx, { orgId, caseId, family, title }: Wanted): Promise<string[]> {
  if (!title) return []
  const rows = await tx
    .selectFrom('conversation')
    .select('conversation_id')
    .where('org_id', '=', orgId)
    .where('case_id', '=', caseId)
    .where('family', '=', family)
    .where('thread_key', '=', title)
    .orderBy('opened_at')
    .orderBy('conversation_id')
    .limit(20)
    .execute()
  return rows.map(row => row.conversation_id)
}

/** Whether both sides say who speaks, and beside the exporter himself nobody speaks in both. */
async function isWithOthers(
  tx: Tx,
  { orgId }: Wanted,
  conversationId: string,
  people: ReadonlySet<string>,
): Promise<boolean> {
  if (people.size === 0) return false
  const there = await othersIn(tx, orgId, await sourcesOf(tx, { orgId, conversationId }))
  return there.size > 0 && ![...there].some(id => people.has(id))
}

/** Ids of the senders beside the exporter, whom only the committed body of a message names as such. */
async function othersIn(tx: Tx, orgId: string, imports: readonly string[]): Promise<ReadonlySet<string>> {
  const result = await sql<{ id: string }>`
    with first_of as (
      select import_id, sender_id, min(index) as index
      from message
      where org_id = ${orgId} and import_id = any(${imports}::uuid[]) and sender_id is not null
      group by import_id, sender_id
    )
    select distinct f.sender_id as id
    from first_of f
    join message m on m.import_id = f.import_id and m.index = f.index
    where m.org_id = ${orgId} and m.import_id = any(${imports}::uuid[])
      and (m.body::jsonb #>> '{sender,self}') is distinct from 'true'`.execute(tx)
  return new Set(result.rows.map(row => row.id))
}
