import {
  equalBytes,
  type OpenedCheckpoint,
  openCheckpoint,
  ProofError,
  parseVerifierKey,
} from '@yuanwei/proof'
import type pg from 'pg'
import type { Ports } from '../ports.ts'
import { checkEntries } from './fsck-entries.ts'
import { checkStreams } from './fsck-streams.ts'
import { checkTree } from './fsck-tree.ts'
import { CHECKPOINT_PATH, logFolder, signerFolder, VERIFIER_KEY_PATH } from './log-files.ts'
import { createFileLogStorage, type LogStorage } from './log-storage.ts'
import { readNewestMemory } from './signer.ts'

export const LOG_FINDINGS = [
  /** `log_head` is not what the leaves give, or its range is not that of its root. */
  'head_differs',
  /** A row of `log_leaf` is missing inside the log. */
  'leaf_missing',
  /** The text of a leaf does not have the hash beside it. */
  'leaf_hash_differs',
  /** A leaf is no canonical leaf, or its columns are not what it says. */
  'leaf_malformed',
  'bundle_missing',
  'bundle_differs',
  'tile_missing',
  'tile_differs',
  /** Files or signatures reach further than the database. */
  'database_behind',
  'checkpoint_missing',
  /** The checkpoint or the signer's memory has a bad signature, or cannot be read. */
  'signature_bad',
  /** A signed root is not the root of the leaves at that size. */
  'signed_root_differs',
  /** The numbers of a stream are not 1, 2, 3 …, or `log_stream` does not go on from the last. */
  'stream_gap',
  /** A leaf without its entry: what it commits to is gone. */
  'entry_missing',
  /** What an entry says is not what its leaf commits to, or it names another stream or time. */
  'entry_differs',
  /** An entry that is neither in the tree nor on its way. */
  'entry_unlogged',
] as const
export type LogFindingCode = (typeof LOG_FINDINGS)[number]

export interface LogFinding {
  readonly code: LogFindingCode
  readonly place: Readonly<Record<string, string | number | null>>
}

export interface LogReport {
  readonly leaves: number
  readonly tiles: number
  readonly bundles: number
  readonly streams: number
  readonly entries: number
  readonly pending: number
  readonly checkpointSize: number | null
}

export interface FsckParts {
  /** The owner's: it sees the entries of every organisation. */
  readonly client: pg.ClientBase
  readonly dataFolder: string
  readonly ports: Ports
  readonly onFinding: (finding: LogFinding) => void
}

/** A size at which a root was signed. */
export interface SignedPoint {
  readonly file: string
  readonly size: number
  readonly root: Uint8Array
}

/**
 * Reads the whole log again and compares database, files and signatures with each other; also while it is being
 * written to. Every disagreement is reported with its place; it does not stop at the first.
 */
export async function checkLog(parts: FsckParts): Promise<LogReport> {
  const storage = createFileLogStorage(logFolder(parts.dataFolder), parts.ports)
  // Signatures are read before the snapshot begins: they may only lag behind it.
  const signed = await readSigned(storage, parts)
  await parts.client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    const publishedNow = () => readPublishedSize(storage)
    const tree = await checkTree({ ...parts, storage, signed, publishedNow })
    const streams = await checkStreams(parts)
    const entries = await checkEntries(parts)
    const checkpoint = signed.find(point => point.file === CHECKPOINT_PATH)
    return { ...tree, ...streams, ...entries, checkpointSize: checkpoint?.size ?? null }
  } finally {
    await parts.client.query('ROLLBACK')
  }
}

async function readSigned(storage: LogStorage, { dataFolder, onFinding }: FsckParts): Promise<SignedPoint[]> {
  const key = await storage.read(VERIFIER_KEY_PATH)
  const checkpoint = await storage.read(CHECKPOINT_PATH)
  const memory = await readNewestMemory(signerFolder(dataFolder))
  if (key === null || checkpoint === null) onFinding({ code: 'checkpoint_missing', place: {} })
  if (key === null) return []
  const points: SignedPoint[] = []
  for (const [file, note] of [
    [CHECKPOINT_PATH, checkpoint],
    ['signer', memory],
  ] as const) {
    if (note === null) continue
    try {
      const { size, root } = openWith(Buffer.from(key).toString().trim(), Buffer.from(note).toString())
      points.push({ file, size, root })
    } catch (error) {
      if (!(error instanceof ProofError)) throw error
      onFinding({ code: 'signature_bad', place: { file, reason: error.code } })
    }
  }
  const [published, remembered] = points
  if (published !== undefined && remembered !== undefined && published.size === remembered.size) {
    if (!equalBytes(published.root, remembered.root)) {
      onFinding({ code: 'signed_root_differs', place: { file: 'signer', size: remembered.size } })
    }
  }
  return points
}

async function readPublishedSize(storage: LogStorage): Promise<number> {
  const [key, checkpoint] = [await storage.read(VERIFIER_KEY_PATH), await storage.read(CHECKPOINT_PATH)]
  if (key === null || checkpoint === null) return 0
  try {
    return openWith(Buffer.from(key).toString().trim(), Buffer.from(checkpoint).toString()).size
  } catch (error) {
    if (error instanceof ProofError) return 0
    throw error
  }
}

function openWith(verifierKey: string, note: string): OpenedCheckpoint {
  const verifier = parseVerifierKey(verifierKey)
  return openCheckpoint(note, [verifier], verifier.name)
}
