import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import type { ChosenMessages } from './store.ts'

export interface PlacedMessage {
  /** In the thread as it stood in the snapshot. */
  readonly position: number
  readonly importId: string
  readonly index: number
}

export interface ThreadImport {
  readonly importId: string
  /** The entry that committed to its messages. */
  readonly entryId: string
  readonly exhibitId: string
  /** Number of the exhibit within the case. */
  readonly exhibit: number
  readonly format: string
  readonly messages: number
  readonly seed: Buffer
}

export interface ChosenThread {
  readonly conversationId: string
  readonly title: string
  readonly messageCount: number
  readonly imports: readonly ThreadImport[]
  /** By ascending position. */
  readonly chosen: readonly PlacedMessage[]
}

/** One conversation with what was chosen of it, as they stand in the caller's snapshot. */
export async function readThread(
  tx: Tx,
  orgId: string,
  { conversationId, runs }: ChosenMessages,
): Promise<ChosenThread> {
  const conversation = await tx
    .selectFrom('conversation')
    .select(['title', 'message_count'])
    .where('org_id', '=', orgId)
    .where('conversation_id', '=', conversationId)
    .executeTakeFirstOrThrow()
  const chosen = await sql<PlacedMessage>`
    select t.position, t.import_id as "importId", t.index
    from unnest(${runs.map(run => run.importId)}::uuid[], ${runs.map(run => run.from)}::int[],
      ${runs.map(run => run.to)}::int[]) as r (import_id, low, high)
    join thread t on t.org_id = ${orgId} and t.import_id = r.import_id and t.index between r.low and r.high
      and t.conversation_id = ${conversationId}
    order by t.position`.execute(tx)
  const wanted = runs.reduce((sum, run) => sum + run.to - run.from + 1, 0)
  if (chosen.rows.length !== wanted) throw new Error('a chosen message has left its conversation')
  return {
    conversationId,
    title: conversation.title,
    messageCount: conversation.message_count,
    imports: await readImports(tx, orgId, conversationId),
    chosen: chosen.rows,
  }
}

async function readImports(tx: Tx, orgId: string, conversationId: string): Promise<ThreadImport[]> {
  const result = await sql<ThreadImport>`
    select i.import_id as "importId", i.entry_id as "entryId", i.exhibit_id as "exhibitId", x.number as exhibit,
      i.format, i.messages, i.message_seed as seed
    from import i
    join exhibit x on x.org_id = i.org_id and x.exhibit_id = i.exhibit_id
    where i.org_id = ${orgId} and i.conversation_id = ${conversationId} and i.status = 'done'
    order by i.started_at, i.import_id`.execute(tx)
  return result.rows
}
