import { CompactRange, emptyHead, equalBytes, leafHash, TILE_WIDTH } from '@yuanwei/proof'
import type pg from 'pg'
import type { Fault } from '../faults.ts'
import type { Ports } from '../ports.ts'
import { CHECKPOINT_PATH, readOwnCheckpoint, signerFolder, VERIFIER_KEY_PATH } from './log-files.ts'
import { createLogKey, type LogKey, readLogKey } from './log-key.ts'
import { LogRefusal, refusing } from './log-refusal.ts'
import { type DatabaseHead, type LeafRow, readDatabaseHead, readLeafCount, readLeaves } from './log-rows.ts'
import type { LogStorage } from './log-storage.ts'
import { createFileSigner, type HeadSigner, readNewestMemory, type SignedHead } from './signer.ts'
import { listLevel, rebuildMissing } from './stored-tiles.ts'
import { readEdge, TreeWriter } from './tree-writer.ts'

export interface LogParts {
  readonly dataFolder: string
  readonly storage: LogStorage
  readonly ports: Ports
  readonly fault: Fault
}

/** A log whose database, files and signer agree up to what was signed; the database may be ahead. */
export interface OpenedLog {
  readonly key: LogKey
  readonly signer: HeadSigner
  readonly signed: SignedHead
  readonly writer: TreeWriter
  readonly head: DatabaseHead
  /** How many stored files were missing and made again. */
  readonly rebuilt: number
}

const LEAVES_AT_ONCE = 16_384

/**
 * Compares what the database, the storage and the signer know, before anything is added. Only the database may be
 * ahead (a crash between its commit and the checkpoint). Only whoever leads may call this.
 * @throws LogRefusal
 */
export async function openLog(client: pg.ClientBase, parts: LogParts): Promise<OpenedLog> {
  const { storage } = parts
  await storage.open()
  const head = await checkDatabase(client)
  const key = await openKey(parts, head)
  const signer = createFileSigner(signerFolder(parts.dataFolder), key, parts.ports)
  const signed = await recallHead(signer, key, head, storage)
  await compare(storage, key, head, signed)
  const rebuilt = await rebuildMissing(client, storage, signed.head.size)
  const writer = await restoreWriter(client, parts, signed, rebuilt)
  await checkAhead(client, head, writer)
  return { key, signer, signed, writer, head, rebuilt }
}

/** The head must be the one its own compact range gives, and the leaves must reach exactly so far. */
async function checkDatabase(client: pg.ClientBase): Promise<DatabaseHead> {
  const head = await readDatabaseHead(client)
  const root = refusing({ table: 'log_head' }, () => CompactRange.restore(head.size, head.range).root())
  const leaves = await readLeafCount(client)
  if (!equalBytes(root, head.root) || leaves !== head.size) {
    throw new LogRefusal('log_damaged', { table: 'log_head', size: head.size, leaves })
  }
  return head
}

/** A key is made once, for a log that has nothing yet. Where anything is there, it is missing. */
async function openKey({ dataFolder, storage, ports }: LogParts, head: DatabaseHead): Promise<LogKey> {
  const key = (await readLogKey(dataFolder)) ?? (await makeKey())
  const published = await storage.read(VERIFIER_KEY_PATH)
  if (published === null) await storage.replace(VERIFIER_KEY_PATH, Buffer.from(`${key.verifierKey}\n`))
  else if (Buffer.from(published).toString() !== `${key.verifierKey}\n`) {
    throw new LogRefusal('log_key_mismatch', { file: VERIFIER_KEY_PATH })
  }
  return key

  async function makeKey(): Promise<LogKey> {
    const isUsed =
      head.size > 0 ||
      (await readNewestMemory(signerFolder(dataFolder))) !== null ||
      (await storage.read(CHECKPOINT_PATH)) !== null
    if (isUsed) throw new LogRefusal('log_key_missing', { size: head.size })
    return createLogKey(dataFolder, ports)
  }
}

/** The empty head is signed before there is a leaf, so a signer that remembers nothing has lost its memory. */
async function recallHead(
  signer: HeadSigner,
  key: LogKey,
  head: DatabaseHead,
  storage: LogStorage,
): Promise<SignedHead> {
  const last = await signer.last()
  if (last !== null) return last
  if (head.size > 0 || (await storage.read(CHECKPOINT_PATH)) !== null) {
    throw new LogRefusal('log_signer_lost', { size: head.size })
  }
  return signer.sign(emptyHead(key.origin), [])
}

async function compare(
  storage: LogStorage,
  key: LogKey,
  head: DatabaseHead,
  { head: signed }: SignedHead,
): Promise<void> {
  const checkpoint = await readOwnCheckpoint(storage, key)
  const stored = (await listLevel(storage, 'tile/entries')).extent
  const facts = { database: head.size, signed: signed.size, checkpoint: checkpoint?.size ?? null, stored }
  const furthest = Math.max(signed.size, checkpoint?.size ?? 0, stored)
  if (furthest > head.size) throw new LogRefusal('log_rolled_back', facts)
  if (signed.size === head.size && !equalBytes(signed.root, head.root))
    throw new LogRefusal('log_forked', facts)
  if (checkpoint === null) return
  if (checkpoint.size > signed.size) throw new LogRefusal('log_signer_lost', facts)
  if (checkpoint.size === signed.size && !equalBytes(checkpoint.root, signed.root)) {
    throw new LogRefusal('log_forked', facts)
  }
}

/** What is stored must lead to the root that was signed, and the open bundle must hold the leaves of the database. */
async function restoreWriter(
  client: pg.ClientBase,
  parts: LogParts,
  { head }: SignedHead,
  rebuilt: number,
): Promise<TreeWriter> {
  const open = await readLeaves(client, head.size - (head.size % TILE_WIDTH), head.size)
  const edge = await readEdge(parts.storage, head.size)
  const writer = refusing({ size: head.size }, () => TreeWriter.restore(head.size, edge, open, parts))
  if (!equalBytes(writer.root(), head.root)) {
    throw new LogRefusal(rebuilt > 0 ? 'log_forked' : 'log_damaged', { size: head.size, rebuilt })
  }
  const hashes = Buffer.concat(open.map(({ leaf }) => leafHash(leaf)))
  if (!equalBytes(hashes, edge.get(0)?.subarray(0, hashes.length) ?? hashes)) {
    throw new LogRefusal('log_forked', { table: 'log_leaf', size: head.size })
  }
  return writer
}

/** The leaves behind the signed head must lead from it to the database's head: found out before any is stored. */
async function checkAhead(client: pg.ClientBase, head: DatabaseHead, writer: TreeWriter): Promise<void> {
  const range = writer.range()
  while (range.size < head.size) {
    for (const { hash } of await readNext(client, range.size, head.size)) range.appendHash(hash)
  }
  if (!equalBytes(range.root(), head.root)) throw new LogRefusal('log_forked', { size: head.size })
}

/** The next leaves on the way to `to`, a bounded number of them. */
export function readNext(client: pg.ClientBase, from: number, to: number): Promise<LeafRow[]> {
  return readLeaves(client, from, Math.min(from + LEAVES_AT_ONCE, to))
}
