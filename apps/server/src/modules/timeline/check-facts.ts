import { canonicalJson, type JsonObject } from '@yuanwei/proof'
import { type CheckParts, differingFields } from '../../platform/check.ts'

const PAGE = 500

/** Every fact says what the entry of its last edition says. */
export async function checkFacts({ db, onFinding }: CheckParts): Promise<number> {
  let checked = 0
  for (let after = ''; ; ) {
    let query = db
      .selectFrom('fact')
      .innerJoin('case_file', join =>
        join.onRef('case_file.org_id', '=', 'fact.org_id').onRef('case_file.case_id', '=', 'fact.case_id'),
      )
      .leftJoin('log_entry', join =>
        join.onRef('log_entry.org_id', '=', 'fact.org_id').onRef('log_entry.entry_id', '=', 'fact.entry_id'),
      )
      .selectAll('fact')
      .select(['case_file.number as case_number', 'log_entry.payload'])
    if (after !== '') query = query.where('fact.fact_id', '>', after)
    const rows = await query.orderBy('fact.fact_id').limit(PAGE).execute()
    for (const row of rows) {
      const place = { case: row.case_number, fact: row.fact_id }
      const fields = differingFields(row.payload, { kind: row.kind, title: row.title, body: row.body })
      if (whenIn(row.payload) !== canonicalJson(row.happened as JsonObject)) fields.push('when')
      for (const field of fields) onFinding({ code: 'fact_differs', place: { ...place, field } })
    }
    checked += rows.length
    const last = rows.at(-1)
    if (!last) return checked
    after = last.fact_id
  }
}

function whenIn(payload: string | null): string | null {
  if (payload === null) return null
  const { detail } = JSON.parse(payload) as { detail: { when?: JsonObject } }
  return detail.when ? canonicalJson(detail.when) : null
}
