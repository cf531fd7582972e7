import { conversations } from '@yuanwei/contract/staff'
import { handle, type WriteContext } from '../../platform/operations/index.ts'
import { newId } from '../../platform/ports.ts'
import { Problem } from '../../platform/problem.ts'
import { lockCase } from '../cases/index.ts'
import { readExhibitRow } from '../evidence/index.ts'
import { familyOf, findConversation } from './choose-conversation.ts'
import { describeConversation } from './describe-conversation.ts'
import { joiningSets, mergeFresh, takeFresh } from './merge.ts'
import { type ImportRow, lockImport } from './store.ts'

/** Version of what a message's commitment commits to, for those who check it in later years. */
const MESSAGE_SHAPE = 1

/** Merges what was read into its conversation; from here on the file's messages are proven by one root. */
export const finishImport = () =>
  handle(conversations.finishImport, async (context, input) => {
    const { tx, tenant, ports } = context
    const { orgId } = tenant
    const row = await lockImport(tx, orgId, input.importId)
    if (row.status !== 'reading') throw new Problem('already_done')
    const file = await lockCase(tx, orgId, row.case_id)
    const exhibit = await readExhibitRow(tx, orgId, row.exhibit_id)
    const { conversationId, merged } = await joiningSets(tx, async () => {
      const fresh = { orgId, importId: row.import_id }
      await takeFresh(tx, fresh)
      const target = { ...fresh, conversationId: await chooseConversation(context, row, input) }
      const merged = await mergeFresh(tx, target)
      await describeConversation(tx, target, exhibit.file_name)
      return { conversationId: target.conversationId, merged }
    })
    await tx
      .updateTable('import')
      .set({
        conversation_id: conversationId,
        entry_id: context.entryId,
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
          conversationId,
          messageShape: MESSAGE_SHAPE,
          ...counts,
          ...merged,
        },
      },
    }
  })

/** As wished; else the one that it continues by its own marks; else a new one. */
async function chooseConversation(
  { tx, tenant, ports }: WriteContext,
  row: ImportRow,
  input: { format: string; title: string | null },
): Promise<string> {
  const { orgId } = tenant
  const { import_id: importId, case_id: caseId } = row
  const family = familyOf(input.format)
  const known =
    row.conversation_id ??
    (await findConversation(tx, { orgId, importId, caseId, family, title: input.title }))
  if (known) return known
  const conversationId = newId(ports)
  await tx
    .insertInto('conversation')
    .values({
      org_id: orgId,
      conversation_id: conversationId,
      case_id: caseId,
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
  return conversationId
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
