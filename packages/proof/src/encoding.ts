import { assertCount, ProofError } from './errors.ts'

const HEX_PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const BASE64_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BASE64_VALUES = new Int16Array(128).fill(-1)
for (let value = 0; value < 64; value++) BASE64_VALUES[BASE64_ALPHABET.charCodeAt(value)] = value

const utf8Encoder = new TextEncoder()
// A byte order mark is content like any other: dropping it would make two byte strings look equal.
const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX_PAIRS[byte]
  return text
}

/**
 * Reads lower-case hexadecimal; upper case, odd lengths and any other sign are refused, so that every byte
 * string has exactly one spelling.
 * @param sizeBytes when given, the exact number of bytes expected
 * @throws ProofError `encoding-hex`
 */
export function fromHex(text: string, sizeBytes?: number): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) {
    throw new ProofError('encoding-hex', 'not lower-case hexadecimal')
  }
  if (sizeBytes !== undefined && text.length !== sizeBytes * 2) {
    throw new ProofError(
      'encoding-hex',
      `expected ${sizeBytes} bytes of hexadecimal, found ${text.length / 2}`,
    )
  }
  const bytes = new Uint8Array(text.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(i * 2, i * 2 + 2), 16)
  return bytes
}

/** Standard Base 64 with padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    text += BASE64_ALPHABET.charAt(group >> 18) + BASE64_ALPHABET.charAt((group >> 12) & 63)
    text += left > 1 ? BASE64_ALPHABET.charAt((group >> 6) & 63) : '='
    text += left > 2 ? BASE64_ALPHABET.charAt(group & 63) : '='
  }
  return text
}

/**
 * Reads standard Base 64 (RFC 4648 section 4) in its only canonical spelling: padded, no white space, and
 * the bits behind the last byte zero.
 * @param sizeBytes when given, the exact number of bytes expected
 * @throws ProofError `encoding-base64`
 */
export function fromBase64(text: string, sizeBytes?: number): Uint8Array {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  if (text.length % 4 !== 0) throw new ProofError('encoding-base64', 'Base 64 without its padding')
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  if (sizeBytes !== undefined && bytes.length !== sizeBytes) {
    throw new ProofError('encoding-base64', `expected ${sizeBytes} bytes of Base 64, found ${bytes.length}`)
  }
  const digits = text.length - padding
  let group = 0
  let at = 0
  for (let i = 0; i < digits; i++) {
    const value = BASE64_VALUES[text.charCodeAt(i)] ?? -1
    if (value < 0) throw new ProofError('encoding-base64', 'a sign that is not Base 64')
    group = ((group << 6) | value) & 0xffffff
    if (i % 4 === 1) bytes[at++] = group >> 4
    else if (i % 4 === 2) bytes[at++] = group >> 2
    else if (i % 4 === 3) bytes[at++] = group
  }
  const spareBits = padding === 2 ? 0b1111 : padding === 1 ? 0b11 : 0
  if ((group & spareBits) !== 0) throw new ProofError('encoding-base64', 'Base 64 with spare bits set')
  return bytes
}

/**
 * UTF-8 of a string.
 * @throws ProofError `json-surrogate` for a lone surrogate, which has no UTF-8 form
 */
export function toUtf8(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new ProofError('json-surrogate', 'a lone surrogate has no UTF-8 form')
  return utf8Encoder.encode(text)
}

/**
 * Strict UTF-8; a byte order mark is kept as U+FEFF.
 * @throws ProofError `encoding-utf8`
 */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return utf8Decoder.decode(bytes)
  } catch (cause) {
    throw new ProofError('encoding-utf8', 'not valid UTF-8', { cause })
  }
}

/** Eight bytes, big-endian, of a number in `0 … 2^53−1`. */
export function toUint64(value: number): Uint8Array {
  assertCount(value, 'a 64-bit number')
  const bytes = new Uint8Array(8)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, Math.floor(value / 2 ** 32))
  view.setUint32(4, value % 2 ** 32)
  return bytes
}

/** The byte strings one after the other. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let sizeBytes = 0
  for (const part of parts) sizeBytes += part.length
  const joined = new Uint8Array(sizeBytes)
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** Whether two byte strings are equal. Not constant in time: nothing compared in this package is secret. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false
  return true
}
