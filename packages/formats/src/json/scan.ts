import { JsonError, parseJson } from './parse.ts'
import { ValueWalker } from './value-walker.ts'

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

/** Longest values in UTF-16 units that are handed out; longer ones are passed over without being kept. */
export interface ScanLimits {
  /** Elements of arrays: a message with a picture in it. */
  readonly element: number
  /** Other values of the top level: what stands there in megabytes is pictures of people. */
  readonly value: number
}

const DEFAULT_LIMITS: ScanLimits = { element: 16 * 1024 * 1024, value: 1024 * 1024 }

/**
 * Cuts a JSON document into the values of its top level and the elements of the arrays there, without holding
 * more than one of them. It only counts brackets and strings: values are parsed by whoever wants them. So one
 * record that is no JSON costs that record, not the file. Where elements stand on lines of their own, a new line
 * that begins as elements do ends a record whose brackets or quotes never close.
 */
export class JsonScanner {
  readonly #limits: ScanLimits
  #state: State = 'root'
  #events: ScanEvent[] = []
  readonly #walker = new ValueWalker()

  #isObject = false
  #seen = new Set<string>()
  #key: string | null = null
  #index = 0
  #isInArray = false
  #hasTrailing = false
  #hasJunk = false

  #captureFrom = 0
  #isTooLong = false
  #isKey = false
  #leadingSpace: string | null = null

  constructor(limits: ScanLimits = DEFAULT_LIMITS) {
    this.#limits = limits
  }

  /** Takes the next piece of the document and gives what it completes. */
  push(text: string): ScanEvent[] {
    const { window, at } = this.#walker
    const from = this.#state === 'capture' && !this.#isTooLong ? this.#captureFrom : at
    this.#captureFrom -= from
    this.#walker.move(from >= window.length ? text : window.slice(from) + text, at - from)
    return this.#run()
  }

  /** Says that there is no more. */
  end(): ScanEvent[] {
    this.#walker.isEnding = true
    const events = this.#run()
    if (this.#state === 'root' || this.#state === 'after') return events
    events.push({ kind: 'broken', reason: 'truncated', pointer: this.#pointer() })
    return events
  }

  #run(): ScanEvent[] {
    this.#events = []
    while (this.#walker.at < this.#walker.window.length && this.#step()) {
      // Each step takes at least one character.
    }
    return this.#events
  }

  /** False when the window holds too little to go on. */
  #step(): boolean {
    if (this.#state === 'capture') return this.#capture()
    const code = this.#walker.window.charCodeAt(this.#walker.at)
    if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      if (this.#state === 'element' && this.#index === 0) this.#noteSpace(code)
      this.#walker.at += 1
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
        this.#walker.at += 1
        return true
      case 'value':
        return this.#valueStart(code)
      case 'element':
        return this.#elementStart(code)
      default:
        if (!this.#hasTrailing) this.#emit({ kind: 'broken', reason: 'trailing_data', pointer: '' })
        this.#hasTrailing = true
        this.#walker.at = this.#walker.window.length
        return true
    }
  }

  #root(code: number): boolean {
    this.#walker.at += 1
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
      this.#startCapture()
      return true
    }
    if (code === 0x7d) this.#state = 'after'
    else if (code !== 0x2c) this.#junk()
    this.#walker.at += 1
    return true
  }

  #valueStart(code: number): boolean {
    if (code === 0x5b && this.#key !== null) {
      this.#walker.at += 1
      this.#openArray(this.#key)
    } else if (code === 0x7d || code === 0x2c) {
      this.#junk()
      this.#walker.at += 1
      this.#state = code === 0x7d ? 'after' : 'key'
    } else {
      this.#startCapture()
    }
    return true
  }

  #elementStart(code: number): boolean {
    if (code === 0x2c) {
      this.#walker.at += 1
    } else if (code === 0x5d) {
      this.#walker.at += 1
      this.#isInArray = false
      this.#walker.linePrefix = null
      this.#state = this.#isObject ? 'key' : 'after'
    } else if (code === 0x7d) {
      this.#junk()
      this.#walker.at += 1
    } else {
      if (this.#index === 0) this.#walker.linePrefix = this.#leadingSpace
      this.#startCapture()
    }
    return true
  }

  /** Elements on lines of their own: remembers what stands before the first one on its line. */
  #noteSpace(code: number): void {
    if (code === 0x0a) this.#leadingSpace = ''
    else if (this.#leadingSpace !== null && code !== 0x0d) this.#leadingSpace += String.fromCharCode(code)
  }

  #openArray(key: string | null): void {
    this.#key = key
    this.#index = 0
    this.#isInArray = true
    this.#walker.linePrefix = null
    this.#leadingSpace = null
    this.#state = 'element'
    this.#hasJunk = false
    this.#emit({ kind: 'array', key })
  }

  #startCapture(): void {
    this.#walker.begin()
    this.#captureFrom = this.#walker.at
    this.#isTooLong = false
    this.#state = 'capture'
    this.#hasJunk = false
  }

  #capture(): boolean {
    const walker = this.#walker
    const met = walker.walk()
    const limit = this.#isInArray ? this.#limits.element : this.#limits.value
    if (met === 'more') {
      if (walker.window.length - this.#captureFrom > limit) this.#isTooLong = true
      return false
    }
    const text = this.#isTooLong ? null : walker.window.slice(this.#captureFrom, walker.at)
    // The line end and the space before the next element belong to nobody.
    if (met === 'broken') walker.at += 1 + (walker.linePrefix ?? '').length
    this.#finish(text !== null && text.length > limit ? null : text, met === 'broken')
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
