import { randomBytes, randomUUID } from 'node:crypto'
import { canonicalJson, commit } from '@yuanwei/proof'
import { type Kysely, sql } from 'kysely'
import { insertOutbox } from '../outbox.ts'

export interface TestEntry {
  readonly entryId: string
  readonly stream: Buffer
}

const ORG_ID = '00000000-0000-7000-8000-000000000001'

/** Commits entries as the operation runner does, each with its outbox row, in one transaction of the app's role. */
export async function commitEntries<DB>(db: Kysely<DB>, streams: readonly Buffer[]): Promise<TestEntry[]> {
  const entries = streams.map((stream, i) => ({
    entryId: randomUUID(),
    stream,
    atMs: 1_700_000_000_000 + i,
    r: randomBytes(32),
    payload: canonicalJson({ v: 1, word: 'test.done', number: i, text: '原委' }),
  }))
  if (entries.length === 0) return []
  await db.transaction().execute(async tx => {
    await sql.raw(`SET LOCAL app.org = '${ORG_ID}'`).execute(tx)
    const rows = entries.map(
      ({ entryId, stream, atMs, payload, r }) =>
        sql`(${ORG_ID}::uuid, ${entryId}::uuid, ${stream}::bytea, ${atMs}::bigint, 'audit', 'test.done', 'service',
          ${payload}, ${r}::bytea)`,
    )
    await sql`INSERT INTO log_entry
      (org_id, entry_id, stream, at_ms, kind, word, actor_class, payload, opening) VALUES ${sql.join(rows)}`.execute(
      tx,
    )
    await insertOutbox(
      tx,
      entries.map(({ entryId, stream, atMs, r, payload }) => ({
        entryId,
        stream,
        type: 'test.done',
        atMs,
        actor: 'service',
        commitment: commit(r, Buffer.from(payload)),
      })),
    )
  })
  return entries
}

/** That many entries of one stream. */
export function oneStream(count: number): Buffer[] {
  const stream = randomBytes(16)
  return Array.from({ length: count }, () => stream)
}
