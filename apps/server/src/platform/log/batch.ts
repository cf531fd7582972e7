import { CompactRange, encodeLeaf, leafHash } from '@yuanwei/proof'
import type pg from 'pg'
import type { Fault } from '../faults.ts'
import { LogRefusal } from './log-refusal.ts'
import type { DatabaseHead, LeafRow } from './log-rows.ts'

interface TakenRow {
  readonly outboxId: number
  readonly entryId: string
  /** 16 bytes, as hexadecimal. */
  readonly stream: string
  readonly type: string
  readonly atMs: number
  readonly actor: string
  /** 32 bytes, as hexadecimal. */
  readonly commitment: string
}

interface NumberedLeaf extends LeafRow {
  readonly entryId: string
  readonly stream: string
  readonly n: number
}

export interface Batch {
  readonly head: DatabaseHead
  readonly leaves: readonly LeafRow[]
}

/**
 * Moves committed outbox rows into the tree, in one transaction: takes them, gives each its number in its stream
 * and its index, and moves the head on from exactly the one we know. Null when there was nothing to take.
 * @throws LogRefusal `log_forked` when the head in the database is not the one we left there
 */
export async function sequenceBatch(
  client: pg.ClientBase,
  head: DatabaseHead,
  limit: number,
  fault: Fault,
): Promise<Batch | null> {
  await client.query('BEGIN')
  try {
    const taken = await takeRows(client, limit)
    if (taken.length === 0) {
      await client.query('ROLLBACK')
      return null
    }
    const leaves = number(taken, await readNumbers(client, taken), head.size)
    const next = extend(head, leaves)
    await insertLeaves(client, leaves)
    await writeNumbers(client, leaves)
    await moveHead(client, head, next)
    await fault('sequencer.before_commit')
    await client.query('COMMIT')
    return { head: next, leaves }
  } catch (error) {
    // Where the connection is gone the server rolls back by itself.
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

// As arrays, so that the rows are found through the index however long the outbox and the list of streams grow.
async function takeRows(client: pg.ClientBase, limit: number): Promise<TakenRow[]> {
  const { rows } = await client.query({
    name: 'log_take',
    text: `DELETE FROM log_outbox
           WHERE outbox_id = ANY (ARRAY (SELECT outbox_id FROM log_outbox ORDER BY outbox_id LIMIT $1))
           RETURNING outbox_id, entry_id, encode(stream, 'hex') AS stream, type, at_ms, actor,
             encode(commitment, 'hex') AS commitment`,
    values: [limit],
  })
  const taken = rows.map(row => ({
    outboxId: Number(row.outbox_id),
    entryId: row.entry_id,
    stream: row.stream,
    type: row.type,
    atMs: Number(row.at_ms),
    actor: row.actor,
    commitment: row.commitment,
  }))
  return taken.sort((a, b) => a.outboxId - b.outboxId)
}

/** The next number of each stream in the batch; a stream that is not there begins with 1. */
async function readNumbers(client: pg.ClientBase, taken: readonly TakenRow[]): Promise<Map<string, number>> {
  const streams = [...new Set(taken.map(({ stream }) => stream))]
  const { rows } = await client.query({
    name: 'log_numbers',
    text: `SELECT encode(stream, 'hex') AS stream, next_n FROM log_stream
           WHERE stream = ANY (ARRAY (SELECT decode(unnest(string_to_array($1, ',')), 'hex')))`,
    values: [streams.join(',')],
  })
  return new Map(rows.map(row => [row.stream, Number(row.next_n)]))
}

function number(taken: readonly TakenRow[], next: Map<string, number>, size: number): NumberedLeaf[] {
  return taken.map((row, i) => {
    const n = next.get(row.stream) ?? 1
    next.set(row.stream, n + 1)
    const { type: t, atMs: at, stream: s, actor: a, commitment: c } = row
    const leaf = encodeLeaf({ v: 1, t, at, s, n, a, c })
    return { index: size + i, entryId: row.entryId, stream: s, n, leaf, hash: leafHash(leaf) }
  })
}

function extend(head: DatabaseHead, leaves: readonly NumberedLeaf[]): DatabaseHead {
  const range = CompactRange.restore(head.size, head.range)
  for (const { hash } of leaves) range.appendHash(hash)
  return { size: range.size, root: range.root(), range: range.serialise() }
}

// The columns travel as joined texts and one string of bytes each: an array parameter of `pg` is escaped element by
// element, which cost more than hashing. None of the texts can hold its separator: leaves are JSON on one line.
async function insertLeaves(client: pg.ClientBase, leaves: readonly NumberedLeaf[]): Promise<void> {
  await client.query({
    name: 'log_insert_leaves',
    text: `INSERT INTO log_leaf (leaf_index, stream, n, entry_id, leaf, leaf_hash)
           SELECT $1 + i - 1, substring($2::bytea FROM i * 16 - 15 FOR 16), n, entry_id, leaf,
             substring($6::bytea FROM i * 32 - 31 FOR 32)
           FROM unnest(string_to_array($3, ',')::bigint[], string_to_array($4, ',')::uuid[],
             string_to_array($5, E'\\n')) WITH ORDINALITY AS t (n, entry_id, leaf, ordinality),
             LATERAL (SELECT ordinality::integer AS i) AS place`,
    values: [
      leaves[0]?.index,
      Buffer.from(leaves.map(({ stream }) => stream).join(''), 'hex'),
      leaves.map(({ n }) => n).join(','),
      leaves.map(({ entryId }) => entryId).join(','),
      Buffer.concat(leaves.flatMap(({ leaf }, i) => (i === 0 ? [leaf] : [NEWLINE, leaf]))).toString(),
      Buffer.concat(leaves.map(({ hash }) => hash)),
    ],
  })
}

const NEWLINE = Buffer.from('\n')

async function writeNumbers(client: pg.ClientBase, leaves: readonly NumberedLeaf[]): Promise<void> {
  const next = new Map(leaves.map(({ stream, n }) => [stream, n + 1]))
  await client.query({
    name: 'log_write_numbers',
    text: `INSERT INTO log_stream (stream, next_n)
           SELECT decode(stream, 'hex'), n
           FROM unnest(string_to_array($1, ','), string_to_array($2, ',')::bigint[]) AS t (stream, n)
           ON CONFLICT (stream) DO UPDATE SET next_n = excluded.next_n`,
    values: [[...next.keys()].join(','), [...next.values()].join(',')],
  })
}

async function moveHead(client: pg.ClientBase, from: DatabaseHead, to: DatabaseHead): Promise<void> {
  const { rowCount } = await client.query({
    name: 'log_move_head',
    text: `UPDATE log_head SET size = $1, root = $2, range = $3, updated_at = now()
           WHERE size = $4 AND root = $5`,
    values: [to.size, Buffer.from(to.root), Buffer.from(to.range), from.size, Buffer.from(from.root)],
  })
  if (rowCount !== 1) throw new LogRefusal('log_forked', { expected: from.size, table: 'log_head' })
}
