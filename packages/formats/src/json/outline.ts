import type { JsonValue } from './parse.ts'

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
