import { CommitmentSeries, toHex } from '@yuanwei/proof'
import { sql } from 'kysely'
import { type CheckParts, differingFields } from '../../platform/check.ts'
import { parseBody } from './message-row.ts'

const PAGE = 2000

interface DoneImport {
  readonly org_id: string
  readonly import_id: string
  readonly case_number: string
  readonly exhibit: number
  readonly format: string
  readonly messages: number
  readonly unread: number
  readonly preamble: number
  readonly message_seed: Buffer
  readonly message_root: Buffer
  readonly payload: string | null
}

/**
 * Every finished import says what its entry says. Deeply: its messages, committed to anew, give the root that stands
 * in the log, so that not a character of any of them has changed.
 */
export async function checkImports(parts: CheckParts): Promise<{ imports: number; messages: number }> {
  const rows = await listDone(parts)
  let messages = 0
  for (const row of rows) {
    const place = { case: row.case_number, exhibit: row.exhibit, import: row.import_id }
    const fields = differingFields(row.payload, {
      format: row.format,
      messages: row.messages,
      unread: row.unread,
      preamble: row.preamble,
      messageRoot: toHex(row.message_root),
    })
    for (const field of fields) parts.onFinding({ code: 'import_differs', place: { ...place, field } })
    if (parts.depth === 'deep') messages += await checkMessages(parts, row, place)
  }
  return { imports: rows.length, messages }
}

async function listDone({ db }: CheckParts): Promise<DoneImport[]> {
  const { rows } = await sql<DoneImport>`
    select i.*, c.number as case_number, x.number as exhibit, e.payload
    from import i
    join case_file c on c.org_id = i.org_id and c.case_id = i.case_id
    join exhibit x on x.org_id = i.org_id and x.exhibit_id = i.exhibit_id
    left join log_entry e on e.org_id = i.org_id and e.entry_id = i.entry_id and e.subject = i.exhibit_id
      and e.word = 'conversation.imported' and e.payload::jsonb #>> '{detail,importId}' = i.import_id::text
    where i.status = 'done'
    order by i.import_id`.execute(db)
  return rows
}

async function checkMessages(
  { db, onFinding }: CheckParts,
  row: DoneImport,
  place: Readonly<Record<string, string | number>>,
): Promise<number> {
  const series = new CommitmentSeries('message', row.message_seed)
  for (;;) {
    const { rows } = await sql<{ index: number; body: string; text: string }>`
      select index, body, text from message
      where org_id = ${row.org_id} and import_id = ${row.import_id} and index >= ${series.size}
      order by index limit ${PAGE}`.execute(db)
    for (const message of rows) {
      // The text is kept a second time for searching and pairing: it must be that of the committed message.
      if (message.index !== series.size || parseBody(message.body).text !== message.text)
        onFinding({ code: 'message_differs', place: { ...place, message: message.index } })
      series.add(Buffer.from(message.body))
    }
    if (rows.length === 0) break
  }
  if (toHex(series.root()) !== toHex(row.message_root))
    onFinding({ code: 'import_differs', place: { ...place, field: 'messageRoot' } })
  return series.size
}
