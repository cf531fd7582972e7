// The y coordinates, little-endian, of the eight points of small order: 0, 1, −1 and the two of order eight.
const SMALL_ORDER_Y = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map(hex => Uint8Array.from({ length: 32 }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16)))

/**
 * Whether the 32 bytes at `offset` may stand for a public key or a commitment: `y` below the field prime
 * 2^255−19, and not a point of small order. (The two encodings with `x = 0` and a set sign bit are of small
 * order too, so no encoding with two spellings is left.)
 *
 * Both back ends apply this before their own verification. A signature under a key of small order binds no
 * message, and libraries differ in what they accept there; refusing is what all of them can agree on.
 */
export function isStrictPoint(bytes: Uint8Array, offset: number): boolean {
  if (isAtLeastPrime(bytes, offset)) return false
  return !SMALL_ORDER_Y.some(y => hasY(bytes, offset, y))
}

function isAtLeastPrime(bytes: Uint8Array, offset: number): boolean {
  if (((bytes[offset + 31] ?? 0) & 0x7f) !== 0x7f) return false
  for (let i = 1; i < 31; i++) if (bytes[offset + i] !== 0xff) return false
  return (bytes[offset] ?? 0) >= 0xed
}

function hasY(bytes: Uint8Array, offset: number, y: Uint8Array): boolean {
  for (let i = 0; i < 31; i++) if (bytes[offset + i] !== y[i]) return false
  return ((bytes[offset + 31] ?? 0) & 0x7f) === y[31]
}
