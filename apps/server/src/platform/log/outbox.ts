import { type Kysely, sql } from 'kysely'

/** An entry on its way into the log. Everything in it becomes public with the leaf: no name, no bare digest. */
export interface OutboxRow {
  /** UUID of the `log_entry` row. */
  readonly entryId: string
  /** 16 bytes. */
  readonly stream: Uint8Array
  /** Lower-case words joined by dots (`LEAF_TYPE_PATTERN` of packages/proof). */
  readonly type: string
  readonly atMs: number
  /** A pseudonym of 32 hexadecimal digits, `anonymous` or `service`. */
  readonly actor: string
  /** 32 bytes. */
  readonly commitment: Uint8Array
}

/** The channel on which the sequencer listens. */
export const LOG_CHANNEL = 'yuanwei_log'

/** Adds entries to the log, in the caller's transaction: they are logged if and only if it commits. */
export async function insertOutbox<DB>(tx: Kysely<DB>, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return
  const values = rows.map(
    row =>
      sql`(${row.entryId}::uuid, ${Buffer.from(row.stream)}::bytea, ${row.type}, ${row.atMs}::bigint, ${row.actor},
        ${Buffer.from(row.commitment)}::bytea)`,
  )
  await sql`INSERT INTO log_outbox (entry_id, stream, type, at_ms, actor, commitment) VALUES ${sql.join(values)}`.execute(
    tx,
  )
}

const NOTIFY_EVERY_MS = 50

export interface Waker {
  /** Call after a commit that left outbox rows. Returns at once and never fails. */
  wake(): void
}

/**
 * Tells the sequencer that there is work, at most once in 50 ms: a notification inside each business transaction
 * costs most of its speed. A lost one costs half a second, because the sequencer looks by itself.
 */
export function createWaker(pool: { query(text: string): Promise<unknown> }): Waker {
  let isResting = false
  let isWanted = false

  const send = () => {
    isWanted = false
    isResting = true
    pool.query(`NOTIFY ${LOG_CHANNEL}`).catch(() => undefined)
    setTimeout(() => {
      isResting = false
      if (isWanted) send()
    }, NOTIFY_EVERY_MS).unref()
  }
  return {
    wake() {
      isWanted = true
      if (!isResting) send()
    },
  }
}
