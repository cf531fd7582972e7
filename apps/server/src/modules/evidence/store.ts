import type { Output } from '@yuanwei/contract'
import type { evidence } from '@yuanwei/contract/staff'
import { READ_FORMATS } from '@yuanwei/formats'
import { toHex } from '@yuanwei/proof'
import type { Selectable } from 'kysely'
import type { ExhibitTable, Tx } from '../../platform/database/index.ts'
import type { LogReader } from '../../platform/log/index.ts'
import { Problem } from '../../platform/problem.ts'
import { logState } from '../cases/index.ts'

export type Exhibit = Output<typeof evidence.readExhibit>
export type ExhibitRow = Selectable<ExhibitTable> & { adder: string }

function select(tx: Tx, orgId: string) {
  return tx
    .selectFrom('exhibit')
    .innerJoin('member', join =>
      join.onRef('member.org_id', '=', 'exhibit.org_id').onRef('member.person_id', '=', 'exhibit.added_by'),
    )
    .where('exhibit.org_id', '=', orgId)
    .selectAll('exhibit')
    .select('member.name as adder')
}

/** @throws Problem `not_found` */
export async function readExhibitRow(tx: Tx, orgId: string, exhibitId: string): Promise<ExhibitRow> {
  const row = await select(tx, orgId).where('exhibit_id', '=', exhibitId).executeTakeFirst()
  if (!row) throw new Problem('not_found')
  return row
}

export async function listExhibitRows(tx: Tx, orgId: string, caseId: string): Promise<ExhibitRow[]> {
  return select(tx, orgId).where('case_id', '=', caseId).orderBy('number').execute()
}

export async function toExhibits(log: LogReader, rows: readonly ExhibitRow[]): Promise<Exhibit[]> {
  const states = await log.statesOf(rows.map(row => row.entry_id))
  return rows.map(row => ({
    exhibitId: row.exhibit_id as Exhibit['exhibitId'],
    caseId: row.case_id as Exhibit['caseId'],
    number: row.number,
    fileName: row.file_name,
    sizeBytes: row.size_bytes,
    mediaType: row.media_type,
    sha256: toHex(row.sha256),
    grade: row.grade as Exhibit['grade'],
    note: row.note,
    addedAt: row.added_at.toISOString(),
    addedBy: row.adder,
    chatFormat: row.chat_format,
    importable: READ_FORMATS.some(format => format === row.chat_format),
    log: logState(row.entry_id, states),
  }))
}
