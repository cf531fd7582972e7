import { equalBytes } from './encoding.ts'
import { assertCount, assertSize, ProofError } from './errors.ts'
import { emptyRoot, HASH_SIZE_BYTES, type Hash, nodeHashInto } from './tree-hash.ts'

const running = new Uint8Array(HASH_SIZE_BYTES)
const runningOld = new Uint8Array(HASH_SIZE_BYTES)

/** The claim that an entry stands at `index` in the tree of `size` entries with that root. */
export interface InclusionClaim {
  readonly index: number
  readonly size: number
  readonly leafHash: Hash
  readonly root: Hash
  /** From the leaf's sibling up to the child of the root. */
  readonly proof: readonly Hash[]
}

/** The claim that the tree of `oldSize` entries is the beginning of that of `size`. */
export interface ConsistencyClaim {
  readonly oldSize: number
  readonly oldRoot: Hash
  readonly size: number
  readonly root: Hash
  readonly proof: readonly Hash[]
}

/**
 * Checks an inclusion claim (RFC 9162 section 2.1.3.2). Returns nothing; whatever is wrong is thrown, so that
 * no caller can forget to look at an answer.
 * @throws ProofError `proof-malformed` (wrong number or size of hashes, index outside the tree),
 *   `proof-mismatch` (well-formed, but of another tree or entry), `input-range`
 */
export function verifyInclusion(claim: InclusionClaim): void {
  const { index, size, proof } = claim
  assertCount(index, 'the index')
  assertCount(size, 'the tree size')
  assertSize(claim.leafHash, HASH_SIZE_BYTES, 'the leaf hash')
  assertSize(claim.root, HASH_SIZE_BYTES, 'the root')
  if (index >= size) throw new ProofError('proof-malformed', `a tree of ${size} has no entry ${index}`)
  running.set(claim.leafHash)
  const used = foldPath(index, size - 1, proof, 0)
  if (used !== proof.length) throw new ProofError('proof-malformed', 'the proof has too many hashes')
  if (!equalBytes(running, claim.root))
    throw new ProofError('proof-mismatch', 'the proof leads to another root')
}

/**
 * Checks a consistency claim (RFC 9162 section 2.1.4.2); throws like {@link verifyInclusion}.
 *
 * Decided for trees of size 0, where the standards are silent: the only root of size 0 is the empty root;
 * from size 0 to size 0 the claim holds with an empty proof; from size 0 to more it is refused, because it
 * proves nothing (every tree extends the empty one) and an old size of 0 by mistake must not look like a proof.
 */
export function verifyConsistency(claim: ConsistencyClaim): void {
  const { oldSize, size, proof } = claim
  assertCount(oldSize, 'the old size')
  assertCount(size, 'the tree size')
  assertSize(claim.oldRoot, HASH_SIZE_BYTES, 'the old root')
  assertSize(claim.root, HASH_SIZE_BYTES, 'the root')
  if (oldSize > size)
    throw new ProofError('proof-malformed', `a tree of ${size} does not extend one of ${oldSize}`)
  if (oldSize === 0 && !equalBytes(claim.oldRoot, emptyRoot())) {
    throw new ProofError('proof-mismatch', 'a tree without entries has only the empty root')
  }
  if (oldSize === size) {
    if (proof.length > 0) throw new ProofError('proof-malformed', 'equal sizes need no hashes')
    if (!equalBytes(claim.oldRoot, claim.root))
      throw new ProofError('proof-mismatch', 'equal sizes, other roots')
    return
  }
  if (oldSize === 0) throw new ProofError('proof-malformed', 'from an empty tree nothing is proven')
  foldConsistency(claim)
}

function foldConsistency(claim: ConsistencyClaim): void {
  const { proof } = claim
  let index = claim.oldSize - 1
  let last = claim.size - 1
  while (index % 2 === 1) {
    index = (index - 1) / 2
    last = Math.floor(last / 2)
  }
  // When the old tree is one perfect subtree, the proof starts from the old root and leaves it out.
  const seed = index === 0 ? claim.oldRoot : proof[0]
  if (seed === undefined) throw new ProofError('proof-malformed', 'the proof has too few hashes')
  assertSize(seed, HASH_SIZE_BYTES, 'a hash of the proof')
  running.set(seed)
  runningOld.set(seed)
  const used = foldPath(index, last, proof, index === 0 ? 0 : 1, runningOld)
  if (used !== proof.length) throw new ProofError('proof-malformed', 'the proof has too many hashes')
  if (!equalBytes(runningOld, claim.oldRoot)) {
    throw new ProofError('proof-mismatch', 'the proof leads to another old root')
  }
  if (!equalBytes(running, claim.root))
    throw new ProofError('proof-mismatch', 'the proof leads to another root')
}

/**
 * Folds a path into `running`, from the node `index` of a level whose last node is `last`, up to the root;
 * left siblings are also folded into `old`, because only they belong to the old tree. Returns the position
 * behind the last hash used.
 */
function foldPath(
  index: number,
  last: number,
  proof: readonly Hash[],
  from: number,
  old?: Uint8Array,
): number {
  let at = from
  let node = index
  let end = last
  while (end > 0) {
    if (node % 2 === 1 || node < end) {
      const hash = proof[at++]
      if (hash === undefined) throw new ProofError('proof-malformed', 'the proof has too few hashes')
      if (hash.length !== HASH_SIZE_BYTES) throw new ProofError('proof-malformed', 'a hash is not 32 bytes')
      if (node % 2 === 1) {
        nodeHashInto(hash, 0, running, 0, running, 0)
        if (old !== undefined) nodeHashInto(hash, 0, old, 0, old, 0)
      } else {
        nodeHashInto(running, 0, hash, 0, running, 0)
      }
    }
    node = Math.floor(node / 2)
    end = Math.floor(end / 2)
  }
  return at
}
