import type { Output } from '@yuanwei/contract'
import { conversations } from '@yuanwei/contract/staff'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import { answer, reveal } from '../../platform/operations/index.ts'
import { found } from '../../platform/problem.ts'
import { findCase } from '../cases/index.ts'
import { isDated, parseBody, whenOf } from './message-row.ts'
import { listConversationRows, listImportRows } from './store.ts'

type ThreadMessage = Output<typeof conversations.readMessages>['messages'][number]
type Remainder = Output<typeof conversations.readImportRemainder>['records'][number]

export const listImports = () =>
  answer(conversations.listImports, async ({ tx, tenant }, { caseId }) => {
    found(await findCase(tx, tenant.orgId, caseId))
    return { imports: await listImportRows(tx, tenant.orgId, caseId) }
  })

export const listConversations = () =>
  answer(conversations.listConversations, async ({ tx, tenant }, { caseId }) => {
    found(await findCase(tx, tenant.orgId, caseId))
    return { conversations: await listConversationRows(tx, tenant.orgId, { caseId }) }
  })

export const readConversation = () =>
  answer(conversations.readConversation, async ({ tx, tenant }, { conversationId }) => {
    const [conversation] = await listConversationRows(tx, tenant.orgId, { conversationId })
    return found(conversation)
  })

/** A window of the thread by position: O(log n + window), however long the conversation is. */
export const readMessages = () =>
  reveal(conversations.readMessages, async ({ tx, tenant }, { conversationId, from, count }) => {
    const conversation = found(
      await tx
        .selectFrom('conversation')
        .select(['case_id', 'title', 'message_count'])
        .where('org_id', '=', tenant.orgId)
        .where('conversation_id', '=', conversationId)
        .executeTakeFirst(),
    )
    const file = found(await findCase(tx, tenant.orgId, conversation.case_id))
    const messages = await readWindow(tx, tenant.orgId, conversationId, from, from + count - 1)
    return {
      result: { messages, total: conversation.message_count },
      access: {
        case: file,
        subject: conversationId,
        detail: { case: file.number, title: conversation.title, from, messages: messages.length },
      },
    }
  })

/** Messages of a thread between two positions, both included. */
export async function readWindow(
  tx: Tx,
  orgId: string,
  conversationId: string,
  from: number,
  to: number,
): Promise<ThreadMessage[]> {
  const rows = await tx
    .selectFrom('thread')
    .innerJoin('message', join =>
      join
        .onRef('message.org_id', '=', 'thread.org_id')
        .onRef('message.import_id', '=', 'thread.import_id')
        .onRef('message.index', '=', 'thread.index'),
    )
    .innerJoin('import', join =>
      join.onRef('import.org_id', '=', 'thread.org_id').onRef('import.import_id', '=', 'thread.import_id'),
    )
    .select([
      'thread.position',
      'message.import_id',
      'message.index',
      'message.body',
      'message.sort_ms',
      'import.exhibit_id',
    ])
    .where('thread.org_id', '=', orgId)
    .where('thread.conversation_id', '=', conversationId)
    .where('thread.position', '>=', from)
    .where('thread.position', '<=', to)
    .orderBy('thread.position')
    .execute()
  const rowsDiffering = await readDiffering(tx, orgId, conversationId, from, to)
  const differing = Map.groupBy(rowsDiffering, each => each.twin)
  return rows.map(row => {
    const message = parseBody(row.body)
    const messageId = `${row.import_id}.${row.index}` as ThreadMessage['messageId']
    return {
      messageId,
      position: row.position,
      when: whenOf(message.time),
      shownAt: isDated(message.time) ? new Date(row.sort_ms).toISOString() : null,
      assumed: [...message.assumed],
      senderId: message.sender?.id ?? null,
      senderName: message.sender?.name ?? null,
      self: message.sender?.self ?? null,
      kind: message.kind,
      rawKind: message.rawKind,
      text: message.text,
      reply: message.reply,
      media: message.media,
      exhibitId: row.exhibit_id as ThreadMessage['exhibitId'],
      place: message.place,
      grade: message.grade,
      differing: (differing.get(messageId) ?? []).map(({ messageId, text }) => ({ messageId, text })),
    }
  })
}

/** Where two files say different things under one id, both are shown. */
async function readDiffering(
  tx: Tx,
  orgId: string,
  conversationId: string,
  from: number,
  to: number,
): Promise<{ twin: string; messageId: ThreadMessage['messageId']; text: string }[]> {
  const result = await sql<{ twin: string; id: string; text: string }>`
    select p.twin_import_id || '.' || p.twin_index as twin, p.import_id || '.' || p.index as id, p.text
    from thread t
    join message p on p.org_id = t.org_id and p.twin_import_id = t.import_id and p.twin_index = t.index and p.differs
    where t.org_id = ${orgId} and t.conversation_id = ${conversationId}
      and t.position between ${from} and ${to}
    order by p.import_id, p.index`.execute(tx)
  return result.rows.map(row => ({
    twin: row.twin,
    messageId: row.id as ThreadMessage['messageId'],
    text: row.text,
  }))
}

export const readImportRemainder = () =>
  reveal(conversations.readImportRemainder, async ({ tx, tenant }, { importId, from, count }) => {
    const row = found(
      await tx
        .selectFrom('import')
        .select(['case_id', 'exhibit_id'])
        .where('org_id', '=', tenant.orgId)
        .where('import_id', '=', importId)
        .executeTakeFirst(),
    )
    const file = found(await findCase(tx, tenant.orgId, row.case_id))
    const mine = tx
      .selectFrom('import_remainder')
      .where('org_id', '=', tenant.orgId)
      .where('import_id', '=', importId)
    const rows = await mine
      .select(['kind', 'place', 'reason', 'text'])
      .orderBy('index')
      .offset(from)
      .limit(count)
      .execute()
    const { n } = await mine.select(sql<number>`count(*)::int`.as('n')).executeTakeFirstOrThrow()
    return {
      result: {
        records: rows.map(each => ({ ...each, place: each.place as Remainder['place'] })),
        total: n,
      },
      access: {
        case: file,
        subject: row.exhibit_id,
        detail: { case: file.number, importId, from, records: rows.length },
      },
    }
  })
