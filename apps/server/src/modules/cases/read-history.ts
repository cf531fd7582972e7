import type { Output } from '@yuanwei/contract'
import { cases } from '@yuanwei/contract/staff'
import { sql } from 'kysely'
import { formatCursor, parseCursor } from '../../platform/cursor.ts'
import type { LogReader } from '../../platform/log/index.ts'
import { answer } from '../../platform/operations/index.ts'
import { found } from '../../platform/problem.ts'
import { findCase } from './store.ts'

type HistoryEntry = Output<typeof cases.readHistory>['entries'][number]

/** Who did, saw or was refused what in this case, newest first, each with its place in the log. */
export const readHistory = (log: LogReader) =>
  answer(cases.readHistory, async ({ tx, tenant }, { caseId, cursor, limit }) => {
    found(await findCase(tx, tenant.orgId, caseId))
    const mine = tx.selectFrom('log_entry').where('org_id', '=', tenant.orgId).where('case_id', '=', caseId)
    let page = mine
      .select(['entry_id', 'at_ms', 'kind', 'word', 'subject', 'payload'])
      .orderBy('at_ms', 'desc')
      .orderBy('entry_id', 'desc')
    const after = parseCursor(cursor, 2)
    if (after) {
      const [at, id] = after as [string, string]
      page = page.where(sql<boolean>`(at_ms, entry_id) < (${at}::bigint, ${id}::uuid)`)
    }
    const rows = await page.limit(limit + 1).execute()
    const shown = rows.slice(0, limit)
    const states = await log.statesOf(shown.map(row => row.entry_id))
    const total = await mine.select(sql<number>`count(*)::int`.as('n')).executeTakeFirstOrThrow()
    const last = rows.length > limit ? shown.at(-1) : undefined
    return {
      entries: shown.map((row): HistoryEntry => {
        const payload = JSON.parse(row.payload) as {
          actor: { name: string }
          detail: Record<string, unknown>
        }
        return {
          entryId: row.entry_id,
          at: new Date(row.at_ms).toISOString(),
          kind: row.kind,
          word: row.word,
          actorName: payload.actor.name,
          subject: row.subject,
          detail: payload.detail,
          log: logState(row.entry_id, states),
        }
      }),
      total: total.n,
      next: last ? formatCursor([String(last.at_ms), last.entry_id]) : null,
    }
  })

/** Where an entry stands: its index once a leaf holds it, until then pending. */
export function logState(
  entryId: string,
  states: ReadonlyMap<string, { index: number; n: number } | 'pending'>,
): HistoryEntry['log'] {
  const state = states.get(entryId)
  if (!state || state === 'pending') return { entryId, state: 'pending', index: null, number: null }
  return { entryId, state: 'logged', index: state.index, number: state.n }
}
