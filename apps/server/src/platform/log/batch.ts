import { CompactRange, encodeLeaf, leafHash } from '@yuanwei/proof'
import type pg from 'pg'
import type { Fault } from '../faults.ts'
import { LogRefusal } from './log-refusal.ts'
import type { DatabaseHead, LeafRow } from './log-rows.ts'

interface TakenRow {
  readonly outboxId: number
  readonly entryId: string
  readonly stream: Buffer
  readonly type: string
  readonly atMs: number
  readonly actor: string
  readonly commitment: Buffer
}

interface NumberedLeaf extends LeafRow {
  readonly entryId: string
  readonly stream: Buffer
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

async function takeRows(client: pg.ClientBase, limit: number): Promise<TakenRow[]> {
  const { rows } = await client.query({
    name: 'log_take',
    text: `DELETE FROM log_outbox
           WHERE outbox_id IN (SELECT outbox_id FROM log_outbox ORDER BY outbox_id LIMIT $1)
           RETURNING outbox_id, entry_id, stream, type, at_ms, actor, commitment`,
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

async function readNumbers(client: pg.ClientBase, taken: readonly TakenRow[]): Promise<Map<string, number>> {
  const streams = new Map(taken.map(row => [row.stream.toString('hex'), row.stream]))
  const { rows } = await client.query({
    name: 'log_numbers',
    text: 'SELECT stream, next_n FROM log_stream WHERE stream = ANY($1::bytea[])',
    values: [[...streams.values()]],
  })
  return new Map(rows.map(row => [row.stream.toString('hex'), Number(row.next_n)]))
}

function number(taken: readonly TakenRow[], next: Map<string, number>, size: number): NumberedLeaf[] {
  return taken.map((row, i) => {
    const s = row.stream.toString('hex')
    const n = next.get(s) ?? 1
    next.set(s, n + 1)
    const c = row.commitment.toString('hex')
    const leaf = encodeLeaf({ v: 1, t: row.type, at: row.atMs, s, n, a: row.actor, c })
    return { index: size + i, entryId: row.entryId, stream: row.stream, n, leaf, hash: leafHash(leaf) }
  })
}

function extend(head: DatabaseHead, leaves: readonly NumberedLeaf[]): DatabaseHead {
  const range = CompactRange.restore(head.size, head.range)
  for (const { hash } of leaves) range.appendHash(hash)
  return { size: range.size, root: range.root(), range: range.serialise() }
}

async function insertLeaves(client: pg.ClientBase, leaves: readonly NumberedLeaf[]): Promise<void> {
  await client.query({
    name: 'log_insert_leaves',
    text: `INSERT INTO log_leaf (leaf_index, stream, n, entry_id, leaf, leaf_hash)
           SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::uuid[], $5::text[], $6::bytea[])`,
    values: [
      leaves.map(({ index }) => index),
      leaves.map(({ stream }) => stream),
      leaves.map(({ n }) => n),
      leaves.map(({ entryId }) => entryId),
      leaves.map(({ leaf }) => Buffer.from(leaf).toString()),
      leaves.map(({ hash }) => Buffer.from(hash)),
    ],
  })
}

async function writeNumbers(client: pg.ClientBase, leaves: readonly NumberedLeaf[]): Promise<void> {
  const next = new Map(leaves.map(({ stream, n }) => [stream.toString('hex'), { stream, n: n + 1 }]))
  await client.query({
    name: 'log_write_numbers',
    text: `INSERT INTO log_stream (stream, next_n) SELECT * FROM unnest($1::bytea[], $2::bigint[])
           ON CONFLICT (stream) DO UPDATE SET next_n = excluded.next_n`,
    values: [[...next.values()].map(({ stream }) => stream), [...next.values()].map(({ n }) => n)],
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
