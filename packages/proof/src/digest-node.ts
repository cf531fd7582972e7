import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hash,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import type { Digest, Hasher } from './digest-shape.ts'
import { isStrictPoint } from './ed25519-rule.ts'
import { assertSize } from './errors.ts'

export type { Digest, Hasher } from './digest-shape.ts'

const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

// A one-shot hash that answers with a string is more than twice as fast as one that allocates a buffer.
const sha256Into: Digest['sha256Into'] = (data, out, offset) => {
  const digest = hash('sha256', data, 'binary')
  for (let i = 0; i < 32; i++) out[offset + i] = digest.charCodeAt(i)
}

const sha256: Digest['sha256'] = data => {
  const out = new Uint8Array(32)
  sha256Into(data, out, 0)
  return out
}

const createSha256: Digest['createSha256'] = () => {
  const running = createHash('sha256')
  const hasher: Hasher = {
    update(data) {
      running.update(data)
      return hasher
    },
    digest: () => new Uint8Array(running.digest()),
  }
  return hasher
}

const BLOCK_BYTES = 64

/** The key as a block, each byte mixed with the pad of RFC 2104. */
function paddedKey(key: Uint8Array, pad: number, room: number): Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES + room)
  block.set(key.length > BLOCK_BYTES ? sha256(key) : key)
  for (let i = 0; i < BLOCK_BYTES; i++) block[i] = (block[i] as number) ^ pad
  return block
}

// HMAC from two one-shot hashes (RFC 2104): an object of createHmac costs ten times as much to make and to collect,
// and an import asks for one HMAC a message.
const hmacSha256: Digest['hmacSha256'] = (key, data) => {
  const inner = paddedKey(key, 0x36, data.length)
  inner.set(data, BLOCK_BYTES)
  const outer = paddedKey(key, 0x5c, 32)
  sha256Into(inner, outer, BLOCK_BYTES)
  return sha256(outer)
}

const verifyEd25519: Digest['verifyEd25519'] = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  if (!isStrictPoint(publicKey, 0) || !isStrictPoint(signature, 0)) return false
  try {
    const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' })
    return verify(null, message, key, signature)
  } catch {
    return false
  }
}

const signEd25519: Digest['signEd25519'] = (seed, message) =>
  new Uint8Array(sign(null, message, privateKey(seed)))

const publicKeyEd25519: Digest['publicKeyEd25519'] = seed =>
  new Uint8Array(
    createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length),
  )

function privateKey(seed: Uint8Array): KeyObject {
  assertSize(seed, 32, 'an Ed25519 seed')
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' })
}

export const digest: Digest = {
  sha256,
  sha256Into,
  createSha256,
  hmacSha256,
  verifyEd25519,
  signEd25519,
  publicKeyEd25519,
}
