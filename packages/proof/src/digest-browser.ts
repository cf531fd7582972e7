import { getPublicKey, hashes, Point, sign } from '@noble/ed25519'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 as nobleSha256, sha512 } from '@noble/hashes/sha2.js'
import type { Digest, Hasher } from './digest-shape.ts'
import { isStrictPoint } from './ed25519-rule.ts'
import { concatBytes, equalBytes } from './encoding.ts'
import { assertSize } from './errors.ts'

export type { Digest, Hasher } from './digest-shape.ts'

hashes.sha512 = sha512
const GROUP_ORDER = Point.CURVE().n

const createSha256: Digest['createSha256'] = () => {
  const running = nobleSha256.create()
  const hasher: Hasher = {
    update(data) {
      running.update(data)
      return hasher
    },
    digest: () => running.digest(),
  }
  return hasher
}

/**
 * The equation of RFC 8032 without the cofactor, as OpenSSL and Go compute it: encode `[S]B − [k]A` and
 * compare it with the bytes of `R`. The library's own `verify` multiplies by the cofactor, which accepts
 * signatures that those refuse, so the two ends of this package would disagree.
 */
const verifyEd25519: Digest['verifyEd25519'] = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  if (!isStrictPoint(publicKey, 0) || !isStrictPoint(signature, 0)) return false
  const r = signature.subarray(0, 32)
  const s = littleEndian(signature.subarray(32))
  if (s >= GROUP_ORDER) return false
  try {
    const a = Point.fromBytes(publicKey, false)
    const k = littleEndian(sha512(concatBytes(r, publicKey, message))) % GROUP_ORDER
    const expected = Point.BASE.multiply(s, false).add(a.negate().multiply(k, false))
    return equalBytes(expected.toBytes(), r)
  } catch {
    return false
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0)
  return value
}

export const digest: Digest = {
  sha256: data => nobleSha256(data),
  sha256Into: (data, out, offset) => out.set(nobleSha256(data), offset),
  createSha256,
  hmacSha256: (key, data) => hmac(nobleSha256, key, data),
  verifyEd25519,
  signEd25519: (seed, message) => {
    assertSize(seed, 32, 'an Ed25519 seed')
    return sign(message, seed)
  },
  publicKeyEd25519: seed => {
    assertSize(seed, 32, 'an Ed25519 seed')
    return getPublicKey(seed)
  },
}
