import { CompactRange } from './compact-range.ts'
import { ProofError } from './errors.ts'
import { type HashReader, proveConsistency, proveInclusion, rootOf } from './prove-tree.ts'
import { HASH_SIZE_BYTES, type Hash } from './tree-hash.ts'

const INITIAL_CAPACITY = 64

/**
 * A whole RFC 6962 tree in memory: every perfect subtree's hash is kept, 64 bytes an entry. For logs use tiles;
 * this is for the trees inside one payload (messages, chunks), for tests and for small logs.
 */
export class MerkleTree implements HashReader {
  private readonly range = new CompactRange()
  private readonly levels: Uint8Array[] = []
  private readonly store = (level: number, index: number, hash: Uint8Array): void => {
    let hashes = this.levels[level]
    if (hashes === undefined || hashes.length === index * HASH_SIZE_BYTES) {
      const grown = new Uint8Array(Math.max(INITIAL_CAPACITY, index * 2) * HASH_SIZE_BYTES)
      if (hashes !== undefined) grown.set(hashes)
      this.levels[level] = grown
      hashes = grown
    }
    hashes.set(hash, index * HASH_SIZE_BYTES)
  }

  /** The number of entries. */
  get size(): number {
    return this.range.size
  }

  /** Appends an entry by its bytes and returns its index. */
  appendEntry(entry: Uint8Array): number {
    this.range.appendEntry(entry, this.store)
    return this.range.size - 1
  }

  /** Appends an entry by its leaf hash and returns its index. */
  appendHash(hash: Hash): number {
    this.range.appendHash(hash, this.store)
    return this.range.size - 1
  }

  /** The hash of a perfect subtree (see {@link HashReader}). */
  hashAt(level: number, index: number): Hash {
    const hashes = this.levels[level]
    if (hashes === undefined || index < 0 || (index + 1) * 2 ** level > this.size) {
      throw new ProofError('input-range', `the tree has no node ${index} at level ${level}`)
    }
    return hashes.slice(index * HASH_SIZE_BYTES, (index + 1) * HASH_SIZE_BYTES)
  }

  /** The root, now or when the tree had `size` entries. */
  root(size: number = this.size): Hash {
    return size === this.size ? this.range.root() : rootOf(size, this)
  }

  /** The inclusion proof of the entry at `index` in the tree of `size` entries (by default all). */
  proveInclusion(index: number, size: number = this.size): Hash[] {
    return proveInclusion(index, size, this)
  }

  /** The consistency proof from the tree of `oldSize` entries to that of `size` (by default all). */
  proveConsistency(oldSize: number, size: number = this.size): Hash[] {
    return proveConsistency(oldSize, size, this)
  }
}
