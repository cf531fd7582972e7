import type { Report } from '../parser.ts'
import type { Encoding } from '../text-encoding.ts'
import { decodeText } from '../text-lines.ts'
import type { ByteSource, Item, Unread } from '../types.ts'
import { JsonError, type JsonObject, type JsonValue, parseJson } from './parse.ts'
import { elementPointer, escapePointer, JsonScanner, type ScanEvent } from './scan.ts'

/** A document with an array of records, taken apart in the order of the file. */
export type JsonPart =
  /** An element of the array of records. */
  | { readonly kind: 'record'; readonly record: JsonObject; readonly pointer: string }
  /** Everything else that was understood: head values and elements of other arrays. undefined: too long. */
  | {
      readonly kind: 'head'
      readonly key: string
      readonly value: JsonValue | undefined
      readonly pointer: string
      readonly text: string
    }
  | { readonly kind: 'unread'; readonly unread: Unread }

/** How much of a head value is kept as the text of its preamble item (a picture would fill it for nothing). */
const MAX_HEAD_TEXT = 4096

/**
 * Reads a JSON object whose `recordKey` holds an array of objects. Memory holds one record at a time. What is
 * no JSON, no object or cut off comes as unread with its RFC 6901 pointer; nothing is left out.
 */
export async function* readJsonParts(
  source: ByteSource,
  encoding: Encoding,
  recordKey: string,
  report: Report,
): AsyncGenerator<JsonPart> {
  const scanner = new JsonScanner()
  for await (const text of decodeText(source, encoding)) {
    if (text.includes('\ufffd')) report.warn('undecodable_bytes')
    for (const event of scanner.push(text)) yield* partsOf(event, recordKey, report)
  }
  for (const event of scanner.end()) yield* partsOf(event, recordKey, report)
}

function* partsOf(event: ScanEvent, recordKey: string, report: Report): Generator<JsonPart> {
  if (event.kind === 'duplicate') {
    report.warn('duplicate_key')
  } else if (event.kind === 'broken') {
    if (event.reason === 'truncated') report.warn('truncated')
    yield unread(event.pointer, event.reason)
  } else if (event.kind === 'value') {
    yield headOf(event.key, event.text, `/${escapePointer(event.key)}`, recordKey, report)
  } else if (event.kind === 'element') {
    const pointer = elementPointer(event.key, event.index)
    if (event.broken) yield unread(pointer, 'invalid_json')
    else if (event.key === recordKey) yield recordOf(event.text, pointer, report)
    else yield headOf(event.key ?? '', event.text, pointer, null, report)
  }
}

function headOf(
  key: string,
  text: string | null,
  pointer: string,
  recordKey: string | null,
  report: Report,
): JsonPart {
  // Pictures and the like are passed over by size, not by name.
  if (text === null) return { kind: 'head', key, value: undefined, pointer, text: '' }
  const value = parsedOrError(text, report)
  if (value instanceof JsonError) return unread(pointer, value.code)
  if (key === recordKey && value !== null) return unread(pointer, 'unknown_record')
  return { kind: 'head', key, value, pointer, text: text.slice(0, MAX_HEAD_TEXT).toWellFormed() }
}

function recordOf(text: string | null, pointer: string, report: Report): JsonPart {
  if (text === null) return unread(pointer, 'record_too_long')
  const value = parsedOrError(text, report)
  if (value instanceof JsonError) return unread(pointer, value.code)
  return value instanceof Map ? { kind: 'record', record: value, pointer } : unread(pointer, 'not_an_object')
}

function parsedOrError(text: string, report: Report | null): JsonValue | JsonError {
  try {
    return parseJson(text, () => report?.warn('character_replaced'))
  } catch (error) {
    if (error instanceof JsonError) return error
    throw error
  }
}

function unread(pointer: string, reason: string): JsonPart {
  return { kind: 'unread', unread: { place: { pointer }, reason } }
}

/** The elements of one top-level array that are objects, passing over everything else unparsed. */
export async function* readJsonArray(
  source: ByteSource,
  encoding: Encoding,
  key: string,
): AsyncGenerator<JsonObject> {
  const scanner = new JsonScanner()
  for await (const text of decodeText(source, encoding)) {
    for (const event of scanner.push(text)) {
      if (event.kind !== 'element' || event.key !== key || event.text === null) continue
      const value = parsedOrError(event.text, null)
      if (value instanceof Map) yield value
    }
  }
}

/** The item of a part that is no record. */
export function itemOfPart(part: Exclude<JsonPart, { kind: 'record' }>): Item {
  if (part.kind === 'unread') return { type: 'unread', unread: part.unread }
  return { type: 'preamble', place: { pointer: part.pointer }, text: part.text }
}
