import { formatCheckpoint, type TreeHead } from './checkpoint.ts'
import { equalBytes } from './encoding.ts'
import { ProofError } from './errors.ts'
import { signNote } from './note.ts'
import type { NoteSigner } from './note-key.ts'
import { emptyRoot, type Hash } from './tree-hash.ts'
import { verifyConsistency } from './verify-tree.ts'

/** The head of a log that has no entry yet: where every signer starts from. */
export function emptyHead(origin: string): TreeHead {
  return { origin, size: 0, root: emptyRoot() }
}

/**
 * Refuses every head that does not extend the previous one.
 *
 * The first head of a log extends {@link emptyHead} with an empty proof; there is no other way to start, so a
 * signer that lost its state cannot be led to sign a second history by leaving `previous` out.
 * @throws ProofError `head-origin`, `head-rollback` (smaller), `head-fork` (same size, other root),
 *   `head-proof` (the consistency proof does not show the extension)
 */
export function assertExtends(previous: TreeHead, next: TreeHead, proof: readonly Hash[]): void {
  if (previous.origin !== next.origin) {
    throw new ProofError('head-origin', `the next head is of ${next.origin}, not of ${previous.origin}`)
  }
  if (next.size < previous.size) {
    throw new ProofError(
      'head-rollback',
      `the next head has ${next.size} entries, ${previous.size} were signed`,
    )
  }
  if (next.size === previous.size && !equalBytes(next.root, previous.root)) {
    throw new ProofError('head-fork', `another root for the ${next.size} entries already signed`)
  }
  if (previous.size === 0 && next.size > 0) {
    if (!equalBytes(previous.root, emptyRoot())) throw new ProofError('head-fork', 'not the empty root')
    if (proof.length > 0) throw new ProofError('head-proof', 'from an empty tree the proof is empty')
    return
  }
  try {
    verifyConsistency({
      oldSize: previous.size,
      oldRoot: previous.root,
      size: next.size,
      root: next.root,
      proof,
    })
  } catch (cause) {
    throw new ProofError('head-proof', 'the proof does not show that the next head extends the last', {
      cause,
    })
  }
}

/**
 * Signs `next` if, and only if, it extends `previous`. Signing the same head again is allowed and gives the
 * same note. The caller stores `next` durably before the note leaves its hands.
 * @param signers one key, or two while a key is being replaced
 * @returns the signed checkpoint
 * @throws ProofError as {@link assertExtends}
 */
export function signHead(
  signers: readonly NoteSigner[],
  previous: TreeHead,
  next: TreeHead,
  proof: readonly Hash[],
): string {
  assertExtends(previous, next, proof)
  return signNote(formatCheckpoint(next), signers)
}
