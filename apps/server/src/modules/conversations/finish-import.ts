import { conversations } from '@yuanwei/contract/staff'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import { handle, type WriteContext } from '../../platform/operations/index.ts'
import { newId } from '../../platform/ports.ts'
import { Problem } from '../../platform/problem.ts'
import { lockCase } from '../cases/index.ts'
import { readExhibitRow } from '../evidence/index.ts'
import {
  countMerged,
  findOverlap,
  importsOfCase,
  joiningSets,
  pairMessages,
  rebuildThread,
  type Target,
} from './merge.ts'
import { parseBody, whenOf } from './message-row.ts'
import { type ImportRow, lockImport } from './store.ts'

/** Families whose exports of one chat can meet in one conversation. */
export function familyOf(format: string): string {
  if (/^(weflow|echotrace|ciphertalk)/.test(format)) return 'wechat'
  return format.split('-')[0] as string
}

/** Merges what was read into its conversation; from here on the file's messages are proven by one root. */
export const finishImport = () =>
  handle(conversations.finishImport, async (context, input) => {
    const { tx, tenant, ports } = context
    const { orgId } = tenant
    const row = await lockImport(tx, orgId, input.importId)
    if (row.status !== 'reading') throw new Problem('already_done')
    const file = await lockCase(tx, orgId, row.case_id)
    const exhibit = await readExhibitRow(tx, orgId, row.exhibit_id)
    const imports = await importsOfCase(tx, orgId, row.case_id)
    const { chosen, merged } = await joiningSets(tx, async () => {
      const chosen = await chooseConversation(context, row, imports, input)
      const target = { orgId, importId: row.import_id, conversationId: chosen.conversationId, imports }
      if (!chosen.fresh) await pairMessages(tx, target)
      await rebuildThread(tx, target)
      await describeConversation(tx, target, exhibit.file_name)
      return { chosen, merged: await countMerged(tx, target) }
    })
    await tx
      .updateTable('import')
      .set({
        conversation_id: chosen.conversationId,
        status: 'done',
        format: input.format,
        message_root: Buffer.from(input.messageRoot, 'hex'),
        messages: input.messages,
        unread: input.unread,
        preamble: input.preamble,
        ...merged,
        warnings: [...input.warnings],
        finished_at: new Date(ports.now()),
      })
      .where('org_id', '=', orgId)
      .where('import_id', '=', row.import_id)
      .execute()
    await tx.deleteFrom('progress').where('org_id', '=', orgId).where('subject', '=', row.import_id).execute()
    const { importId, title: _, ...counts } = input
    return {
      result: {},
      audit: {
        case: file,
        subject: row.exhibit_id,
        detail: {
          case: file.number,
          importId,
          exhibitId: row.exhibit_id,
          number: exhibit.number,
          fileName: exhibit.file_name,
          conversationId: chosen.conversationId,
          ...counts,
          ...merged,
        },
      },
    }
  })

/** As wished; else the one it overlaps with; else the one of the same counterpart; else a new one. */
async function chooseConversation(
  { tx, tenant, ports }: WriteContext,
  row: ImportRow,
  imports: readonly string[],
  input: { format: string; title: string | null },
): Promise<{ conversationId: string; fresh: boolean }> {
  const { orgId } = tenant
  const family = familyOf(input.format)
  const known =
    row.conversation_id ??
    (await findOverlap(tx, { orgId, importId: row.import_id, imports })) ??
    (await findByTitle(tx, orgId, row.case_id, family, input.title))
  if (known) return { conversationId: known, fresh: false }
  const conversationId = newId(ports)
  await tx
    .insertInto('conversation')
    .values({
      org_id: orgId,
      conversation_id: conversationId,
      case_id: row.case_id,
      title: input.title ?? '',
      family,
      thread_key: input.title,
      message_count: 0,
      participants: '[]',
      first: '{"kind":"none"}',
      last: '{"kind":"none"}',
      opened_at: new Date(ports.now()),
    })
    .execute()
  return { conversationId, fresh: true }
}

async function findByTitle(
  tx: Tx,
  orgId: string,
  caseId: string,
  family: string,
  title: string | null,
): Promise<string | null> {
  if (!title) return null
  const row = await tx
    .selectFrom('conversation')
    .select('conversation_id')
    .where('org_id', '=', orgId)
    .where('case_id', '=', caseId)
    .where('family', '=', family)
    .where('thread_key', '=', title)
    .executeTakeFirst()
  return row?.conversation_id ?? null
}

const MAX_PARTICIPANTS = 200

/** Counts who speaks, and from when to when. */
async function describeConversation(
  tx: Tx,
  { orgId, conversationId, imports }: Target,
  fileName: string,
): Promise<void> {
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

export const failImport = () =>
  handle(conversations.failImport, async ({ tx, tenant, ports }, { importId, failure }) => {
    const row = await lockImport(tx, tenant.orgId, importId)
    if (row.status !== 'reading') throw new Problem('already_done')
    const file = await lockCase(tx, tenant.orgId, row.case_id)
    await tx
      .updateTable('import')
      .set({ status: 'failed', failure, finished_at: new Date(ports.now()) })
      .where('org_id', '=', tenant.orgId)
      .where('import_id', '=', importId)
      .execute()
    return {
      result: {},
      audit: { case: file, subject: row.exhibit_id, detail: { case: file.number, importId, failure } },
    }
  })
