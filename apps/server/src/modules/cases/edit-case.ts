import { cases } from '@yuanwei/contract/staff'
import { handle } from '../../platform/operations/index.ts'
import { Problem } from '../../platform/problem.ts'
import { details } from './create-case.ts'
import { lockCase, readCaseRow } from './store.ts'

/** Whoever edits has seen what he replaces: another version is refused, with the number that stands. */
export const editCase = () =>
  handle(cases.editCase, async ({ tx, tenant }, input) => {
    const file = await lockCase(tx, tenant.orgId, input.caseId)
    if (file.row.version !== input.version) throw new Problem('stale_version', { version: file.row.version })
    await tx
      .updateTable('case_file')
      .set({
        title: input.title,
        kind: input.kind,
        status: input.status,
        summary: input.summary,
        customer_name: input.customerName,
        order_number: input.orderNumber,
        amount_fen: input.amountFen,
        version: input.version + 1,
      })
      .where('org_id', '=', tenant.orgId)
      .where('case_id', '=', input.caseId)
      .execute()
    return {
      result: await readCaseRow(tx, tenant.orgId, input.caseId),
      audit: {
        case: file,
        subject: input.caseId,
        detail: { case: file.number, status: input.status, version: input.version + 1, ...details(input) },
      },
    }
  })
