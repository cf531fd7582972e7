import type pg from 'pg'
import { LogRefusal } from './log-refusal.ts'

/** A leaf as the database holds it. */
export interface LeafRow {
  readonly index: number
  /** The canonical JSON that is hashed. */
  readonly leaf: Uint8Array
  readonly hash: Uint8Array
}

/** The head of the tree as the database knows it. */
export interface DatabaseHead {
  readonly size: number
  readonly root: Uint8Array
  /** The perfect subtrees, as `CompactRange.serialise` gives them. */
  readonly range: Uint8Array
}

export async function readDatabaseHead(client: pg.ClientBase): Promise<DatabaseHead> {
  const { rows } = await client.query('SELECT size, root, range FROM log_head')
  const [row] = rows
  if (row === undefined) throw new LogRefusal('log_damaged', { table: 'log_head' })
  return { size: Number(row.size), root: row.root, range: row.range }
}

/** How many leaves the table holds, going by the last one. */
export async function readLeafCount(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query('SELECT max(leaf_index) + 1 AS count FROM log_leaf')
  return Number(rows[0]?.count ?? 0)
}

/** The leaves `from … to−1`. @throws LogRefusal `log_damaged` when one is missing */
export async function readLeaves(client: pg.ClientBase, from: number, to: number): Promise<LeafRow[]> {
  if (from >= to) return []
  const { rows } = await client.query(
    'SELECT leaf_index, leaf, leaf_hash FROM log_leaf WHERE leaf_index >= $1 AND leaf_index < $2 ORDER BY leaf_index',
    [from, to],
  )
  const leaves = rows.map(row => ({
    index: Number(row.leaf_index),
    leaf: Buffer.from(row.leaf),
    hash: row.leaf_hash as Uint8Array,
  }))
  const gap = leaves.findIndex((leaf, i) => leaf.index !== from + i)
  if (gap >= 0 || leaves.length !== to - from) {
    throw new LogRefusal('log_damaged', { table: 'log_leaf', index: from + (gap < 0 ? leaves.length : gap) })
  }
  return leaves
}

/** Tells every node why the log stands still; null when it goes on. */
export async function writeHalted(client: pg.ClientBase, code: string | null): Promise<void> {
  await client.query('UPDATE log_head SET halted = $1 WHERE halted IS DISTINCT FROM $1', [code])
}
