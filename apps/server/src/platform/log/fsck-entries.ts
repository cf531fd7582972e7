import { commit, decodeLeaf, equalBytes, fromHex, type Leaf, ProofError } from '@yuanwei/proof'
import type { FsckParts, LogFinding } from './fsck.ts'

interface PairRow {
  readonly leaf_index: string | number
  readonly entry_id: string
  readonly stream: Buffer
  readonly leaf: string
  readonly entry_stream: Buffer | null
  readonly at_ms: string | number | null
  readonly payload: string | null
  readonly opening: Buffer | null
}

const ROWS_AT_ONCE = 5000

/**
 * Every leaf opens to its entry, and every entry is in the tree or on its way. A leaf whose entry was erased has
 * none: until there is erasure, that is a finding.
 */
export async function checkEntries(parts: FsckParts): Promise<{ entries: number; pending: number }> {
  const { client, onFinding } = parts
  await client.query(
    `DECLARE pairs NO SCROLL CURSOR FOR
     SELECT l.leaf_index, l.entry_id, l.stream, l.leaf, e.stream AS entry_stream, e.at_ms, e.payload, e.opening
     FROM log_leaf l LEFT JOIN log_entry e ON e.entry_id = l.entry_id`,
  )
  let entries = 0
  for (;;) {
    const { rows } = await client.query<PairRow>(`FETCH ${ROWS_AT_ONCE} FROM pairs`)
    if (rows.length === 0) break
    for (const row of rows) {
      if (row.payload !== null) entries++
      const code = judge(row)
      if (code !== null) onFinding({ code, place: { entry: row.entry_id, index: Number(row.leaf_index) } })
    }
  }
  await client.query('CLOSE pairs')
  return { entries, pending: await checkUnlogged(parts) }
}

function judge(row: PairRow): LogFinding['code'] | null {
  const leaf = readLeaf(row.leaf)
  if (leaf === null || leaf.s !== row.stream.toString('hex')) return 'leaf_malformed'
  if (row.payload === null || row.opening === null || row.entry_stream === null) return 'entry_missing'
  const isSame = row.entry_stream.equals(row.stream) && Number(row.at_ms) === leaf.at
  const isOpened = equalBytes(commit(row.opening, Buffer.from(row.payload)), fromHex(leaf.c))
  return isSame && isOpened ? null : 'entry_differs'
}

function readLeaf(text: string): Leaf | null {
  try {
    return decodeLeaf(text)
  } catch (error) {
    if (error instanceof ProofError) return null
    throw error
  }
}

async function checkUnlogged({ client, onFinding }: FsckParts): Promise<number> {
  const { rows } = await client.query(
    `SELECT entry_id FROM log_entry e
     WHERE NOT EXISTS (SELECT 1 FROM log_leaf l WHERE l.entry_id = e.entry_id)
       AND NOT EXISTS (SELECT 1 FROM log_outbox o WHERE o.entry_id = e.entry_id)`,
  )
  for (const row of rows) onFinding({ code: 'entry_unlogged', place: { entry: row.entry_id } })
  const { rows: waiting } = await client.query('SELECT count(*) AS pending FROM log_outbox')
  return Number(waiting[0]?.pending)
}
