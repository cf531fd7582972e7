import {
  type Checkpoint,
  openCheckpoint,
  parseVerifierKey,
  type Tile,
  type TreeView,
  tilePath,
  withTiles,
} from '@yuanwei/proof'
import type { LogReader } from '../../platform/log/index.ts'

/** The published log at one checkpoint: what the proofs of a dossier lead to. */
export interface PublishedTree {
  readonly note: string
  readonly head: Checkpoint
  readonly verifierKey: string
}

export async function readPublishedTree(log: LogReader): Promise<PublishedTree> {
  const note = await log.readCheckpoint()
  if (note === null) throw new Error('the log has no checkpoint yet')
  const { verifierKey } = await log.status()
  return openTree(note, verifierKey)
}

/** @throws ProofError where the note is not signed by this key */
export function openTree(note: string, verifierKey: string): PublishedTree {
  const verifier = parseVerifierKey(verifierKey)
  return { note, verifierKey, head: openCheckpoint(note, [verifier], verifier.name) }
}

/** Proofs in the tree of a checkpoint, made from its public tiles. O(log n) hashes each. */
export function provePaths<T>(
  log: LogReader,
  head: { size: number },
  work: (view: TreeView) => T,
): Promise<T> {
  return withTiles(head.size, tile => fetchTile(log, tile), work)
}

async function fetchTile(log: LogReader, tile: Tile): Promise<Uint8Array> {
  const bytes = await log.readTile(tilePath(tile).replace(/^tile\//, ''))
  if (bytes === null) throw new Error(`the log has no ${tilePath(tile)}`)
  return bytes
}
