import { assertCount, ProofError } from './errors.ts'
import { emptyRoot, type Hash, nodeHash } from './tree-hash.ts'

/** Access to the hashes of a tree: of all its perfect subtrees. */
export interface HashReader {
  /**
   * The hash over the `2^level` entries from `index · 2^level` on. Only asked for what lies wholly inside the
   * tree. The result is the caller's own: a copy where the reader keeps the hash itself.
   */
  hashAt(level: number, index: number): Hash
}

/**
 * A tree of one fixed size over a reader, for many proofs: the hashes of its ragged right edge, which are in
 * no tile, are computed once and kept.
 */
export class TreeView {
  readonly size: number
  private readonly reader: HashReader
  private readonly edges: (Hash | undefined)[] = []

  constructor(size: number, reader: HashReader) {
    assertCount(size, 'the tree size')
    this.size = size
    this.reader = reader
  }

  /** The root of the tree. */
  root(): Hash {
    if (this.size === 0) return emptyRoot()
    let level = 0
    while (2 ** level < this.size) level++
    return this.subtreeHash(level, 0)
  }

  /**
   * The inclusion proof (RFC 6962 section 2.1.1) of the entry at `index`: from the leaf's sibling up.
   * @throws ProofError `input-range` when the tree has no such entry
   */
  proveInclusion(index: number): Hash[] {
    assertCount(index, 'the index')
    if (index >= this.size)
      throw new ProofError('input-range', `a tree of ${this.size} has no entry ${index}`)
    const proof: Hash[] = []
    this.climb(0, index, proof)
    return proof
  }

  /**
   * The consistency proof (RFC 6962 section 2.1.2) from the tree of `oldSize` entries to this one.
   * @throws ProofError `input-range` unless `0 < oldSize ≤ size`; there is no such proof from nothing
   */
  proveConsistency(oldSize: number): Hash[] {
    assertCount(oldSize, 'the old size')
    if (oldSize === 0 || oldSize > this.size) {
      throw new ProofError('input-range', `no consistency proof from ${oldSize} to ${this.size}`)
    }
    const proof: Hash[] = []
    if (oldSize === this.size) return proof
    let level = 0
    let width = oldSize
    while (width % 2 === 0) {
      width /= 2
      level++
    }
    // The last perfect subtree of the old tree; when it is the whole old tree, its hash is the old root.
    const index = width - 1
    if (index > 0) proof.push(this.reader.hashAt(level, index))
    this.climb(level, index, proof)
    return proof
  }

  /** Adds the siblings met on the way from a perfect subtree to the root. */
  private climb(fromLevel: number, fromIndex: number, proof: Hash[]): void {
    let index = fromIndex
    let width = Math.floor(this.size / 2 ** fromLevel)
    for (let level = fromLevel; 2 ** level < this.size; level++) {
      const sibling = index % 2 === 0 ? index + 1 : index - 1
      if (sibling < width) proof.push(this.reader.hashAt(level, sibling))
      else if (sibling === width) {
        const edge = this.edgeAt(level)
        if (edge !== undefined) proof.push(edge.slice())
      }
      index = Math.floor(index / 2)
      width = Math.floor(width / 2)
    }
  }

  /** The hash over the entries from `index · 2^level` on, `2^level` of them or as many as there are. */
  subtreeHash(level: number, index: number): Hash {
    const width = Math.floor(this.size / 2 ** level)
    if (index < width) return this.reader.hashAt(level, index)
    const edge = index === width ? this.edgeAt(level) : undefined
    if (edge === undefined) throw new ProofError('input-range', `the tree has no entry ${index * 2 ** level}`)
    return edge.slice()
  }

  /** The hash over the entries behind the last perfect subtree of `level`; undefined when there are none. */
  private edgeAt(level: number): Hash | undefined {
    const known = this.edges[level]
    if (known !== undefined || level === 0) return known
    const below = this.edgeAt(level - 1)
    const width = Math.floor(this.size / 2 ** (level - 1))
    let edge = below
    if (width % 2 === 1) {
      const last = this.reader.hashAt(level - 1, width - 1)
      edge = below === undefined ? last : nodeHash(last, below)
    }
    this.edges[level] = edge
    return edge
  }
}

/** The root of the tree of `size` entries. */
export function rootOf(size: number, reader: HashReader): Hash {
  return new TreeView(size, reader).root()
}

/** One inclusion proof; for many of the same size keep a {@link TreeView}. */
export function proveInclusion(index: number, size: number, reader: HashReader): Hash[] {
  return new TreeView(size, reader).proveInclusion(index)
}

/** One consistency proof; see {@link TreeView.proveConsistency}. */
export function proveConsistency(oldSize: number, size: number, reader: HashReader): Hash[] {
  return new TreeView(size, reader).proveConsistency(oldSize)
}
