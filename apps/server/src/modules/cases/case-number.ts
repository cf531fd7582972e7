import type { Tx } from '../../platform/database/index.ts'

/** `YW-2026-1042`: the year in the organisation's zone, and a count within it. */
export function formatCaseNumber(year: number, count: number): string {
  return `YW-${year}-${String(count).padStart(4, '0')}`
}

export function yearIn(zone: string, at: Date): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric' }).format(at))
}

/** The next number; two who open a case at once wait for each other, so no number is skipped or given twice. */
export async function nextCaseNumber(tx: Tx, orgId: string, year: number): Promise<string> {
  const row = await tx
    .insertInto('case_counter')
    .values({ org_id: orgId, year, last: 1 })
    .onConflict(conflict =>
      conflict.columns(['org_id', 'year']).doUpdateSet(eb => ({ last: eb('case_counter.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow()
  return formatCaseNumber(year, row.last)
}
