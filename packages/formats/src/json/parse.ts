/** A number that JavaScript's numbers can't hold digit by digit: the text of the file is kept. */
export class JsonNumber {
  readonly raw: string
  constructor(raw: string) {
    this.raw = raw
  }
}

/** Objects are Maps: no key of a file (`__proto__`, `toString`) can be mistaken for one of ours. */
export type JsonObject = ReadonlyMap<string, JsonValue>
export type JsonValue = null | boolean | number | string | JsonNumber | readonly JsonValue[] | JsonObject

/** Why a text is not a JSON value of ours; the codes are those of `unread-reasons.ts`. */
export class JsonError extends Error {
  readonly code: 'invalid_json' | 'duplicate_key'
  constructor(code: 'invalid_json' | 'duplicate_key') {
    super(code)
    this.code = code
  }
}

/** Nesting that a chat never has; deeper is refused, so that no file can exhaust the stack. */
const MAX_DEPTH = 256

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/**
 * Parses one JSON text by RFC 8259, strictly: no comments, no trailing commas, no duplicate keys. Halves of
 * surrogate pairs and NUL, which escapes can write and databases and canonical JSON refuse, become U+FFFD;
 * `onReplaced` hears of it.
 * @throws JsonError
 */
export function parseJson(text: string, onReplaced: () => void = () => {}): JsonValue {
  const cursor = new Cursor(text, onReplaced)
  const value = cursor.value(0)
  cursor.space()
  if (cursor.at !== text.length) throw new JsonError('invalid_json')
  return value
}

class Cursor {
  readonly text: string
  readonly onReplaced: () => void
  at = 0
  constructor(text: string, onReplaced: () => void) {
    this.text = text
    this.onReplaced = onReplaced
  }

  space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.at += 1
    }
  }

  value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw new JsonError('invalid_json')
    this.space()
    switch (this.text.charCodeAt(this.at)) {
      case 0x7b:
        return this.object(depth)
      case 0x5b:
        return this.array(depth)
      case 0x22:
        return this.string()
      case 0x74:
        return this.word('true', true)
      case 0x66:
        return this.word('false', false)
      case 0x6e:
        return this.word('null', null)
      default:
        return this.number()
    }
  }

  object(depth: number): JsonObject {
    const object = new Map<string, JsonValue>()
    this.at += 1
    this.space()
    if (this.take(0x7d)) return object
    for (;;) {
      this.space()
      if (this.text.charCodeAt(this.at) !== 0x22) throw new JsonError('invalid_json')
      const key = this.string()
      this.space()
      if (!this.take(0x3a)) throw new JsonError('invalid_json')
      if (object.has(key)) throw new JsonError('duplicate_key')
      object.set(key, this.value(depth + 1))
      this.space()
      if (this.take(0x7d)) return object
      if (!this.take(0x2c)) throw new JsonError('invalid_json')
    }
  }

  array(depth: number): JsonValue[] {
    const array: JsonValue[] = []
    this.at += 1
    this.space()
    if (this.take(0x5d)) return array
    for (;;) {
      array.push(this.value(depth + 1))
      this.space()
      if (this.take(0x5d)) return array
      if (!this.take(0x2c)) throw new JsonError('invalid_json')
    }
  }

  string(): string {
    const end = closingQuote(this.text, this.at + 1)
    if (end < 0) throw new JsonError('invalid_json')
    const start = this.at
    this.at = end + 1
    const inner = this.text.slice(start + 1, end)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 forbids them unescaped.
    if (!/[\\\u0000-\u001f]/.test(inner)) return inner
    return this.storable(unescaped(this.text.slice(start, end + 1)))
  }

  storable(text: string): string {
    if (text.isWellFormed() && !text.includes('\0')) return text
    this.onReplaced()
    return text.toWellFormed().replaceAll('\0', '\ufffd')
  }

  number(): number | JsonNumber {
    NUMBER.lastIndex = this.at
    const raw = NUMBER.exec(this.text)?.[0]
    if (raw === undefined) throw new JsonError('invalid_json')
    this.at += raw.length
    const number = Number(raw)
    // Compared as text: 1.0, 1e3 and -0 keep their raw text too, which costs nothing.
    return String(number) === raw ? number : new JsonNumber(raw)
  }

  word<T extends JsonValue>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw new JsonError('invalid_json')
    this.at += word.length
    return value
  }

  take(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) return false
    this.at += 1
    return true
  }
}

/** The engine knows escapes best, and is strict about them. */
function unescaped(literal: string): string {
  try {
    return JSON.parse(literal) as string
  } catch {
    throw new JsonError('invalid_json')
  }
}

/** Position of the quote that ends the string whose inside starts at `from`, or -1. */
export function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0) {
    let slashes = 0
    while (at - 1 - slashes >= from && text.charCodeAt(at - 1 - slashes) === 0x5c) slashes += 1
    if (slashes % 2 === 0) return at
    at = text.indexOf('"', at + 1)
  }
  return -1
}
