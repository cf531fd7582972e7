/** SHA-256 of data that arrives in parts. */
export interface Hasher {
  /** Adds bytes; returns itself. Must not be called after `digest`. */
  update(data: Uint8Array): Hasher
  /** The 32-byte hash of everything added. May be called once. */
  digest(): Uint8Array
}

/**
 * The primitives behind `#digest`, synchronous and equal in Node (`node:crypto`) and in browsers (`@noble`).
 * Outputs are fresh byte arrays of their own.
 */
export interface Digest {
  /** SHA-256, 32 bytes. */
  sha256(data: Uint8Array): Uint8Array
  /** SHA-256 written to `out[offset … offset+32)`; `out` may overlap `data`. The hot path: allocates nothing. */
  sha256Into(data: Uint8Array, out: Uint8Array, offset: number): void
  createSha256(): Hasher
  /** HMAC-SHA-256 (RFC 2104), 32 bytes. */
  hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array
  /**
   * Ed25519 (RFC 8032) under one rule everywhere, the strictest in use: `S < L`, the equation without the
   * cofactor, `A` and `R` in canonical encoding and not of small order (dalek's `verify_strict`).
   * Wrong lengths are `false`, never an exception.
   */
  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
  /** Ed25519 signature, 64 bytes, of the 32-byte seed of RFC 8032. */
  signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array
  /** The 32-byte public key of a 32-byte seed. */
  publicKeyEd25519(seed: Uint8Array): Uint8Array
}
