import { canonicalJson, type JsonValue, MAX_JSON_DEPTH } from './canonical-json.ts'
import { fromUtf8 } from './encoding.ts'
import { ProofError, type ProofErrorCode } from './errors.ts'

/** Documents longer than this (in UTF-16 units of text, or bytes) are refused unless a caller says otherwise. */
export const MAX_JSON_SIZE = 16 * 1024 * 1024

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 forbids exactly these inside a string.
const PLAIN_CHARACTERS = /[^"\\\u0000-\u001f]*/y
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/**
 * Reads a JSON text (RFC 8259) or its UTF-8 bytes, refusing what different readers understand differently:
 * duplicate keys, lone surrogates (written raw or as escapes), a byte order mark, numbers beyond the range of
 * a double, and documents that are too deep or too long.
 * @throws ProofError `json-*`, `encoding-utf8`
 */
export function parseJson(source: string | Uint8Array, options: { maxSize?: number } = {}): JsonValue {
  const maxSize = options.maxSize ?? MAX_JSON_SIZE
  if (source.length > maxSize) throw new ProofError('json-size', `JSON longer than ${maxSize}`)
  return new JsonReader(typeof source === 'string' ? source : fromUtf8(source)).readDocument()
}

/**
 * Reads a JSON text that must already be canonical (RFC 8785): any other spelling of the same value is
 * refused, so that the text that was hashed and the value that is used cannot differ.
 * @throws ProofError `json-not-canonical` and all of {@link parseJson}
 */
export function parseCanonicalJson(
  source: string | Uint8Array,
  options: { maxSize?: number } = {},
): JsonValue {
  const text = typeof source === 'string' ? source : fromUtf8(source)
  const value = parseJson(text, options)
  if (canonicalJson(value) !== text) throw new ProofError('json-not-canonical', 'JSON that is not canonical')
  return value
}

class JsonReader {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  readDocument(): JsonValue {
    this.skipSpace()
    const value = this.readValue(0)
    this.skipSpace()
    if (this.at < this.text.length) this.fail('json-syntax', 'something behind the end of the value')
    return value
  }

  private readValue(depth: number): JsonValue {
    if (depth > MAX_JSON_DEPTH) this.fail('json-depth', `nested deeper than ${MAX_JSON_DEPTH}`)
    switch (this.text[this.at]) {
      case '{':
        return this.readObject(depth)
      case '[':
        return this.readArray(depth)
      case '"':
        return this.readString()
      case 't':
        return this.readWord('true', true)
      case 'f':
        return this.readWord('false', false)
      case 'n':
        return this.readWord('null', null)
      default:
        return this.readNumber()
    }
  }

  private readObject(depth: number): JsonValue {
    const members: Record<string, JsonValue> = {}
    this.at++
    this.skipSpace()
    if (this.take('}')) return members
    do {
      this.skipSpace()
      if (this.text[this.at] !== '"') this.fail('json-syntax', 'a member without a name')
      const key = this.readString()
      if (Object.hasOwn(members, key))
        this.fail('json-duplicate-key', `the name ${JSON.stringify(key)} twice`)
      this.skipSpace()
      if (!this.take(':')) this.fail('json-syntax', 'a name without a colon')
      this.skipSpace()
      const value = this.readValue(depth + 1)
      // Assignment to "__proto__" would change the prototype instead of adding a member.
      Object.defineProperty(members, key, { value, enumerable: true, configurable: true, writable: true })
      this.skipSpace()
    } while (this.take(','))
    if (!this.take('}')) this.fail('json-syntax', 'an object without its end')
    return members
  }

  private readArray(depth: number): JsonValue {
    const items: JsonValue[] = []
    this.at++
    this.skipSpace()
    if (this.take(']')) return items
    do {
      this.skipSpace()
      items.push(this.readValue(depth + 1))
      this.skipSpace()
    } while (this.take(','))
    if (!this.take(']')) this.fail('json-syntax', 'an array without its end')
    return items
  }

  private readString(): string {
    const start = this.at++
    let value = ''
    for (;;) {
      PLAIN_CHARACTERS.lastIndex = this.at
      value += PLAIN_CHARACTERS.exec(this.text)?.[0] ?? ''
      this.at = PLAIN_CHARACTERS.lastIndex
      if (this.take('"')) break
      if (!this.take('\\')) this.fail('json-syntax', 'a string without its end, or with a control character')
      value += this.readEscape()
    }
    if (!value.isWellFormed()) {
      this.at = start
      this.fail('json-surrogate', 'a string with a lone surrogate')
    }
    return value
  }

  private readEscape(): string {
    const sign = this.text[this.at++] ?? ''
    if (sign === 'u') {
      const digits = this.text.slice(this.at, this.at + 4)
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.fail('json-syntax', 'a malformed \\u escape')
      this.at += 4
      return String.fromCharCode(Number.parseInt(digits, 16))
    }
    const value = Object.hasOwn(ESCAPES, sign) ? ESCAPES[sign] : undefined
    return value ?? this.fail('json-syntax', 'an unknown escape')
  }

  private readNumber(): number {
    NUMBER.lastIndex = this.at
    const digits = NUMBER.exec(this.text)?.[0]
    if (digits === undefined) return this.fail('json-syntax', 'a value was expected')
    const value = Number(digits)
    if (!Number.isFinite(value)) this.fail('json-number', 'a number beyond the range of a double')
    this.at += digits.length
    return value
  }

  private readWord<T extends JsonValue>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) this.fail('json-syntax', 'a value was expected')
    this.at += word.length
    return value
  }

  private take(sign: string): boolean {
    if (this.text[this.at] !== sign) return false
    this.at++
    return true
  }

  private skipSpace(): void {
    for (;;) {
      const sign = this.text[this.at]
      if (sign !== ' ' && sign !== '\n' && sign !== '\r' && sign !== '\t') return
      this.at++
    }
  }

  private fail(code: ProofErrorCode, reason: string): never {
    throw new ProofError(code, `${reason}, at position ${this.at}`)
  }
}
