import { toUtf8 } from './encoding.ts'
import { ProofError } from './errors.ts'

/** What JSON can hold. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject
export interface JsonObject {
  readonly [key: string]: JsonValue
}

/** Documents nested deeper than this are refused, in writing and in reading. */
export const MAX_JSON_DEPTH = 64

/**
 * The canonical text of a JSON value (RFC 8785): members sorted by UTF-16 code units, no white space, strings
 * and numbers as ECMAScript writes them.
 *
 * Only what JSON can hold is written: `undefined`, holes, bigints, functions, instances of classes, `toJSON`
 * and numbers that are not finite are refused rather than dropped or converted.
 * @throws ProofError `json-value`, `json-number`, `json-surrogate`, `json-depth`
 */
export function canonicalJson(value: JsonValue): string {
  return write(value, 0)
}

/** The canonical text as UTF-8 bytes: what is hashed and signed. */
export function canonicalJsonBytes(value: JsonValue): Uint8Array {
  return toUtf8(canonicalJson(value))
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_JSON_DEPTH) throw new ProofError('json-depth', `nested deeper than ${MAX_JSON_DEPTH}`)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return writeString(value)
  if (typeof value === 'number') return writeNumber(value)
  if (Array.isArray(value)) return writeArray(value, depth)
  if (typeof value === 'object' && isPlainObject(value)) return writeObject(value, depth)
  throw new ProofError('json-value', `JSON cannot hold ${Object.prototype.toString.call(value)}`)
}

function writeString(value: string): string {
  if (!value.isWellFormed()) throw new ProofError('json-surrogate', 'a string holds a lone surrogate')
  return JSON.stringify(value)
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new ProofError('json-number', `JSON cannot hold ${value}`)
  // String(−0) is "0", as section 3.2.2.3 asks.
  return String(value)
}

function writeArray(items: readonly unknown[], depth: number): string {
  let text = '['
  for (let i = 0; i < items.length; i++) text += (i > 0 ? ',' : '') + write(items[i], depth + 1)
  return `${text}]`
}

function writeObject(members: Record<string, unknown>, depth: number): string {
  let text = '{'
  // The default order of sort() is by UTF-16 code units, which is the order of section 3.2.3.
  for (const key of Object.keys(members).sort()) {
    text += `${text.length > 1 ? ',' : ''}${writeString(key)}:${write(members[key], depth + 1)}`
  }
  return `${text}}`
}

function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value)
  // Objects of another realm (a worker, a frame) have another Object.prototype, which itself has none above.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
