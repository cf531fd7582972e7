import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CompactRange,
  emptyRoot,
  type Hash,
  leafHash,
  MerkleTree,
  nodeHash,
  ProofError,
  proveSelection,
  rootOf,
  toHex,
  toUtf8,
  verifyConsistency,
  verifyInclusion,
  verifySelection,
} from './index.ts'

const entry = (i: number): Uint8Array => toUtf8(`entry ${i}`)
const entries = Array.from({ length: 600 }, (_, i) => entry(i))

/** RFC 6962 section 2.1 as it is written there, recursive: the second opinion of this file. */
function recursiveRoot(data: readonly Uint8Array[]): Hash {
  const [first] = data
  if (first === undefined) return emptyRoot()
  if (data.length === 1) return leafHash(first)
  const split = splitOf(data.length)
  return nodeHash(recursiveRoot(data.slice(0, split)), recursiveRoot(data.slice(split)))
}

function recursivePath(index: number, data: readonly Uint8Array[]): Hash[] {
  if (data.length <= 1) return []
  const split = splitOf(data.length)
  const [left, right] = [data.slice(0, split), data.slice(split)]
  if (index < split) return [...recursivePath(index, left), recursiveRoot(right)]
  return [...recursivePath(index - split, right), recursiveRoot(left)]
}

function recursiveConsistency(old: number, data: readonly Uint8Array[], isWhole = true): Hash[] {
  if (old === data.length) return isWhole ? [] : [recursiveRoot(data)]
  const split = splitOf(data.length)
  const [left, right] = [data.slice(0, split), data.slice(split)]
  if (old <= split) return [...recursiveConsistency(old, left, isWhole), recursiveRoot(right)]
  return [...recursiveConsistency(old - split, right, false), recursiveRoot(left)]
}

function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

function treeOf(size: number): MerkleTree {
  const tree = new MerkleTree()
  for (let i = 0; i < size; i++) tree.appendEntry(entry(i))
  return tree
}

function codeOf(work: () => unknown): string {
  try {
    work()
    return 'accepted'
  } catch (error) {
    return error instanceof ProofError ? error.code : `unexpected ${String(error)}`
  }
}

const hexes = (hashes: readonly Hash[]): string[] => hashes.map(toHex)

describe('RFC 6962 tree', () => {
  it('has the root of the recursive definition at every size, now and later', () => {
    const tree = treeOf(130)
    for (let size = 0; size <= 130; size++) {
      const root = toHex(recursiveRoot(entries.slice(0, size)))
      expect(toHex(tree.root(size))).toBe(root)
      expect(toHex(rootOf(size, tree))).toBe(root)
      expect(toHex(treeOf(size).root())).toBe(root)
    }
  })

  it('numbers what is appended from 0', () => {
    const tree = new MerkleTree()
    expect([
      tree.appendEntry(entry(0)),
      tree.appendHash(leafHash(entry(1))),
      tree.appendEntry(entry(2)),
    ]).toEqual([0, 1, 2])
    expect(toHex(tree.root())).toBe(toHex(treeOf(3).root()))
  })

  it('proves inclusion and consistency as the recursive definition does, for all pairs up to 40', () => {
    const tree = treeOf(40)
    for (let size = 1; size <= 40; size++) {
      const data = entries.slice(0, size)
      const root = tree.root(size)
      for (let index = 0; index < size; index++) {
        const proof = tree.proveInclusion(index, size)
        expect(hexes(proof)).toEqual(hexes(recursivePath(index, data)))
        verifyInclusion({ index, size, leafHash: leafHash(entry(index)), root, proof })
      }
      for (let oldSize = 1; oldSize <= size; oldSize++) {
        const proof = tree.proveConsistency(oldSize, size)
        expect(hexes(proof)).toEqual(hexes(recursiveConsistency(oldSize, data)))
        verifyConsistency({ oldSize, oldRoot: tree.root(oldSize), size, root, proof })
      }
    }
  })

  it('refuses any proof in which one bit, the order, the length, the index or the size was changed', () => {
    const tree = treeOf(600)
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 600 }), fc.nat(), fc.nat(), fc.nat(), (size, a, b, c) => {
        const index = a % size
        const proof = tree.proveInclusion(index, size)
        const claim = { index, size, leafHash: leafHash(entry(index)), root: tree.root(size), proof }
        const victim = b % proof.length
        const flipped = proof.map((hash, i) => (i === victim ? flipBit(hash, c % 256) : hash))
        expect(codeOf(() => verifyInclusion({ ...claim, proof: flipped }))).toBe('proof-mismatch')
        expect(codeOf(() => verifyInclusion({ ...claim, proof: proof.slice(1) }))).toBe('proof-malformed')
        expect(codeOf(() => verifyInclusion({ ...claim, proof: [...proof, emptyRoot()] }))).toBe(
          'proof-malformed',
        )
        const other = (index + 1 + (c % (size - 1))) % size
        expect(codeOf(() => verifyInclusion({ ...claim, index: other }))).toMatch(/^proof-/)
        expect(codeOf(() => verifyInclusion({ ...claim, leafHash: leafHash(entry(other)) }))).toBe(
          'proof-mismatch',
        )
        expect(codeOf(() => verifyInclusion({ ...claim, index: size }))).toBe('proof-malformed')
      }),
    )
  })

  it('refuses a consistency proof with any changed bit, root or size', () => {
    const tree = treeOf(600)
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 600 }), fc.nat(), fc.nat(), fc.nat(), (size, a, b, c) => {
        const oldSize = 1 + (a % (size - 1))
        const proof = tree.proveConsistency(oldSize, size)
        const claim = { oldSize, oldRoot: tree.root(oldSize), size, root: tree.root(size), proof }
        verifyConsistency(claim)
        const flipped = proof.map((hash, i) => (i === b % proof.length ? flipBit(hash, c % 256) : hash))
        expect(codeOf(() => verifyConsistency({ ...claim, proof: flipped }))).toBe('proof-mismatch')
        expect(codeOf(() => verifyConsistency({ ...claim, proof: proof.slice(0, -1) }))).toBe(
          'proof-malformed',
        )
        expect(codeOf(() => verifyConsistency({ ...claim, proof: [...proof, emptyRoot()] }))).toBe(
          'proof-malformed',
        )
        expect(codeOf(() => verifyConsistency({ ...claim, oldRoot: flipBit(claim.oldRoot, c % 256) }))).toBe(
          'proof-mismatch',
        )
        expect(codeOf(() => verifyConsistency({ ...claim, root: flipBit(claim.root, c % 256) }))).toBe(
          'proof-mismatch',
        )
        expect(codeOf(() => verifyConsistency({ ...claim, oldSize: size + 1 }))).toBe('proof-malformed')
      }),
    )
  })

  it('decides the edges of size 0', () => {
    const empty = emptyRoot()
    const root = treeOf(1).root()
    const check = (oldSize: number, oldRoot: Hash, size: number, next: Hash, proof: Hash[] = []) =>
      codeOf(() => verifyConsistency({ oldSize, oldRoot, size, root: next, proof }))
    expect(check(0, empty, 0, empty)).toBe('accepted')
    expect(check(0, root, 0, root)).toBe('proof-mismatch')
    expect(check(0, empty, 0, empty, [empty])).toBe('proof-malformed')
    expect(check(0, empty, 1, root)).toBe('proof-malformed')
    expect(check(1, root, 0, empty)).toBe('proof-malformed')
    expect(toHex(empty)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  it('refuses arguments that are not counts or hashes', () => {
    const tree = treeOf(3)
    const claim = {
      index: 1,
      size: 3,
      leafHash: leafHash(entry(1)),
      root: tree.root(),
      proof: tree.proveInclusion(1),
    }
    for (const index of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(codeOf(() => verifyInclusion({ ...claim, index }))).toBe('input-range')
      expect(codeOf(() => tree.proveInclusion(index))).toBe('input-range')
    }
    expect(codeOf(() => verifyInclusion({ ...claim, root: claim.root.slice(1) }))).toBe('input-range')
    expect(codeOf(() => tree.proveConsistency(0))).toBe('input-range')
    expect(codeOf(() => tree.proveConsistency(4))).toBe('input-range')
    expect(codeOf(() => tree.hashAt(1, 1))).toBe('input-range')
    expect(codeOf(() => new CompactRange().appendHash(new Uint8Array(31)))).toBe('input-range')
  })
})

describe('compact range', () => {
  it('goes on from its serialised form at any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (before, after) => {
        const range = new CompactRange()
        for (let i = 0; i < before; i++) range.appendEntry(entry(i))
        const restored = CompactRange.restore(before, range.serialise())
        for (let i = before; i < before + after; i++) restored.appendHash(leafHash(entry(i)))
        expect(toHex(restored.root())).toBe(toHex(treeOf(before + after).root()))
        expect(restored.size).toBe(before + after)
      }),
      { numRuns: 40 },
    )
  })

  it('refuses a number of hashes that does not fit the size', () => {
    expect(codeOf(() => CompactRange.restore(3, new Uint8Array(32)))).toBe('input-range')
    expect(codeOf(() => CompactRange.restore(-1, new Uint8Array(0)))).toBe('input-range')
  })
})

describe('selection', () => {
  const selections = fc
    .integer({ min: 0, max: 200 })
    .chain(size =>
      fc.record({
        size: fc.constant(size),
        indexes: fc.uniqueArray(fc.nat({ max: Math.max(0, size - 1) }), { maxLength: size }),
      }),
    )
    .map(({ size, indexes }) => ({ size, indexes: indexes.sort((a, b) => a - b) }))

  it('does not bind the size where the end is hidden, which is why the size must be committed to', () => {
    const tree = treeOf(20)
    const entries = [{ index: 3, entry: entry(3) }]
    const hashes = proveSelection(20, tree, [3])
    const [, gap] = verifySelection({ size: 21, root: tree.root(), entries, hashes })
    expect(gap).toEqual({ from: 4, count: 17 })
  })

  it('proves any choice of entries and counts every gap', () => {
    fc.assert(
      fc.property(selections, ({ size, indexes }) => {
        const tree = treeOf(size)
        const hashes = proveSelection(size, tree, indexes)
        const shown = indexes.map(index => ({ index, entry: entry(index) }))
        const gaps = verifySelection({ size, root: tree.root(), entries: shown, hashes })
        const covered = new Set(indexes)
        for (const gap of gaps) for (let i = 0; i < gap.count; i++) covered.add(gap.from + i)
        expect(covered.size).toBe(size)
        expect(gaps.reduce((sum, gap) => sum + gap.count, 0)).toBe(size - indexes.length)
      }),
    )
  })

  it('refuses another size, place, entry, hash or a hash too many or too few', () => {
    const tree = treeOf(20)
    const indexes = [3, 4, 11]
    const hashes = proveSelection(20, tree, indexes)
    const shown = indexes.map(index => ({ index, entry: entry(index) }))
    const claim = { size: 20, root: tree.root(), entries: shown, hashes }
    expect(verifySelection(claim)).toEqual([
      { from: 0, count: 3 },
      { from: 5, count: 6 },
      { from: 12, count: 8 },
    ])
    for (const size of [12, 16, 33, 1000]) {
      expect(codeOf(() => verifySelection({ ...claim, size }))).toMatch(/^disclosure-/)
    }
    const moved = [...shown.slice(0, 2), { index: 12, entry: entry(11) }]
    expect(codeOf(() => verifySelection({ ...claim, entries: moved }))).toBe('disclosure-mismatch')
    const forged = [...shown.slice(0, 2), { index: 11, entry: entry(12) }]
    expect(codeOf(() => verifySelection({ ...claim, entries: forged }))).toBe('disclosure-mismatch')
    expect(codeOf(() => verifySelection({ ...claim, hashes: hashes.slice(1) }))).toBe('disclosure-malformed')
    expect(codeOf(() => verifySelection({ ...claim, hashes: [...hashes, emptyRoot()] }))).toBe(
      'disclosure-malformed',
    )
    expect(codeOf(() => verifySelection({ ...claim, entries: [...shown].reverse() }))).toBe('input-range')
    expect(codeOf(() => verifySelection({ ...claim, entries: [], hashes: [] }))).toBe('disclosure-malformed')
  })
})

function flipBit(hash: Hash, bit: number): Hash {
  const flipped = hash.slice()
  flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7))
  return flipped
}
