import { assertCount, assertSize, ProofError } from './errors.ts'
import { emptyRoot, HASH_SIZE_BYTES, type Hash, leafHashInto, nodeHashInto } from './tree-hash.ts'

/** Called for each perfect subtree as it is completed, leaves included; `hash` is valid during the call only. */
export type NodeSink = (level: number, index: number, hash: Uint8Array) => void

const MAX_LEVELS = 53

/**
 * The right edge of a growing RFC 6962 tree: one hash for each perfect subtree of its size, at most 53. It is
 * all that is needed to append and to know the root.
 */
export class CompactRange {
  private readonly stack = new Uint8Array(MAX_LEVELS * HASH_SIZE_BYTES)
  private readonly carry = new Uint8Array(HASH_SIZE_BYTES)
  private depth = 0
  private count = 0

  /** The number of leaves. */
  get size(): number {
    return this.count
  }

  /** Appends an entry by its bytes. */
  appendEntry(entry: Uint8Array, sink?: NodeSink): void {
    leafHashInto(entry, this.carry, 0)
    this.mergeCarry(sink)
  }

  /** Appends an entry by its leaf hash. */
  appendHash(hash: Hash, sink?: NodeSink): void {
    assertSize(hash, HASH_SIZE_BYTES, 'a leaf hash')
    this.carry.set(hash)
    this.mergeCarry(sink)
  }

  /** The root of the tree so far. */
  root(): Hash {
    if (this.depth === 0) return emptyRoot()
    const root = this.hashAt(this.depth - 1)
    for (let i = this.depth - 2; i >= 0; i--) {
      nodeHashInto(this.stack, i * HASH_SIZE_BYTES, root, 0, root, 0)
    }
    return root
  }

  /** The hashes of the perfect subtrees, largest first, one after the other: what {@link restore} takes. */
  serialise(): Uint8Array {
    return this.stack.slice(0, this.depth * HASH_SIZE_BYTES)
  }

  /**
   * The range of a tree of `size` leaves from what {@link serialise} gave.
   * @throws ProofError `input-range` when the number of hashes does not fit the size
   */
  static restore(size: number, hashes: Uint8Array): CompactRange {
    assertCount(size, 'the tree size')
    const range = new CompactRange()
    const depth = countOnes(size)
    if (hashes.length !== depth * HASH_SIZE_BYTES) {
      throw new ProofError('input-range', `a range of size ${size} has ${depth} hashes`)
    }
    range.stack.set(hashes)
    range.depth = depth
    range.count = size
    return range
  }

  private mergeCarry(sink: NodeSink | undefined): void {
    if (this.count >= Number.MAX_SAFE_INTEGER) throw new ProofError('input-range', 'the tree is full')
    let index = this.count
    let level = 0
    if (sink) sink(level, index, this.carry)
    // Each one bit at the end of the old size is a perfect left sibling waiting on the stack.
    while (index % 2 === 1) {
      this.depth--
      nodeHashInto(this.stack, this.depth * HASH_SIZE_BYTES, this.carry, 0, this.carry, 0)
      index = (index - 1) / 2
      level++
      if (sink) sink(level, index, this.carry)
    }
    this.stack.set(this.carry, this.depth * HASH_SIZE_BYTES)
    this.depth++
    this.count++
  }

  private hashAt(position: number): Hash {
    return this.stack.slice(position * HASH_SIZE_BYTES, (position + 1) * HASH_SIZE_BYTES)
  }
}

/** The number of one bits of a number in `0 … 2^53−1`. */
export function countOnes(value: number): number {
  let ones = 0
  for (let rest = value; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2
  return ones
}
