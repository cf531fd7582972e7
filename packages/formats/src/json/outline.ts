import { JsonError, type JsonObject, type JsonValue, parseJson } from './parse.ts'
import { JsonScanner, type ScanEvent } from './scan.ts'

/**
 * The skeleton of a JSON document or a JSON Lines file: enough to tell whose export it is, without its records.
 * Large values are left out, of arrays only the first elements are kept.
 */
export interface JsonOutline {
  readonly root: 'object' | 'array' | 'lines'
  /** Keys of the top-level object with their values where these are small (else undefined). */
  readonly keys: ReadonlyMap<string, JsonValue | undefined>
  /** First elements of each top-level array of an object, by its key. */
  readonly samples: ReadonlyMap<string, readonly JsonValue[]>
  /** First elements of a top-level array, or first records of JSON Lines. */
  readonly records: readonly JsonValue[]
}

const MAX_SAMPLES = 8
const MAX_KEYS = 1000
const MAX_VALUE_LENGTH = 256 * 1024

/** Gathers the outline of a document piece by piece. */
export class JsonOutliner {
  readonly #scanner = new JsonScanner({ element: MAX_VALUE_LENGTH, value: MAX_VALUE_LENGTH })
  readonly #root: 'object' | 'array'
  readonly #keys = new Map<string, JsonValue | undefined>()
  readonly #samples = new Map<string, JsonValue[]>()
  readonly #records: JsonValue[] = []

  constructor(root: 'object' | 'array') {
    this.#root = root
  }

  push(text: string): void {
    for (const event of this.#scanner.push(text)) this.#take(event)
  }

  get outline(): JsonOutline {
    return { root: this.#root, keys: this.#keys, samples: this.#samples, records: this.#records }
  }

  #take(event: ScanEvent): void {
    if (event.kind === 'element') {
      const list = event.key === null ? this.#records : this.#samples.get(event.key)
      if (list === undefined || list.length >= MAX_SAMPLES || event.text === null) return
      const value = parsed(event.text)
      if (value !== undefined) list.push(value)
    } else if (event.kind === 'array' && event.key !== null && this.#keys.size < MAX_KEYS) {
      this.#keys.set(event.key, undefined)
      this.#samples.set(event.key, [])
    } else if (event.kind === 'value' && this.#keys.size < MAX_KEYS) {
      this.#keys.set(event.key, event.text === null ? undefined : parsed(event.text))
    }
  }
}

/** The outline of JSON Lines; blank lines and `#` comments are passed over, as are lines that are no JSON. */
export function outlineLines(lines: readonly string[]): JsonOutline {
  const records: JsonValue[] = []
  for (const line of lines) {
    if (records.length >= MAX_SAMPLES) break
    const value = line.trimStart().startsWith('{') ? parsed(line) : undefined
    if (value !== undefined) records.push(value)
  }
  return { root: 'lines', keys: new Map(), samples: new Map(), records }
}

/** The value of a JSON text; undefined where it is none. */
export function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonError) return undefined
    throw error
  }
}

/** All records of an outline that are objects. */
export function sampleObjects(outline: JsonOutline, key: string | null): JsonObject[] {
  const list = key === null ? outline.records : (outline.samples.get(key) ?? [])
  return list.filter(value => value instanceof Map)
}
