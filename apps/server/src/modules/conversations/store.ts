import type { Output } from '@yuanwei/contract'
import type { conversations } from '@yuanwei/contract/staff'
import { type Selectable, sql } from 'kysely'
import type { ImportTable, Tx } from '../../platform/database/index.ts'
import { Problem } from '../../platform/problem.ts'
import type { MessageRow } from './message-row.ts'

export type Import = Output<typeof conversations.startImport>
type Conversation = Output<typeof conversations.readConversation>
export type ImportRow = Selectable<ImportTable>

/** No list grows without end: so many imports or conversations of a case are shown, the newest ones. */
const MAX_LISTED = 1000

function selectImports(tx: Tx, orgId: string) {
  return tx
    .selectFrom('import')
    .innerJoin('exhibit', join =>
      join
        .onRef('exhibit.org_id', '=', 'import.org_id')
        .onRef('exhibit.exhibit_id', '=', 'import.exhibit_id'),
    )
    .leftJoin('progress', join =>
      join.onRef('progress.org_id', '=', 'import.org_id').onRef('progress.subject', '=', 'import.import_id'),
    )
    .where('import.org_id', '=', orgId)
    .selectAll('import')
    .select(['exhibit.size_bytes', 'progress.step', 'progress.done', 'progress.cursor'])
}

type ImportWithProgress = ImportRow & {
  size_bytes: number
  step: string | null
  done: number | null
  cursor: unknown
}

function toImport(row: ImportWithProgress): Import {
  const counted = (row.cursor ?? {}) as { messages?: number; unread?: number; preamble?: number }
  const running = row.status === 'reading'
  return {
    importId: row.import_id as Import['importId'],
    caseId: row.case_id as Import['caseId'],
    exhibitId: row.exhibit_id as Import['exhibitId'],
    conversationId: row.conversation_id as Import['conversationId'],
    status: running
      ? ((row.step as 'reading' | 'merging' | null) ?? 'waiting')
      : (row.status as 'done' | 'failed'),
    format: row.format,
    readBytes: row.status === 'done' ? row.size_bytes : (row.done ?? 0),
    totalBytes: row.size_bytes,
    messages: running ? (counted.messages ?? 0) : row.messages,
    unread: running ? (counted.unread ?? 0) : row.unread,
    preamble: running ? (counted.preamble ?? 0) : row.preamble,
    added: row.added,
    differing: row.differing,
    warnings: row.warnings,
    failure: row.failure,
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  }
}

/** @throws Problem `not_found` */
export async function readImport(tx: Tx, orgId: string, importId: string): Promise<Import> {
  const row = await selectImports(tx, orgId).where('import.import_id', '=', importId).executeTakeFirst()
  if (!row) throw new Problem('not_found')
  return toImport(row)
}

/** The newest ones of a case, newest first. */
export async function listImportRows(tx: Tx, orgId: string, caseId: string): Promise<Import[]> {
  const rows = await selectImports(tx, orgId)
    .where('import.case_id', '=', caseId)
    .orderBy('import.started_at', 'desc')
    .orderBy('import.import_id', 'desc')
    .limit(MAX_LISTED)
    .execute()
  return rows.map(toImport)
}

export async function lockImport(tx: Tx, orgId: string, importId: string): Promise<ImportRow> {
  const row = await tx
    .selectFrom('import')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('import_id', '=', importId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('not_found')
  return row
}

/** One statement a batch: COPY is refused under row-level security, unnest is the next fastest. */
export async function insertMessages(
  tx: Tx,
  orgId: string,
  importId: string,
  rows: readonly MessageRow[],
): Promise<void> {
  const column = <K extends keyof MessageRow>(key: K) => rows.map(row => row[key])
  await sql`
    insert into message (org_id, import_id, index, sort_ms, sender_id, sender_name, platform_id, kind, text, body,
      key_by_id, key_by_name)
    select ${orgId}::uuid, ${importId}::uuid, * from unnest(
      ${column('index')}::int[], ${column('sortMs')}::bigint[], ${column('senderId')}::text[],
      ${column('senderName')}::text[], ${column('platformId')}::text[], ${column('kind')}::text[],
      ${column('text')}::text[], ${column('body')}::text[], ${column('keyById')}::bytea[],
      ${column('keyByName')}::bytea[])`.execute(tx)
}

export async function listConversationRows(
  tx: Tx,
  orgId: string,
  where: { caseId?: string; conversationId?: string },
): Promise<Conversation[]> {
  let query = tx.selectFrom('conversation').selectAll().where('org_id', '=', orgId)
  if (where.caseId) query = query.where('case_id', '=', where.caseId)
  if (where.conversationId) query = query.where('conversation_id', '=', where.conversationId)
  const newest = await query
    .orderBy('opened_at', 'desc')
    .orderBy('conversation_id', 'desc')
    .limit(MAX_LISTED)
    .execute()
  const rows = newest.reverse()
  const sources = await listSources(
    tx,
    orgId,
    rows.map(row => row.conversation_id),
  )
  const sourcesOf = Map.groupBy(sources, source => source.conversation_id)
  return rows.map(row => {
    const own = sourcesOf.get(row.conversation_id) ?? []
    return {
      conversationId: row.conversation_id as Conversation['conversationId'],
      caseId: row.case_id as Conversation['caseId'],
      title: row.title,
      format: own[0]?.format ?? row.family,
      grade: 'editable_export',
      messageCount: row.message_count,
      participants: row.participants as Conversation['participants'],
      first: row.first as Conversation['first'],
      last: row.last as Conversation['last'],
      sources: own.map(source => ({
        importId: source.import_id as Conversation['sources'][number]['importId'],
        exhibitId: source.exhibit_id as Conversation['sources'][number]['exhibitId'],
        fileName: source.file_name,
        format: source.format ?? '',
      })),
    }
  })
}

/** The files of conversations, oldest first; of very many the newest. */
async function listSources(tx: Tx, orgId: string, conversationIds: readonly string[]) {
  if (conversationIds.length === 0) return []
  const newest = await tx
    .selectFrom('import')
    .innerJoin('exhibit', join =>
      join
        .onRef('exhibit.org_id', '=', 'import.org_id')
        .onRef('exhibit.exhibit_id', '=', 'import.exhibit_id'),
    )
    .select([
      'import.import_id',
      'import.exhibit_id',
      'import.conversation_id',
      'import.format',
      'exhibit.file_name',
    ])
    .where('import.org_id', '=', orgId)
    .where('import.status', '=', 'done')
    .where('import.conversation_id', 'in', conversationIds)
    .orderBy('import.started_at', 'desc')
    .orderBy('import.import_id', 'desc')
    .limit(MAX_LISTED)
    .execute()
  return newest.reverse()
}
