import { fromBase64, toBase64 } from './encoding.ts'
import { assertCount, assertSize, ProofError } from './errors.ts'
import { type Note, type OpenedNote, openNote } from './note.ts'
import type { NoteVerifier } from './note-key.ts'
import { HASH_SIZE_BYTES, type Hash } from './tree-hash.ts'

/** The head of one log's tree. */
export interface TreeHead {
  /** The name of the log: the first line of its checkpoints. */
  readonly origin: string
  readonly size: number
  readonly root: Hash
}

/** The text of a checkpoint (C2SP tlog-checkpoint), read. */
export interface Checkpoint extends TreeHead {
  /** Lines behind the root, opaque and not proven by anything; we write none. */
  readonly extensions: readonly string[]
}

/** A checkpoint whose signature by the log is good. */
export interface OpenedCheckpoint extends Checkpoint, OpenedNote {}

/** The text of a checkpoint, to be signed as a note. */
export function formatCheckpoint(head: TreeHead): string {
  assertCount(head.size, 'the tree size')
  assertSize(head.root, HASH_SIZE_BYTES, 'the root')
  if (head.origin === '' || head.origin.includes('\n')) {
    throw new ProofError('checkpoint-malformed', 'an origin is one line that is not empty')
  }
  return `${head.origin}\n${head.size}\n${toBase64(head.root)}\n`
}

/**
 * Reads the text of a checkpoint (without signatures).
 * @throws ProofError `checkpoint-malformed`, also for sizes beyond 2^53−1
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, root, ...extensions] = text.slice(0, -1).split('\n')
  if (!text.endsWith('\n') || origin === undefined || origin === '' || extensions.includes('')) {
    throw new ProofError('checkpoint-malformed', 'a checkpoint is at least three lines, none of them empty')
  }
  return {
    origin,
    size: parseDecimal(size ?? '', 'checkpoint-malformed'),
    root: parseHash(root ?? '', 'checkpoint-malformed'),
    extensions,
  }
}

/**
 * Verifies a signed checkpoint: good signatures (see {@link openNote}), the expected origin, well formed.
 * @throws ProofError `note-*`, `checkpoint-malformed`, `checkpoint-origin`
 */
export function openCheckpoint(
  source: string | Note,
  verifiers: readonly NoteVerifier[],
  origin: string,
): OpenedCheckpoint {
  const note = openNote(source, verifiers)
  const checkpoint = parseCheckpoint(note.text)
  if (checkpoint.origin !== origin) {
    throw new ProofError(
      'checkpoint-origin',
      `the checkpoint is of the log ${checkpoint.origin}, not ${origin}`,
    )
  }
  return { ...note, ...checkpoint }
}

/** A whole number in ASCII without leading zeroes. */
export function parseDecimal(text: string, code: 'checkpoint-malformed' | 'proof-malformed'): number {
  const value = /^(?:0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value)) throw new ProofError(code, 'a whole number from 0 to 2^53−1 was expected')
  return value
}

/** A hash as Base 64. */
export function parseHash(text: string, code: 'checkpoint-malformed' | 'proof-malformed'): Hash {
  try {
    return fromBase64(text, HASH_SIZE_BYTES)
  } catch (cause) {
    throw new ProofError(code, 'a SHA-256 hash in Base 64 was expected', { cause })
  }
}
