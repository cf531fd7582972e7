import { type Checkpoint, openCheckpoint } from '../checkpoint.ts'
import { equalBytes } from '../encoding.ts'
import { ProofError } from '../errors.ts'
import type { NoteSignature } from '../note.ts'
import { formatVerifierKey, type NoteVerifier, parseVerifierKey } from '../note-key.ts'
import { verifyConsistency } from '../verify-tree.ts'
import type { ConsistencyPart } from './parts.ts'
import type { VerdictBuilder } from './report.ts'

/** What the reader has from elsewhere. Nothing inside a dossier or receipt can take its place. */
export interface Trust {
  /** Note verifier keys, `origin+hash+base64`. */
  readonly keys: readonly string[]
  /** Signed checkpoints of the log that were seen at another time or place. */
  readonly checkpoints: readonly string[]
  /** Consistency proofs got from the log, for checkpoints of other sizes. */
  readonly consistency: readonly ConsistencyPart[]
}

export const NO_TRUST: Trust = { keys: [], checkpoints: [], consistency: [] }

/**
 * Whether the key is the one that the reader knows.
 * @throws ProofError `key-malformed` for a key of the reader's that is none
 */
export function checkKey(verdict: VerdictBuilder, key: NoteVerifier | null, trust: Trust): void {
  const known = trust.keys.map(parseVerifierKey)
  if (key === null) {
    verdict.unknown('not_reached')
    return
  }
  verdict.facts.key = formatVerifierKey(key)
  if (known.length === 0) verdict.unknown('key_not_compared')
  else if (!known.some(other => isSameKey(other, key))) verdict.bad('key_foreign')
}

function isSameKey(left: NoteVerifier, right: NoteVerifier): boolean {
  return left.name === right.name && equalBytes(left.publicKey, right.publicKey)
}

/**
 * Whether the tree is a continuation or a beginning of every tree that the reader has seen.
 * @param heads heads of the same log that are proven to follow each other, the newest last
 */
export function checkOutside(
  verdict: VerdictBuilder,
  heads: readonly Checkpoint[],
  key: NoteVerifier,
  trust: Trust,
  proofs: readonly ConsistencyPart[],
): void {
  let compared = 0
  for (const text of trust.checkpoints) {
    const seen = openSeen(text, key)
    if (seen === null) verdict.unknown('outside_other_log')
    else if (compare(verdict, heads, seen, [...trust.consistency, ...proofs])) compared++
  }
  verdict.facts.compared = compared
  if (trust.checkpoints.length === 0) verdict.unknown('no_outside_checkpoint')
}

/** A checkpoint that the log's key did not sign shows nothing about the log. */
function openSeen(text: string, key: NoteVerifier): Checkpoint | null {
  try {
    return openCheckpoint(text, [key], key.name)
  } catch (error) {
    if (error instanceof ProofError) return null
    throw error
  }
}

function compare(
  verdict: VerdictBuilder,
  heads: readonly Checkpoint[],
  seen: Checkpoint,
  proofs: readonly ConsistencyPart[],
): boolean {
  for (const head of heads) {
    if (head.size === seen.size) {
      if (!equalBytes(head.root, seen.root)) verdict.bad('log_forked', null, { size: seen.size })
      return true
    }
    const [old, young] = head.size < seen.size ? [head, seen] : [seen, head]
    const proof = proofs.find(part => part.from === old.size && part.to === young.size)
    if (proof === undefined) continue
    try {
      verifyConsistency({
        oldSize: old.size,
        oldRoot: old.root,
        size: young.size,
        root: young.root,
        proof: proof.hashes,
      })
    } catch (error) {
      if (!(error instanceof ProofError)) throw error
      verdict.bad('log_forked', null, { size: seen.size })
    }
    return true
  }
  verdict.unknown('no_consistency_proof')
  return false
}

/** Witnesses are named by the reader; in this version none can be, and other signatures say nothing. */
export function checkWitnesses(verdict: VerdictBuilder, others: readonly NoteSignature[]): void {
  verdict.facts.good = 0
  verdict.facts.known = 0
  verdict.facts.unknownSignatures = others.length
  verdict.unknown('no_witnesses')
}

/** Without time stamps the time is the keeper's word. */
export function checkTime(verdict: VerdictBuilder, timestamps: readonly string[], at: number | null): void {
  verdict.facts.timestamps = timestamps.length
  verdict.facts.at = at
  verdict.unknown(timestamps.length === 0 ? 'no_timestamps' : 'timestamps_not_read')
}
