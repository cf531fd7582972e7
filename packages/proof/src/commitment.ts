import { digest } from '#digest'
import { CompactRange } from './compact-range.ts'
import { concatBytes, toUint64, toUtf8 } from './encoding.ts'
import { assertSize } from './errors.ts'
import { HASH_SIZE_BYTES, type Hash } from './tree-hash.ts'

/** What a series of commitments is over: the messages of an import, or the chunks of a file. */
export type SeriesKind = 'message' | 'chunk'

/** Sizes of the random values: `r` of a leaf's commitment, and the seed of a series. */
export const OPENING_SIZE_BYTES = 32
export const SEED_SIZE_BYTES = 32
/** A file is committed to in chunks of this size; the last one may be shorter, an empty file has none. */
export const CHUNK_SIZE_BYTES = 1024 * 1024

const COMMIT_PREFIX = toUtf8('yuanwei/commit/v1\0')
const ITEM_PREFIX: Readonly<Record<SeriesKind, Uint8Array>> = {
  message: toUtf8('yuanwei/message/v1\0'),
  chunk: toUtf8('yuanwei/chunk/v1\0'),
}
const OPENING_PREFIX: Readonly<Record<SeriesKind, Uint8Array>> = {
  message: toUtf8('yuanwei/message-r/v1\0'),
  chunk: toUtf8('yuanwei/chunk-r/v1\0'),
}

/**
 * The commitment of a leaf to its payload: `SHA-256("yuanwei/commit/v1\0" ‖ r ‖ SHA-256(payload))`.
 * @param r 32 random bytes, kept outside the log; destroying them makes the payload unprovable
 * @param payload the UTF-8 bytes of a canonical JSON document
 */
export function commit(r: Uint8Array, payload: Uint8Array): Hash {
  return commitDigest(r, digest.sha256(payload))
}

/** {@link commit} for a payload of which only the SHA-256 is at hand. */
export function commitDigest(r: Uint8Array, payloadDigest: Hash): Hash {
  assertSize(r, OPENING_SIZE_BYTES, 'r')
  assertSize(payloadDigest, HASH_SIZE_BYTES, 'the payload digest')
  return digest.sha256(concatBytes(COMMIT_PREFIX, r, payloadDigest))
}

/**
 * The opening of item `index` of a series: `HMAC-SHA-256(seed, "yuanwei/<kind>-r/v1\0" ‖ u64be(index))`. One
 * seed opens all; revealing one item's opening says nothing about the others.
 */
export function itemOpening(kind: SeriesKind, seed: Uint8Array, index: number): Uint8Array {
  assertSize(seed, SEED_SIZE_BYTES, 'the seed')
  return digest.hmacSha256(seed, concatBytes(OPENING_PREFIX[kind], toUint64(index)))
}

/** The commitment to one item: `SHA-256("yuanwei/<kind>/v1\0" ‖ r ‖ SHA-256(item))`. */
export function commitItem(kind: SeriesKind, r: Uint8Array, itemDigest: Hash): Hash {
  assertSize(r, OPENING_SIZE_BYTES, 'r')
  assertSize(itemDigest, HASH_SIZE_BYTES, 'the item digest')
  return digest.sha256(concatBytes(ITEM_PREFIX[kind], r, itemDigest))
}

/** What a series appends to: a `CompactRange` when only the root is wanted, a `MerkleTree` to prove items. */
export interface SeriesTree {
  readonly size: number
  appendEntry(entry: Uint8Array): unknown
  root(): Hash
}

/**
 * Commitments to the items of one import or file, in order, under one RFC 6962 root whose entries are the
 * commitments. With the default tree memory does not grow.
 */
export class CommitmentSeries {
  readonly kind: SeriesKind
  private readonly seed: Uint8Array
  private readonly tree: SeriesTree

  constructor(kind: SeriesKind, seed: Uint8Array, tree: SeriesTree = new CompactRange()) {
    assertSize(seed, SEED_SIZE_BYTES, 'the seed')
    this.kind = kind
    this.seed = seed.slice()
    this.tree = tree
  }

  /** The number of items so far. */
  get size(): number {
    return this.tree.size
  }

  /** Adds an item by its bytes: a message's canonical JSON, or a chunk. */
  add(item: Uint8Array): void {
    this.addDigest(digest.sha256(item))
  }

  /** Adds an item by the SHA-256 of its bytes. */
  addDigest(itemDigest: Hash): void {
    const r = itemOpening(this.kind, this.seed, this.tree.size)
    this.tree.appendEntry(commitItem(this.kind, r, itemDigest))
  }

  /** The root over the items so far; without items the empty root. */
  root(): Hash {
    return this.tree.root()
  }
}

/** What a file's payload says of its bytes. */
export interface FileCommitment {
  readonly sizeBytes: number
  /** SHA-256 of the whole file; never in a leaf, only behind a commitment. */
  readonly sha256: Hash
  readonly chunkCount: number
  readonly chunkRoot: Hash
}

/** Commits to a file that streams by, cutting it into chunks of {@link CHUNK_SIZE_BYTES}. */
export class FileCommitter {
  private readonly series: CommitmentSeries
  private readonly whole = digest.createSha256()
  private chunk = digest.createSha256()
  private filledBytes = 0
  private sizeBytes = 0

  constructor(seed: Uint8Array, tree?: SeriesTree) {
    this.series = new CommitmentSeries('chunk', seed, tree)
  }

  /** Adds the next bytes of the file, in pieces of any size. */
  update(data: Uint8Array): void {
    this.whole.update(data)
    this.sizeBytes += data.length
    for (let at = 0; at < data.length; ) {
      const piece = data.subarray(at, at + CHUNK_SIZE_BYTES - this.filledBytes)
      this.chunk.update(piece)
      this.filledBytes += piece.length
      at += piece.length
      if (this.filledBytes === CHUNK_SIZE_BYTES) this.closeChunk()
    }
  }

  /** The commitment to everything given. Call once. */
  finish(): FileCommitment {
    if (this.filledBytes > 0) this.closeChunk()
    return {
      sizeBytes: this.sizeBytes,
      sha256: this.whole.digest(),
      chunkCount: this.series.size,
      chunkRoot: this.series.root(),
    }
  }

  private closeChunk(): void {
    this.series.addDigest(this.chunk.digest())
    this.chunk = digest.createSha256()
    this.filledBytes = 0
  }
}
