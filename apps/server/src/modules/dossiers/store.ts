import type { Input, Output } from '@yuanwei/contract'
import type { dossiers } from '@yuanwei/contract/staff'
import { toHex } from '@yuanwei/proof'
import { type Selectable, sql } from 'kysely'
import type { DossierTable, Tx } from '../../platform/database/index.ts'
import type { LogReader } from '../../platform/log/index.ts'
import { Problem } from '../../platform/problem.ts'
import { logState } from '../cases/index.ts'

export type Dossier = Output<typeof dossiers.createDossier>
/** Messages that stand one after the other in one file: their places in it, both ends included. */
export interface MessageRun {
  readonly importId: string
  readonly from: number
  readonly to: number
}
/** What was chosen of one conversation, in the order of its thread. */
export interface ChosenMessages {
  readonly conversationId: string
  readonly runs: readonly MessageRun[]
}
/** What was asked for, as it is kept. */
export type DossierWish = Omit<Input<typeof dossiers.createDossier>, 'caseId' | 'spans'> & {
  readonly chosen: readonly ChosenMessages[]
}
export type DossierRow = Omit<Selectable<DossierTable>, 'plan'> & { plan: DossierWish }

/** A dossier as it is told of: without the list of its messages, which can be long. */
type ToldRow = Omit<DossierRow, 'plan'> & {
  plan: Omit<DossierWish, 'chosen'>
  requester: string
  done: number | null
  total: number | null
}

function selectTold(tx: Tx, orgId: string) {
  return tx
    .selectFrom('dossier')
    .innerJoin('member', join =>
      join
        .onRef('member.org_id', '=', 'dossier.org_id')
        .onRef('member.person_id', '=', 'dossier.requested_by'),
    )
    .leftJoin('progress', join =>
      join
        .onRef('progress.org_id', '=', 'dossier.org_id')
        .onRef('progress.subject', '=', 'dossier.dossier_id'),
    )
    .where('dossier.org_id', '=', orgId)
    .select([
      'dossier.org_id',
      'dossier_id',
      'case_id',
      'dossier.status',
      'file_name',
      'exhibit_count',
      'message_count',
      'seal_entry_id',
      'blob_id',
      'key_id',
      'size_bytes',
      'sha256',
      'entry_id',
      'failure',
      'requested_at',
      'requested_by',
      'member.name as requester',
      'progress.done',
      'progress.total',
      sql`plan - 'chosen'`.as('plan'),
    ])
}

/** @throws Problem `not_found` */
export async function readDossierRow(tx: Tx, orgId: string, dossierId: string): Promise<ToldRow> {
  const row = await selectTold(tx, orgId).where('dossier_id', '=', dossierId).executeTakeFirst()
  if (!row) throw new Problem('not_found')
  return row as unknown as ToldRow
}

export async function listDossierRows(tx: Tx, orgId: string, caseId: string): Promise<ToldRow[]> {
  const rows = await selectTold(tx, orgId)
    .where('case_id', '=', caseId)
    .orderBy('requested_at', 'desc')
    .execute()
  return rows as unknown as ToldRow[]
}

/** All that was asked for. @throws Problem `not_found` */
export async function readWish(tx: Tx, orgId: string, dossierId: string): Promise<DossierWish> {
  const row = await tx
    .selectFrom('dossier')
    .select('plan')
    .where('org_id', '=', orgId)
    .where('dossier_id', '=', dossierId)
    .executeTakeFirst()
  if (!row) throw new Problem('not_found')
  return row.plan as unknown as DossierWish
}

/** The row of a dossier that is still being made. @throws Problem `already_done` once it is not */
export async function lockUnfinished(tx: Tx, orgId: string, dossierId: string): Promise<DossierRow> {
  const row = await tx
    .selectFrom('dossier')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('dossier_id', '=', dossierId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('not_found')
  if (row.status === 'ready' || row.status === 'failed') throw new Problem('already_done')
  return row as unknown as DossierRow
}

export async function toDossiers(log: LogReader, rows: readonly ToldRow[]): Promise<Dossier[]> {
  const states = await log.statesOf(rows.flatMap(row => row.seal_entry_id ?? []))
  return rows.map(row => ({
    dossierId: row.dossier_id as Dossier['dossierId'],
    caseId: row.case_id as Dossier['caseId'],
    status: row.status,
    purpose: row.plan.purpose,
    masked: !row.plan.unmasked,
    reason: row.plan.reason,
    exhibitCount: row.exhibit_count,
    messageCount: row.message_count,
    fileName: row.file_name,
    sizeBytes: row.size_bytes,
    sha256: row.sha256 ? toHex(row.sha256) : null,
    requestedAt: row.requested_at.toISOString(),
    requestedBy: row.requester,
    failure: row.failure,
    progress: row.status === 'ready' ? 1 : row.total ? Math.min(1, (row.done ?? 0) / row.total) : 0,
    log: row.seal_entry_id ? logState(row.seal_entry_id, states) : null,
  }))
}
