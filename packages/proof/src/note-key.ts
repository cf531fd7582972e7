import { digest } from '#digest'
import { concatBytes, fromBase64, fromHex, toBase64, toUtf8 } from './encoding.ts'
import { assertSize, ProofError } from './errors.ts'

/** The signature type byte of plain Ed25519 (C2SP signed-note). */
const ED25519_TYPE = 0x01
/** What stands before the 32 bytes of an Ed25519 key in SubjectPublicKeyInfo. */
const SPKI_PREFIX = fromHex('302a300506032b6570032100')

/** A trusted public key with the name it signs under. */
export interface NoteVerifier {
  readonly name: string
  /** The first four bytes of SHA-256(name ‖ "\n" ‖ type ‖ public key), big-endian. */
  readonly keyId: number
  /** The 32-byte Ed25519 public key. */
  readonly publicKey: Uint8Array
}

/** A key that signs notes. */
export interface NoteSigner extends NoteVerifier {
  sign(text: Uint8Array): Uint8Array
}

/** Whether a key name is allowed: not empty, no Unicode white space, no plus sign. */
export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\p{White_Space}+]/u.test(name)
}

/** The verifier of an Ed25519 public key. */
export function createVerifier(name: string, publicKey: Uint8Array): NoteVerifier {
  assertSize(publicKey, 32, 'an Ed25519 public key')
  if (!isKeyName(name)) throw new ProofError('key-malformed', 'a key name without spaces and plus is needed')
  const named = concatBytes(toUtf8(`${name}\n`), Uint8Array.of(ED25519_TYPE), publicKey)
  return { name, keyId: readUint32(digest.sha256(named)), publicKey: publicKey.slice() }
}

/** The signer of the 32-byte seed of RFC 8032. The seed stays inside the closure. */
export function createSigner(name: string, seed: Uint8Array): NoteSigner {
  const secret = seed.slice()
  const verifier = createVerifier(name, digest.publicKeyEd25519(secret))
  return { ...verifier, sign: text => digest.signEd25519(secret, text) }
}

/** The verifier key string `<name>+<key id as 8 hex digits>+<Base 64 of type and key>`. */
export function formatVerifierKey(verifier: NoteVerifier): string {
  const key = toBase64(concatBytes(Uint8Array.of(ED25519_TYPE), verifier.publicKey))
  return `${verifier.name}+${formatKeyId(verifier.keyId)}+${key}`
}

/**
 * The public key alone as PEM (SubjectPublicKeyInfo, RFC 8410), for `openssl pkeyutl -verify -rawin` over the
 * text of a note.
 */
export function formatPublicKeyPem(verifier: NoteVerifier): string {
  const key = toBase64(concatBytes(SPKI_PREFIX, verifier.publicKey))
  return `-----BEGIN PUBLIC KEY-----\n${key}\n-----END PUBLIC KEY-----\n`
}

/**
 * Reads a verifier key string and checks its key id.
 * @throws ProofError `key-malformed`
 */
export function parseVerifierKey(text: string): NoteVerifier {
  const { name, keyId, key } = splitKey(text, text)
  const verifier = createVerifier(name, key)
  if (formatKeyId(verifier.keyId) !== keyId) {
    throw new ProofError('key-malformed', 'the key id does not belong to this name and key')
  }
  return verifier
}

/** The secret key string of Go's `note` package, `PRIVATE+KEY+<name>+<key id>+<Base 64 of type and seed>`. */
export function formatSignerKey(name: string, seed: Uint8Array): string {
  const { keyId } = createSigner(name, seed)
  return `PRIVATE+KEY+${name}+${formatKeyId(keyId)}+${toBase64(concatBytes(Uint8Array.of(ED25519_TYPE), seed))}`
}

/**
 * Reads a secret key string. The message of its error never contains the key.
 * @throws ProofError `key-malformed`
 */
export function parseSignerKey(text: string): NoteSigner {
  const prefix = 'PRIVATE+KEY+'
  if (!text.startsWith(prefix)) throw new ProofError('key-malformed', 'not a secret note key')
  const { name, keyId, key } = splitKey(text.slice(prefix.length), 'a secret note key')
  const signer = createSigner(name, key)
  if (formatKeyId(signer.keyId) !== keyId) {
    throw new ProofError('key-malformed', 'the key id does not belong to this name and key')
  }
  return signer
}

function splitKey(text: string, shown: string): { name: string; keyId: string; key: Uint8Array } {
  // The Base 64 part may itself contain plus signs, so only the first two separate.
  const parts = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text)
  const [, name, keyId, key64] = parts ?? []
  if (name === undefined || keyId === undefined || key64 === undefined) {
    throw new ProofError('key-malformed', `not a note key: ${shown}`)
  }
  const typed = readKeyBytes(key64)
  if (typed[0] !== ED25519_TYPE || typed.length !== 33) {
    throw new ProofError('key-malformed', 'only Ed25519 note keys (type 0x01) are understood')
  }
  return { name, keyId, key: typed.subarray(1) }
}

function readKeyBytes(key64: string): Uint8Array {
  try {
    return fromBase64(key64)
  } catch (cause) {
    throw new ProofError('key-malformed', 'the key is not Base 64', { cause })
  }
}

/** A key id as 8 hexadecimal digits. */
export function formatKeyId(keyId: number): string {
  return keyId.toString(16).padStart(8, '0')
}

/** The big-endian number of the first four bytes. */
export function readUint32(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0)
}
