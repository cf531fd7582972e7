import { canonicalJson, type JsonObject, type JsonValue } from './canonical-json.ts'
import { toUtf8 } from './encoding.ts'
import { ProofError } from './errors.ts'
import { parseCanonicalJson } from './strict-json.ts'
import { type Hash, leafHash } from './tree-hash.ts'

/** One entry of the log. All of it is public in principle: it holds no personal datum and no bare file hash. */
export interface Leaf {
  /** The version of this layout. */
  readonly v: 1
  /** What happened, for example `evidence.added`; see {@link LEAF_TYPE_PATTERN}. */
  readonly t: string
  /** When, in milliseconds of Unix time; for anonymous actors coarsened by the writer to the batch. */
  readonly at: number
  /** The stream (one case), 16 random bytes as hexadecimal. */
  readonly s: string
  /** The place in the stream: 1, 2, 3 … without a gap. */
  readonly n: number
  /** Who: a pseudonym of 32 hexadecimal digits, or one of {@link ACTOR_CLASSES}. */
  readonly a: string
  /** The commitment to the payload, 32 bytes as hexadecimal. */
  readonly c: string
}

/** A leaf is at most this long, in bytes of its canonical JSON. */
export const MAX_LEAF_SIZE_BYTES = 4096
/** Actors without a pseudonym: a voice that must stay unknown, and the program itself. */
export const ACTOR_CLASSES = ['anonymous', 'service'] as const
/** Types are lower-case words joined by dots, at most 64 signs. */
export const LEAF_TYPE_PATTERN = /^(?=.{1,64}$)[a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)*$/

const FIELDS = ['a', 'at', 'c', 'n', 's', 't', 'v']
const HEX_16_BYTES = /^[0-9a-f]{32}$/
const HEX_32_BYTES = /^[0-9a-f]{64}$/
/** The end of the range of an ECMAScript date, in milliseconds. */
const MAX_TIME_MS = 8.64e15

/**
 * The bytes of a leaf: canonical JSON in UTF-8, what the log hashes and an entry bundle holds.
 * @throws ProofError `leaf-field` with the name of the field, `leaf-size`
 */
export function encodeLeaf(leaf: Leaf): Uint8Array {
  checkFields(leaf as unknown as JsonObject)
  const bytes = toUtf8(canonicalJson(leaf as unknown as JsonObject))
  if (bytes.length > MAX_LEAF_SIZE_BYTES) {
    throw new ProofError('leaf-size', `a leaf of ${bytes.length} bytes; the most is ${MAX_LEAF_SIZE_BYTES}`)
  }
  return bytes
}

/**
 * Reads a leaf from its bytes or text, which must be the canonical ones.
 * @throws ProofError `leaf-field`, `leaf-size`, `json-*`, `encoding-utf8`
 */
export function decodeLeaf(source: Uint8Array | string): Leaf {
  if (source.length > MAX_LEAF_SIZE_BYTES) throw new ProofError('leaf-size', 'a leaf beyond its limit')
  const value = parseCanonicalJson(source)
  return checkFields(value)
}

/** The leaf hash of an entry (RFC 6962) from the leaf's fields. */
export function hashLeaf(leaf: Leaf): Hash {
  return leafHash(encodeLeaf(leaf))
}

function checkFields(value: JsonValue): Leaf {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new ProofError('leaf-field', 'a leaf is a JSON object')
  }
  const fields = value as JsonObject
  for (const name of Object.keys(fields)) if (!FIELDS.includes(name)) fail(name, 'is not part of a leaf')
  const { a, at, c, n, s, t, v } = fields
  if (v !== 1) fail('v', 'must be 1')
  if (typeof t !== 'string' || !LEAF_TYPE_PATTERN.test(t)) fail('t', 'must be a type')
  if (!isWhole(at, 0, MAX_TIME_MS)) fail('at', 'must be milliseconds of Unix time')
  if (typeof s !== 'string' || !HEX_16_BYTES.test(s)) fail('s', 'must be 16 bytes of hexadecimal')
  if (!isWhole(n, 1, Number.MAX_SAFE_INTEGER)) fail('n', 'must be a whole number from 1')
  if (!isActor(a)) fail('a', 'must be a pseudonym, "anonymous" or "service"')
  if (typeof c !== 'string' || !HEX_32_BYTES.test(c)) fail('c', 'must be 32 bytes of hexadecimal')
  return fields as unknown as Leaf
}

function fail(field: string, rule: string): never {
  throw new ProofError('leaf-field', `the field "${field}" ${rule}`)
}

function isActor(value: JsonValue | undefined): boolean {
  if (typeof value !== 'string') return false
  return HEX_16_BYTES.test(value) || ACTOR_CLASSES.some(name => name === value)
}

function isWhole(value: JsonValue | undefined, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most
}
