import type { FsckParts } from './fsck.ts'

/** Numbers run from 1 without a gap in each stream: nothing was left out. */
export async function checkStreams({ client, onFinding }: FsckParts): Promise<{ streams: number }> {
  const { rows } = await client.query(
    `WITH numbered AS (
       SELECT stream, count(*) AS leaves, min(n) AS first, max(n) AS last FROM log_leaf GROUP BY stream
     )
     SELECT encode(stream, 'hex') AS stream, leaves, first, last, next_n FROM numbered
     FULL JOIN log_stream USING (stream)
     WHERE first IS DISTINCT FROM 1 OR last IS DISTINCT FROM leaves OR next_n IS DISTINCT FROM leaves + 1`,
  )
  for (const { stream, leaves, last, next_n: next } of rows) {
    const place = { stream, leaves: numberOrNull(leaves), last: numberOrNull(last), next: numberOrNull(next) }
    onFinding({ code: 'stream_gap', place })
  }
  // The text is what was hashed; the columns beside it must not tell another story.
  const strange = await client.query(
    `SELECT leaf_index FROM log_leaf
     WHERE position('"n":' || n || ',"s":"' || encode(stream, 'hex') || '"' IN leaf) = 0 ORDER BY leaf_index LIMIT 1000`,
  )
  for (const row of strange.rows) {
    onFinding({ code: 'leaf_malformed', place: { index: Number(row.leaf_index) } })
  }
  const count = await client.query('SELECT count(*) AS streams FROM log_stream')
  return { streams: Number(count.rows[0]?.streams) }
}

function numberOrNull(value: string | number | null): number | null {
  return value === null ? null : Number(value)
}
