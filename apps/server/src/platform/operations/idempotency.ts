import type { Command } from '@yuanwei/contract'
import { canonicalJson, sha256 } from '@yuanwei/proof'
import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { Problem } from '../problem.ts'

export interface RepeatKey {
  readonly orgId: string
  readonly actorId: string
  readonly key: string
  readonly operation: string
  readonly digest: Uint8Array
}

/** What a repeated call must share with the first: operation, input and, for an upload, the content. */
export function inputDigest(operation: string, input: unknown, contentSha256: Uint8Array | null): Uint8Array {
  const content = contentSha256 ? Buffer.from(contentSha256).toString('hex') : null
  const parts = canonicalJson(JSON.parse(JSON.stringify({ operation, input, content })))
  return sha256(new TextEncoder().encode(parts))
}

/**
 * The answer that was given before under this key, or null. Holds a lock until the end of the transaction, so that
 * of two equal calls at once the second waits for and then repeats the answer of the first.
 */
export async function findAnswer(tx: Tx, repeat: RepeatKey, operation: Command): Promise<unknown | null> {
  const lockName = `${repeat.orgId}/${repeat.actorId}/${repeat.key}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${lockName}, 0))`.execute(tx)
  const row = await tx
    .selectFrom('idempotency_key')
    .select(['operation', 'input_digest', 'answer'])
    .where('org_id', '=', repeat.orgId)
    .where('actor_id', '=', repeat.actorId)
    .where('key', '=', repeat.key)
    .executeTakeFirst()
  if (!row) return null
  if (row.operation !== repeat.operation || !Buffer.from(repeat.digest).equals(row.input_digest))
    throw new Problem('idempotency_key_reused')
  if (operation.secret) throw new Problem('already_done')
  return row.answer
}

export async function keepAnswer(tx: Tx, repeat: RepeatKey, answer: unknown, at: Date): Promise<void> {
  await tx
    .insertInto('idempotency_key')
    .values({
      org_id: repeat.orgId,
      actor_id: repeat.actorId,
      key: repeat.key,
      operation: repeat.operation,
      input_digest: Buffer.from(repeat.digest),
      answer: JSON.stringify(answer),
      created_at: at,
    })
    .execute()
}
