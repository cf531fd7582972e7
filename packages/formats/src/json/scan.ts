import { JsonError, parseJson } from './parse.ts'

/** What the scanner met. `text` is null where the value is longer than the bound. */
export type ScanEvent =
  /** A value of the top-level object that is no array. */
  | { readonly kind: 'value'; readonly key: string; readonly text: string | null }
  /** An array begins: under `key` of the top-level object, or as the document itself (null). */
  | { readonly kind: 'array'; readonly key: string | null }
  /** One element of that array. `broken`: it never closed, and the next one began. */
  | {
      readonly kind: 'element'
      readonly key: string | null
      readonly index: number
      readonly text: string | null
      readonly broken: boolean
    }
  /** A key that the top-level object had before; its value follows as usual. */
  | { readonly kind: 'duplicate'; readonly key: string }
  /** Something that is no JSON, between values or after the end, or the end in the middle (`truncated`). */
  | {
      readonly kind: 'broken'
      readonly reason: 'truncated' | 'invalid_json' | 'trailing_data'
      readonly pointer: string
    }

type State = 'root' | 'key' | 'colon' | 'value' | 'element' | 'capture' | 'after'

const DEFAULT_MAX_LENGTH = 16 * 1024 * 1024

/**
 * Cuts a JSON document into the values of its top level and the elements of the arrays there, without holding
 * more than one of them. It only counts brackets and strings: values are parsed by whoever wants them. So one
 * record that is no JSON costs that record, not the file. Where elements stand on lines of their own, a new line
 * that begins as elements do ends a record whose brackets or quotes never close.
 */
export class JsonScanner {
  readonly #maxLength: number
  #state: State = 'root'
  #events: ScanEvent[] = []
  #window = ''
  #at = 0

  #isObject = false
  #seen = new Set<string>()
  #key: string | null = null
  #index = 0
  #isInArray = false
  #hasTrailing = false
  #hasJunk = false

  #captureFrom = 0
  #isTooLong = false
  #isBare = false
  #isKey = false
  #depth = 0
  #isInString = false
  #stringFrom = 0
  #isEscaped = false
  #linePrefix: string | null = null
  #newline = -2
  #isEnding = false

  constructor(maxLength: number = DEFAULT_MAX_LENGTH) {
    this.#maxLength = maxLength
  }

  /** Takes the next piece of the document and gives what it completes. */
  push(text: string): ScanEvent[] {
    const from = this.#state === 'capture' && !this.#isTooLong ? this.#captureFrom : this.#at
    this.#window = from >= this.#window.length ? text : this.#window.slice(from) + text
    this.#at -= from
    this.#captureFrom -= from
    this.#stringFrom = this.#at
    this.#newline = -2
    return this.#run()
  }

  /** Says that there is no more. */
  end(): ScanEvent[] {
    this.#isEnding = true
    const events = this.#run()
    if (this.#state === 'root' || this.#state === 'after') return events
    events.push({ kind: 'broken', reason: 'truncated', pointer: this.#pointer() })
    return events
  }

  #run(): ScanEvent[] {
    this.#events = []
    while (this.#at < this.#window.length && this.#step()) {
      // Each step takes at least one character.
    }
    return this.#events
  }

  /** False when the window holds too little to go on. */
  #step(): boolean {
    if (this.#state === 'capture') return this.#capture()
    const code = this.#window.charCodeAt(this.#at)
    if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      this.#at += 1
      return true
    }
    switch (this.#state) {
      case 'root':
        return this.#root(code)
      case 'key':
        return this.#keyStart(code)
      case 'colon':
        if (code === 0x3a) this.#state = 'value'
        else this.#junk()
        this.#at += 1
        return true
      case 'value':
        return this.#valueStart(code)
      case 'element':
        return this.#elementStart(code)
      default:
        if (!this.#hasTrailing) this.#emit({ kind: 'broken', reason: 'trailing_data', pointer: '' })
        this.#hasTrailing = true
        this.#at = this.#window.length
        return true
    }
  }

  #root(code: number): boolean {
    this.#at += 1
    if (code === 0x7b) {
      this.#isObject = true
      this.#state = 'key'
    } else if (code === 0x5b) {
      this.#openArray(null)
    } else {
      this.#junk()
    }
    return true
  }

  #keyStart(code: number): boolean {
    if (code === 0x22) {
      this.#hasJunk = false
      this.#isKey = true
      this.#startCapture(code)
      return true
    }
    if (code === 0x7d) this.#state = 'after'
    else if (code !== 0x2c) this.#junk()
    this.#at += 1
    return true
  }

  #valueStart(code: number): boolean {
    if (code === 0x5b && this.#key !== null) {
      this.#at += 1
      this.#openArray(this.#key)
    } else if (code === 0x7d || code === 0x2c) {
      this.#junk()
      this.#at += 1
      this.#state = code === 0x7d ? 'after' : 'key'
    } else {
      this.#startCapture(code)
    }
    return true
  }

  #elementStart(code: number): boolean {
    if (code === 0x2c) {
      this.#at += 1
    } else if (code === 0x5d) {
      this.#at += 1
      this.#isInArray = false
      this.#linePrefix = null
      this.#state = this.#isObject ? 'key' : 'after'
    } else if (code === 0x7d) {
      this.#junk()
      this.#at += 1
    } else {
      if (this.#index === 0) this.#noteLinePrefix()
      this.#startCapture(code)
    }
    return true
  }

  /** Elements on lines of their own: remembers what stands before the first one on its line. */
  #noteLinePrefix(): void {
    const before = this.#window.slice(Math.max(0, this.#at - 64), this.#at)
    const newline = before.lastIndexOf('\n')
    const prefix = before.slice(newline + 1)
    this.#linePrefix = newline >= 0 && /^[ \t]*$/.test(prefix) ? prefix : null
  }

  #openArray(key: string | null): void {
    this.#key = key
    this.#index = 0
    this.#isInArray = true
    this.#linePrefix = null
    this.#state = 'element'
    this.#hasJunk = false
    this.#emit({ kind: 'array', key })
  }

  #startCapture(code: number): void {
    this.#captureFrom = this.#at
    this.#isTooLong = false
    this.#depth = 0
    this.#isInString = false
    this.#isEscaped = false
    this.#isBare = code !== 0x7b && code !== 0x5b && code !== 0x22
    this.#state = 'capture'
    this.#hasJunk = false
  }

  #capture(): boolean {
    const isComplete = this.#isBare ? this.#walkBare() : this.#walk()
    if (isComplete === 'more') {
      if (this.#window.length - this.#captureFrom > this.#maxLength) this.#isTooLong = true
      return false
    }
    const text = this.#isTooLong ? null : this.#window.slice(this.#captureFrom, this.#at)
    const isBroken = isComplete === 'broken'
    if (isBroken && this.#linePrefix !== null) this.#at += 1 + this.#linePrefix.length
    this.#finish(text !== null && text.length > this.#maxLength ? null : text, isBroken)
    return true
  }

  #finish(text: string | null, broken: boolean): void {
    if (this.#isInArray) {
      this.#emit({ kind: 'element', key: this.#key, index: this.#index, text, broken })
      this.#index += 1
      this.#state = 'element'
    } else if (this.#isKey) {
      this.#isKey = false
      this.#key = keyOf(text)
      if (this.#seen.has(this.#key)) this.#emit({ kind: 'duplicate', key: this.#key })
      this.#seen.add(this.#key)
      this.#state = 'colon'
    } else {
      this.#emit({ kind: 'value', key: this.#key ?? '', text })
      this.#state = 'key'
    }
  }

  #walkBare(): 'done' | 'more' {
    for (; this.#at < this.#window.length; this.#at += 1) {
      const code = this.#window.charCodeAt(this.#at)
      if (code === 0x2c || code === 0x5d || code === 0x7d || code <= 0x20) return 'done'
    }
    return 'more'
  }

  #walk(): 'done' | 'more' | 'broken' {
    const window = this.#window
    while (this.#at < window.length) {
      if (this.#isInString) {
        const met = this.#walkString()
        if (met !== 'on') return met
        continue
      }
      const code = window.charCodeAt(this.#at)
      if (code === 0x22) {
        this.#isInString = true
        this.#stringFrom = this.#at + 1
      } else if (code === 0x7b || code === 0x5b) {
        this.#depth += 1
      } else if (code === 0x7d || code === 0x5d) {
        this.#depth -= 1
        if (this.#depth === 0) {
          this.#at += 1
          return 'done'
        }
      } else if (code === 0x0a && this.#linePrefix !== null) {
        const met = this.#meetNewline(this.#at)
        if (met !== 'on') return met
      }
      this.#at += 1
    }
    return 'more'
  }

  #walkString(): 'done' | 'more' | 'broken' | 'on' {
    const window = this.#window
    if (this.#isEscaped) {
      this.#isEscaped = false
      this.#at += 1
      this.#stringFrom = this.#at
      return 'on'
    }
    if (this.#walkShort()) return this.#depth === 0 && !this.#isInString ? 'done' : 'on'
    const quote = window.indexOf('"', this.#at)
    if (this.#linePrefix !== null) {
      if (this.#newline !== -1 && this.#newline < this.#at) this.#newline = window.indexOf('\n', this.#at)
      if (this.#newline >= 0 && (quote < 0 || this.#newline < quote)) {
        const met = this.#meetNewline(this.#newline)
        if (met === 'on') this.#at = this.#newline + 1
        return met
      }
    }
    const end = quote < 0 ? window.length : quote
    let slashes = 0
    while (end - 1 - slashes >= this.#stringFrom && window.charCodeAt(end - 1 - slashes) === 0x5c)
      slashes += 1
    this.#at = quote < 0 ? end : quote + 1
    if (quote < 0) {
      this.#isEscaped = slashes % 2 === 1
      return 'more'
    }
    if (slashes % 2 === 0) {
      this.#isInString = false
      if (this.#depth === 0) return 'done'
    }
    return 'on'
  }

  /** Most strings are short and plain: takes one to its end, and nothing where there is more to look at. */
  #walkShort(): boolean {
    const end = Math.min(this.#window.length, this.#at + 48)
    for (let at = this.#at; at < end; at += 1) {
      const code = this.#window.charCodeAt(at)
      if (code === 0x22) {
        this.#at = at + 1
        this.#isInString = false
        return true
      }
      if (code === 0x5c || code === 0x0a) return false
    }
    return false
  }

  /** At a line end within an element: does the next line begin as elements do? Then this one never closed. */
  #meetNewline(newline: number): 'more' | 'broken' | 'on' {
    const prefix = this.#linePrefix ?? ''
    const next = newline + 1 + prefix.length
    if (next >= this.#window.length && !this.#isEnding) {
      this.#at = newline
      return 'more'
    }
    if (this.#window.charCodeAt(next) !== 0x7b || !this.#window.startsWith(prefix, newline + 1)) return 'on'
    this.#at = newline
    return 'broken'
  }

  #pointer(): string {
    if (this.#isInArray) return elementPointer(this.#key, this.#index)
    if (this.#isKey || this.#state === 'key' || this.#key === null) return ''
    return `/${escapePointer(this.#key)}`
  }

  /** One event for a run of characters that stand where none of them may. */
  #junk(): void {
    if (this.#hasJunk) return
    this.#hasJunk = true
    this.#emit({ kind: 'broken', reason: 'invalid_json', pointer: this.#pointer() })
  }

  #emit(event: ScanEvent): void {
    this.#events.push(event)
  }
}

function keyOf(text: string | null): string {
  if (text === null) return ''
  try {
    const key = parseJson(text)
    return typeof key === 'string' ? key : text
  } catch (error) {
    if (error instanceof JsonError) return text
    throw error
  }
}

/** RFC 6901 pointer of an element of a top-level array (key null: of the document itself). */
export function elementPointer(key: string | null, index: number): string {
  return key === null ? `/${index}` : `/${escapePointer(key)}/${index}`
}

/** One reference token of an RFC 6901 pointer. */
export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
