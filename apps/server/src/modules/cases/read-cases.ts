import { cases } from '@yuanwei/contract/staff'
import { sql } from 'kysely'
import { formatCursor, parseCursor } from '../../platform/cursor.ts'
import { answer } from '../../platform/operations/index.ts'
import { readCaseRow, selectCases, toCase } from './store.ts'

/** Newest first. O(log n) for a page; the total is one count over an index. */
export const listCases = () =>
  answer(cases.listCases, async ({ tx, tenant }, { status, text, cursor, limit }) => {
    let matching = selectCases(tx, tenant.orgId)
    let counting = tx
      .selectFrom('case_file')
      .where('org_id', '=', tenant.orgId)
      .select(sql<number>`count(*)::int`.as('n'))
    if (status) {
      matching = matching.where('case_file.status', '=', status)
      counting = counting.where('status', '=', status)
    }
    if (text) {
      const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`
      const found = sql<boolean>`(case_file.number ilike ${like} or case_file.title ilike ${like}
        or case_file.customer_name ilike ${like} or case_file.order_number ilike ${like})`
      matching = matching.where(found)
      counting = counting.where(found)
    }
    const after = parseCursor(cursor, 2)
    if (after) {
      const [at, id] = after as [string, string]
      matching = matching.where(
        sql<boolean>`(case_file.opened_at, case_file.case_id) < (${at}::timestamptz, ${id}::uuid)`,
      )
    }
    const rows = await matching
      .orderBy('case_file.opened_at', 'desc')
      .orderBy('case_file.case_id', 'desc')
      .limit(limit + 1)
      .execute()
    const page = rows.slice(0, limit)
    const last = rows.length > limit ? page.at(-1) : undefined
    const total = await counting.executeTakeFirstOrThrow()
    return {
      cases: page.map(toCase),
      total: total.n,
      next: last ? formatCursor([last.opened_at.toISOString(), last.case_id]) : null,
    }
  })

export const readCase = () =>
  answer(cases.readCase, ({ tx, tenant }, { caseId }) => readCaseRow(tx, tenant.orgId, caseId))
