import { cases } from '@yuanwei/contract/staff'
import type { KeyStore } from '../../platform/key-store.ts'
import { handle } from '../../platform/operations/index.ts'
import { newId } from '../../platform/ports.ts'
import { nextCaseNumber, yearIn } from './case-number.ts'
import { readCaseRow } from './store.ts'

export const createCase = (keys: KeyStore) =>
  handle(cases.createCase, async ({ tx, tenant, actor, ports }, input) => {
    const caseId = newId(ports)
    const now = new Date(ports.now())
    const stream = Buffer.from(ports.random(16))
    const number = await nextCaseNumber(tx, tenant.orgId, yearIn(tenant.zone, now))
    const organisation = await tx
      .selectFrom('organisation')
      .select('key_id')
      .where('org_id', '=', tenant.orgId)
      .executeTakeFirstOrThrow()
    const keyId = await keys.keep(tx, { orgId: tenant.orgId, kind: 'case', parentId: organisation.key_id })
    await tx
      .insertInto('case_file')
      .values({
        org_id: tenant.orgId,
        case_id: caseId,
        number,
        title: input.title,
        kind: input.kind,
        status: 'open',
        summary: input.summary,
        customer_name: input.customerName,
        order_number: input.orderNumber,
        amount_fen: input.amountFen,
        stream,
        key_id: keyId,
        version: 1,
        opened_at: now,
        opened_by: actor.personId as string,
      })
      .execute()
    return {
      result: await readCaseRow(tx, tenant.orgId, caseId),
      audit: { case: { caseId, stream }, subject: caseId, detail: { case: number, ...details(input) } },
    }
  })

/** The case as it stood at that moment. */
export function details(input: {
  title: string
  kind: string
  summary: string
  customerName: string
  orderNumber: string
  amountFen: number | null
}): Record<string, unknown> {
  return {
    title: input.title,
    kind: input.kind,
    summary: input.summary,
    customerName: input.customerName,
    orderNumber: input.orderNumber,
    amountFen: input.amountFen,
  }
}
