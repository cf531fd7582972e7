import {
  type Checkpoint,
  type OpenedCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  parseDecimal,
  parseHash,
} from './checkpoint.ts'
import { fromBase64, toBase64 } from './encoding.ts'
import { assertCount, assertSize, ProofError } from './errors.ts'
import { parseNote } from './note.ts'
import type { NoteVerifier } from './note-key.ts'
import { HASH_SIZE_BYTES, type Hash } from './tree-hash.ts'
import { verifyInclusion } from './verify-tree.ts'

/** An offline proof that an entry is in a log (C2SP tlog-proof). */
export interface TlogProof {
  readonly index: number
  /** The inclusion proof, from the leaf's sibling up. */
  readonly hashes: readonly Hash[]
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string
  /** Opaque and not authenticated by anything. */
  readonly extra?: Uint8Array
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1'
const MAX_HASHES = 63
const MAX_PROOF_SIZE = 2 * 1024 * 1024

/** The text of a proof, to be stored as `.tlog-proof`. */
export function formatProof(proof: TlogProof): string {
  assertCount(proof.index, 'the index')
  for (const hash of proof.hashes) assertSize(hash, HASH_SIZE_BYTES, 'a hash of the proof')
  const lines = [FIRST_LINE]
  if (proof.extra !== undefined) lines.push(`extra ${toBase64(proof.extra)}`)
  lines.push(`index ${proof.index}`, ...proof.hashes.map(toBase64), '', proof.checkpoint)
  return lines.join('\n')
}

/**
 * Reads a proof; the checkpoint is checked for its form only.
 * @throws ProofError `proof-malformed`, `note-malformed`, `checkpoint-malformed`
 */
export function parseProof(source: string): TlogProof & { readonly head: Checkpoint } {
  if (source.length > MAX_PROOF_SIZE) throw new ProofError('proof-malformed', 'the proof is too long')
  const end = source.indexOf('\n\n')
  if (end < 0) throw new ProofError('proof-malformed', 'no checkpoint behind a blank line')
  const lines = source.slice(0, end).split('\n')
  const checkpoint = source.slice(end + 2)
  if (lines.shift() !== FIRST_LINE) throw new ProofError('proof-malformed', `not a ${FIRST_LINE} text`)
  const extra = lines[0]?.startsWith('extra ') ? readExtra(lines.shift() ?? '') : undefined
  const indexLine = lines.shift() ?? ''
  if (!indexLine.startsWith('index ')) throw new ProofError('proof-malformed', 'the index line is missing')
  if (lines.length > MAX_HASHES) throw new ProofError('proof-malformed', 'more hashes than a tree has levels')
  return {
    index: parseDecimal(indexLine.slice('index '.length), 'proof-malformed'),
    hashes: lines.map(line => parseHash(line, 'proof-malformed')),
    checkpoint,
    head: parseCheckpoint(parseNote(checkpoint).text),
    ...(extra === undefined ? {} : { extra }),
  }
}

/**
 * Verifies that an entry is in the log: the checkpoint is signed by a known key, of the expected log, and the
 * inclusion proof leads from the entry to its root.
 * @throws ProofError `proof-*`, `note-*`, `checkpoint-*`
 */
export function verifyProof(
  source: string,
  leafHash: Hash,
  trust: { readonly origin: string; readonly verifiers: readonly NoteVerifier[] },
): OpenedCheckpoint {
  const { index, hashes, checkpoint } = parseProof(source)
  const head = openCheckpoint(checkpoint, trust.verifiers, trust.origin)
  verifyInclusion({ index, size: head.size, leafHash, root: head.root, proof: hashes })
  return head
}

function readExtra(line: string): Uint8Array {
  try {
    return fromBase64(line.slice('extra '.length))
  } catch (cause) {
    throw new ProofError('proof-malformed', 'the extra data is not Base 64', { cause })
  }
}
