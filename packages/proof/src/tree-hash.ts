import { digest } from '#digest'
import { toUtf8 } from './encoding.ts'

/** A SHA-256 hash of a Merkle tree: always 32 bytes. */
export type Hash = Uint8Array

export const HASH_SIZE_BYTES = 32

const LEAF_PREFIX = 0x00
const NODE_PREFIX = 0x01
const LEAF_SCRATCH_SIZE_BYTES = 4096

// The functions here are synchronous and never call back, so these can be shared by all of them.
const nodeScratch = new Uint8Array(1 + 2 * HASH_SIZE_BYTES)
nodeScratch[0] = NODE_PREFIX
const leafScratch = new Uint8Array(1 + LEAF_SCRATCH_SIZE_BYTES)
leafScratch[0] = LEAF_PREFIX

/** The hash of one entry, `SHA-256(0x00 ‖ entry)` (RFC 6962 section 2.1). */
export function leafHash(entry: Uint8Array): Hash {
  const out = new Uint8Array(HASH_SIZE_BYTES)
  leafHashInto(entry, out, 0)
  return out
}

/** {@link leafHash}, written to `out[offset … offset+32)` without allocating. */
export function leafHashInto(entry: Uint8Array, out: Uint8Array, offset: number): void {
  if (entry.length > LEAF_SCRATCH_SIZE_BYTES) {
    const prefixed = new Uint8Array(1 + entry.length)
    prefixed.set(entry, 1)
    digest.sha256Into(prefixed, out, offset)
    return
  }
  leafScratch.set(entry, 1)
  digest.sha256Into(leafScratch.subarray(0, 1 + entry.length), out, offset)
}

/** The hash of an inner node, `SHA-256(0x01 ‖ left ‖ right)` (RFC 6962 section 2.1). */
export function nodeHash(left: Hash, right: Hash): Hash {
  const out = new Uint8Array(HASH_SIZE_BYTES)
  nodeScratch.set(left, 1)
  nodeScratch.set(right, 1 + HASH_SIZE_BYTES)
  digest.sha256Into(nodeScratch, out, 0)
  return out
}

/**
 * {@link nodeHash} of hashes inside larger buffers, written to `out[outAt … outAt+32)` without allocating.
 * `out` may be one of the inputs.
 */
export function nodeHashInto(
  left: Uint8Array,
  leftAt: number,
  right: Uint8Array,
  rightAt: number,
  out: Uint8Array,
  outAt: number,
): void {
  for (let i = 0; i < HASH_SIZE_BYTES; i++) {
    nodeScratch[1 + i] = left[leftAt + i] as number
    nodeScratch[1 + HASH_SIZE_BYTES + i] = right[rightAt + i] as number
  }
  digest.sha256Into(nodeScratch, out, outAt)
}

/** The root of a tree without entries: SHA-256 of nothing. A fresh copy on each call. */
export function emptyRoot(): Hash {
  return digest.sha256(toUtf8(''))
}
