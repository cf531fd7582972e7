import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import type { Ports } from '../ports.ts'
import { KEY_SIZE_BYTES } from './blob-format.ts'

/**
 * Where a key stands. All of it is bound to the wrapped key: a row that was copied to another organisation, case
 * or artefact does not open there.
 */
export interface KeyPlace {
  readonly orgId: string
  readonly keyId: string
  readonly kind: 'organisation' | 'case' | 'subject' | 'artefact'
  /** The key that wraps this one; null for an organisation's, which the root key wraps. */
  readonly parentId: string | null
}

export interface WrappedKey extends KeyPlace {
  readonly wrapped: Uint8Array
}

/** The key was wrapped by another key or for another place, or its bytes were changed. */
export class KeyUnwrapError extends Error {
  override readonly name = 'KeyUnwrapError'
  readonly keyId: string
  constructor(place: KeyPlace) {
    super(`the ${place.kind} key does not open`)
    this.keyId = place.keyId
  }
}

const VERSION = 1
const NONCE_SIZE_BYTES = 12
const TAG_SIZE_BYTES = 16
const CIPHERTEXT_AT = 1 + NONCE_SIZE_BYTES
const TAG_AT = CIPHERTEXT_AT + KEY_SIZE_BYTES

/** Version ‖ nonce ‖ ciphertext ‖ tag. */
export const WRAPPED_SIZE_BYTES = TAG_AT + TAG_SIZE_BYTES

/** A fresh key for an organisation, a case or an artefact. */
export function newKey(ports: Pick<Ports, 'random'>): Uint8Array {
  return ports.random(KEY_SIZE_BYTES)
}

/** The key that wraps an organisation's key: HKDF-SHA-256 of the master key, one for each organisation. */
export function deriveRootKey(masterKey: Uint8Array, orgId: string): Uint8Array {
  assertKey(masterKey)
  return new Uint8Array(hkdfSync('sha256', masterKey, '', `yuanwei/root-key/v1\0${orgId}`, KEY_SIZE_BYTES))
}

/** Wraps a key (AES-256-GCM, random nonce). The result goes into the row of that place. */
export function wrapKey(
  parentKey: Uint8Array,
  key: Uint8Array,
  place: KeyPlace,
  ports: Pick<Ports, 'random'>,
): Uint8Array {
  assertKey(parentKey)
  assertKey(key)
  const nonce = ports.random(NONCE_SIZE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', parentKey, nonce)
  cipher.setAAD(bindingOf(place))
  const ciphertext = Buffer.concat([cipher.update(key), cipher.final()])
  return new Uint8Array(Buffer.concat([Uint8Array.of(VERSION), nonce, ciphertext, cipher.getAuthTag()]))
}

/** @throws KeyUnwrapError */
export function unwrapKey(parentKey: Uint8Array, wrapped: Uint8Array, place: KeyPlace): Uint8Array {
  assertKey(parentKey)
  if (wrapped.length !== WRAPPED_SIZE_BYTES || wrapped[0] !== VERSION) throw new KeyUnwrapError(place)
  const options = { authTagLength: TAG_SIZE_BYTES }
  const decipher = createDecipheriv('aes-256-gcm', parentKey, wrapped.subarray(1, CIPHERTEXT_AT), options)
  decipher.setAAD(bindingOf(place))
  decipher.setAuthTag(wrapped.subarray(TAG_AT))
  const key = decipher.update(wrapped.subarray(CIPHERTEXT_AT, TAG_AT))
  try {
    decipher.final()
  } catch {
    throw new KeyUnwrapError(place)
  }
  return new Uint8Array(key)
}

/**
 * Opens the last of a chain of wrapped keys, from the organisation's down. Each must name the one before it as
 * its parent.
 * @throws KeyUnwrapError naming the first key that does not open
 */
export function openKeyChain(masterKey: Uint8Array, chain: readonly WrappedKey[]): Uint8Array {
  const [first] = chain
  if (first === undefined) throw new RangeError('a chain has at least the key of the organisation')
  let key = deriveRootKey(masterKey, first.orgId)
  let parentId: string | null = null
  for (const link of chain) {
    if (link.parentId !== parentId || link.orgId !== first.orgId) throw new KeyUnwrapError(link)
    key = unwrapKey(key, link.wrapped, link)
    parentId = link.keyId
  }
  return key
}

function bindingOf(place: KeyPlace): Buffer {
  // Ids hold no zero byte, so that no two places have the same binding.
  const parts = ['yuanwei/wrapped-key/v1', place.kind, place.orgId, place.parentId ?? '', place.keyId]
  return Buffer.from(parts.join('\0'))
}

function assertKey(key: Uint8Array): void {
  if (key.length !== KEY_SIZE_BYTES) throw new RangeError(`a key has ${KEY_SIZE_BYTES} bytes`)
}
