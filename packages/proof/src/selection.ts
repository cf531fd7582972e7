import { equalBytes } from './encoding.ts'
import { assertCount, assertSize, ProofError } from './errors.ts'
import { type HashReader, TreeView } from './prove-tree.ts'
import { emptyRoot, HASH_SIZE_BYTES, type Hash, leafHash, nodeHash } from './tree-hash.ts'

/** An entry that is shown, at its place. */
export interface SelectedEntry {
  readonly index: number
  readonly entry: Uint8Array
}

/** A run of entries that are not shown. */
export interface Gap {
  /** The index of the first one. */
  readonly from: number
  readonly count: number
}

const TOP_LEVEL = 53

/**
 * The proof that the entries at `indexes` are in a tree: one list of the hashes of the largest subtrees that
 * hold none of them, from left to right. It grows with the number of gaps, not with the number of entries.
 * @param indexes strictly ascending
 * @throws ProofError `input-range`
 */
export function proveSelection(size: number, reader: HashReader, indexes: readonly number[]): Hash[] {
  assertCount(size, 'the tree size')
  assertAscending(indexes, size)
  const view = new TreeView(size, reader)
  const hashes: Hash[] = []
  walk(size, indexes, {
    hidden: (level, index) => hashes.push(view.subtreeHash(level, index)),
    shown: () => undefined,
    joined: () => undefined,
  })
  return hashes
}

/**
 * Verifies that the shown entries stand at their places in the tree of `size` entries with that root, and
 * returns the gaps between them.
 *
 * The size is an assumption, not a finding: a Merkle root does not bind it (a hidden last subtree may stand
 * for more or fewer entries). It must come from where the root comes from, the payload of a leaf.
 * @throws ProofError `disclosure-malformed`, `disclosure-mismatch`
 */
export function verifySelection(claim: {
  readonly size: number
  readonly root: Hash
  readonly entries: readonly SelectedEntry[]
  readonly hashes: readonly Hash[]
}): Gap[] {
  const { size, root, entries, hashes } = claim
  assertCount(size, 'the tree size')
  assertSize(root, HASH_SIZE_BYTES, 'the root')
  const indexes = entries.map(entry => entry.index)
  assertAscending(indexes, size)
  const stack: Hash[] = []
  let used = 0
  walk(size, indexes, {
    hidden: () => {
      const hash = hashes[used++]
      if (hash?.length !== HASH_SIZE_BYTES) throw new ProofError('disclosure-malformed', 'a hash is missing')
      stack.push(hash)
    },
    shown: position => {
      const shown = entries[position] as SelectedEntry
      stack.push(leafHash(shown.entry))
    },
    joined: () => {
      const right = stack.pop() as Hash
      const left = stack.pop() as Hash
      stack.push(nodeHash(left, right))
    },
  })
  if (used !== hashes.length) throw new ProofError('disclosure-malformed', 'hashes are left over')
  if (!equalBytes(stack[0] ?? emptyRoot(), root)) {
    throw new ProofError('disclosure-mismatch', 'the shown entries do not belong to this root')
  }
  return gapsBetween(indexes, size)
}

/** The runs of places in `0 … size−1` that are not among `indexes` (strictly ascending). */
export function gapsBetween(indexes: readonly number[], size: number): Gap[] {
  const gaps: Gap[] = []
  let next = 0
  for (const index of [...indexes, size]) {
    if (index > next) gaps.push({ from: next, count: index - next })
    next = index + 1
  }
  return gaps
}

interface Visitor {
  /** A largest subtree without a shown entry. */
  hidden(level: number, index: number): void
  /** A shown entry, by its position in the list of shown ones. */
  shown(position: number): void
  /** Both halves of a subtree have been visited. */
  joined(): void
}

/** Visits the tree from left to right, going down only where something is shown. */
function walk(size: number, indexes: readonly number[], visitor: Visitor): void {
  let position = 0
  const visit = (level: number, index: number): void => {
    const end = Math.min(size, (index + 1) * 2 ** level)
    const next = indexes[position]
    if (next === undefined || next >= end) visitor.hidden(level, index)
    else if (level === 0) visitor.shown(position++)
    else {
      visit(level - 1, 2 * index)
      if ((2 * index + 1) * 2 ** (level - 1) >= size) return
      visit(level - 1, 2 * index + 1)
      visitor.joined()
    }
  }
  if (size === 0) return
  let level = 0
  while (2 ** level < size && level < TOP_LEVEL) level++
  visit(level, 0)
}

function assertAscending(indexes: readonly number[], size: number): void {
  let least = 0
  for (const index of indexes) {
    assertCount(index, 'an index')
    if (index < least || index >= size) {
      throw new ProofError('input-range', `indexes must be ascending and below ${size}`)
    }
    least = index + 1
  }
}
