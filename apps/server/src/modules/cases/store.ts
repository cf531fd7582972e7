import type { Output } from '@yuanwei/contract'
import type { cases } from '@yuanwei/contract/staff'
import { type Selectable, sql } from 'kysely'
import type { CaseFileTable, Tx } from '../../platform/database/index.ts'
import { Problem } from '../../platform/problem.ts'

export type Case = Output<typeof cases.readCase>
export type CaseRow = Selectable<CaseFileTable>

/** What others need of a case: which stream its acts stand in, and under which key its files lie. */
export interface CaseHandle {
  readonly caseId: string
  readonly number: string
  readonly title: string
  readonly stream: Buffer
  readonly keyId: string
  readonly status: 'open' | 'closed'
}

function toHandle(row: CaseRow): CaseHandle {
  return {
    caseId: row.case_id,
    number: row.number,
    title: row.title,
    stream: row.stream,
    keyId: row.key_id,
    status: row.status,
  }
}

export async function findCase(tx: Tx, orgId: string, caseId: string): Promise<CaseHandle | null> {
  const row = await tx
    .selectFrom('case_file')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('case_id', '=', caseId)
    .executeTakeFirst()
  return row ? toHandle(row) : null
}

/** The case, held until the end of the transaction. @throws Problem `not_found` */
export async function lockCase(
  tx: Tx,
  orgId: string,
  caseId: string,
): Promise<CaseHandle & { row: CaseRow }> {
  const row = await tx
    .selectFrom('case_file')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('case_id', '=', caseId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('not_found')
  return { ...toHandle(row), row }
}

export function requireOpen(file: { status: 'open' | 'closed' }): void {
  if (file.status !== 'open') throw new Problem('case_closed')
}

/** Cases with what can be counted of them. One query: the list needs no second look at any row. */
export function selectCases(tx: Tx, orgId: string) {
  return tx
    .selectFrom('case_file')
    .innerJoin('member', join =>
      join
        .onRef('member.org_id', '=', 'case_file.org_id')
        .onRef('member.person_id', '=', 'case_file.opened_by'),
    )
    .where('case_file.org_id', '=', orgId)
    .selectAll('case_file')
    .select(eb => [
      'member.name as opener',
      eb
        .selectFrom('exhibit')
        .whereRef('exhibit.org_id', '=', 'case_file.org_id')
        .whereRef('exhibit.case_id', '=', 'case_file.case_id')
        .select(sql<number>`count(*)::int`.as('n'))
        .as('exhibits'),
      eb
        .selectFrom('conversation')
        .whereRef('conversation.org_id', '=', 'case_file.org_id')
        .whereRef('conversation.case_id', '=', 'case_file.case_id')
        .select(sql<number>`coalesce(sum(message_count), 0)::int`.as('n'))
        .as('messages'),
      eb
        .selectFrom('fact')
        .whereRef('fact.org_id', '=', 'case_file.org_id')
        .whereRef('fact.case_id', '=', 'case_file.case_id')
        .where('fact.status', '=', 'standing')
        .select(sql<number>`count(*)::int`.as('n'))
        .as('facts'),
    ])
}

type CountedRow = CaseRow & {
  opener: string
  exhibits: number | null
  messages: number | null
  facts: number | null
}

export function toCase(row: CountedRow): Case {
  return {
    caseId: row.case_id as Case['caseId'],
    number: row.number,
    title: row.title,
    kind: row.kind as Case['kind'],
    status: row.status,
    summary: row.summary,
    customerName: row.customer_name,
    orderNumber: row.order_number,
    amountFen: row.amount_fen,
    openedAt: row.opened_at.toISOString(),
    openedBy: row.opener,
    version: row.version,
    exhibitCount: row.exhibits ?? 0,
    messageCount: row.messages ?? 0,
    factCount: row.facts ?? 0,
  }
}

export async function readCaseRow(tx: Tx, orgId: string, caseId: string): Promise<Case> {
  const row = await selectCases(tx, orgId).where('case_file.case_id', '=', caseId).executeTakeFirst()
  if (!row) throw new Problem('not_found')
  return toCase(row)
}
