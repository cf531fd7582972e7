import { conversations } from '@yuanwei/contract/staff'
import { READ_FORMATS } from '@yuanwei/formats'
import { handle } from '../../platform/operations/index.ts'
import { newId } from '../../platform/ports.ts'
import { found, Problem } from '../../platform/problem.ts'
import { lockCase, requireOpen } from '../cases/index.ts'
import { readExhibitRow } from '../evidence/index.ts'
import { READ_IMPORT_JOB } from './deps.ts'
import { readImport } from './store.ts'

/** Marks a file for reading; the reading itself is a job, which begins once this has committed. */
export const startImport = () =>
  handle(
    conversations.startImport,
    async ({ tx, tenant, actor, ports, enqueue }, { exhibitId, conversationId }) => {
      const exhibit = await readExhibitRow(tx, tenant.orgId, exhibitId)
      const file = await lockCase(tx, tenant.orgId, exhibit.case_id)
      requireOpen(file)
      if (exhibit.chat_format === null) throw new Problem('not_a_chat')
      if (!READ_FORMATS.some(format => format === exhibit.chat_format))
        throw new Problem('format_not_supported_yet', { format: exhibit.chat_format })
      const running = await tx
        .selectFrom('import')
        .select('import_id')
        .where('org_id', '=', tenant.orgId)
        .where('exhibit_id', '=', exhibitId)
        .where('status', '=', 'reading')
        .executeTakeFirst()
      if (running) throw new Problem('import_running', { importId: running.import_id })
      if (conversationId)
        found(
          await tx
            .selectFrom('conversation')
            .select('conversation_id')
            .where('org_id', '=', tenant.orgId)
            .where('case_id', '=', exhibit.case_id)
            .where('conversation_id', '=', conversationId)
            .executeTakeFirst(),
        )
      const importId = newId(ports)
      await tx
        .insertInto('import')
        .values({
          org_id: tenant.orgId,
          import_id: importId,
          case_id: exhibit.case_id,
          exhibit_id: exhibitId,
          conversation_id: conversationId,
          status: 'reading',
          format: null,
          message_seed: Buffer.from(ports.random(32)),
          message_root: null,
          entry_id: null,
          failure: null,
          started_at: new Date(ports.now()),
          started_by: actor.personId as string,
          finished_at: null,
        })
        .execute()
      await enqueue(READ_IMPORT_JOB, { importId })
      return {
        result: await readImport(tx, tenant.orgId, importId),
        audit: {
          case: file,
          subject: exhibitId,
          detail: { case: file.number, importId, number: exhibit.number, fileName: exhibit.file_name },
        },
      }
    },
  )
