import type { Input } from '@yuanwei/contract'
import type { dossiers } from '@yuanwei/contract/staff'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import { Problem } from '../../platform/problem.ts'
import type { ChosenMessages, MessageRun } from './store.ts'

type Span = Input<typeof dossiers.createDossier>['spans'][number]
interface Range {
  readonly from: number
  readonly to: number
}

const MAX_MESSAGES = 100_000

/**
 * The messages that spans of threads mean, by their places in the files that they were read from: those never change,
 * while every import numbers its thread anew. The caller holds the case, so that no import ends meanwhile.
 * @throws Problem `source_not_in_case`; `stale_version` where a span was chosen before its conversation grew;
 *   `too_many`
 */
export async function resolveSpans(
  tx: Tx,
  at: { orgId: string; caseId: string },
  spans: readonly Span[],
): Promise<{ chosen: ChosenMessages[]; messageCount: number }> {
  const wanted = new Map<string, Range[]>()
  let messageCount = 0
  for (const [conversationId, own] of Map.groupBy(spans, span => span.conversationId)) {
    await requireCurrent(tx, at, conversationId, own)
    const ranges = joinRanges(own)
    wanted.set(conversationId, ranges)
    messageCount += ranges.reduce((sum, range) => sum + sizeOf(range), 0)
  }
  if (messageCount > MAX_MESSAGES) throw new Problem('too_many', { max: MAX_MESSAGES })
  const chosen: ChosenMessages[] = []
  for (const [conversationId, ranges] of wanted)
    chosen.push({ conversationId, runs: await readRuns(tx, at.orgId, conversationId, ranges) })
  const resolved = chosen.flatMap(each => each.runs).reduce((sum, run) => sum + sizeOf(run), 0)
  if (resolved !== messageCount) throw new Error('a thread has another length than its conversation says')
  return { chosen, messageCount }
}

async function requireCurrent(
  tx: Tx,
  { orgId, caseId }: { orgId: string; caseId: string },
  conversationId: string,
  spans: readonly Span[],
): Promise<void> {
  const row = await tx
    .selectFrom('conversation')
    .select('message_count')
    .where('org_id', '=', orgId)
    .where('case_id', '=', caseId)
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst()
  if (!row) throw new Problem('source_not_in_case')
  const messageCount = row.message_count
  if (spans.some(span => span.of !== messageCount))
    throw new Problem('stale_version', { conversationId, messageCount })
  if (spans.some(span => span.to >= messageCount)) throw new Problem('source_not_in_case')
}

const sizeOf = ({ from, to }: Range) => to - from + 1

/** Ascending, joined where they overlap or touch. */
export function joinRanges(ranges: readonly Range[]): Range[] {
  const joined: Range[] = []
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last && from <= last.to + 1)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, to) }
    else joined.push({ from, to })
  }
  return joined
}

/** In the order of the thread; what stands one after the other in one file is one run. */
async function readRuns(
  tx: Tx,
  orgId: string,
  conversationId: string,
  ranges: readonly Range[],
): Promise<MessageRun[]> {
  const result = await sql<MessageRun>`
    with chosen as (
      select t.position, t.import_id, t.index,
        lag(t.import_id) over thread_order is distinct from t.import_id
          or lag(t.index) over thread_order is distinct from t.index - 1 as starts
      from unnest(${ranges.map(range => range.from)}::int[], ${ranges.map(range => range.to)}::int[])
        as r (low, high)
      join thread t on t.org_id = ${orgId} and t.conversation_id = ${conversationId}
        and t.position between r.low and r.high
      window thread_order as (order by t.position)
    ), numbered as (
      select *, count(*) filter (where starts) over (order by position) as run from chosen
    )
    select import_id as "importId", min(index) as "from", max(index) as "to"
    from numbered group by run, import_id order by run`.execute(tx)
  return result.rows
}
