import { JsonNumber, type JsonObject, type JsonValue } from './parse.ts'

/** The value as an object, or null. */
export function asObject(value: JsonValue | undefined): JsonObject | null {
  return value instanceof Map ? value : null
}

export function asArray(value: JsonValue | undefined): readonly JsonValue[] | null {
  return Array.isArray(value) ? value : null
}

/** A non-empty text or a number as text, digit by digit as in the file; null for everything else. */
export function asId(value: JsonValue | undefined): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  if (typeof value === 'number') return String(value)
  return value instanceof JsonNumber ? value.raw : null
}

/** A non-empty text, or null. */
export function asText(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** The first of `keys` that holds a non-empty text. */
export function firstText(object: JsonObject | null, ...keys: string[]): string | null {
  for (const key of keys) {
    const text = asText(object?.get(key))
    if (text !== null) return text
  }
  return null
}

/** A finite number, also one written as text (exporters differ); null for everything else. */
export function asNumber(value: JsonValue | undefined): number | null {
  if (typeof value === 'number') return value
  const raw = value instanceof JsonNumber ? value.raw : typeof value === 'string' ? value.trim() : ''
  if (!/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(raw)) return null
  const number = Number(raw)
  return Number.isFinite(number) ? number : null
}

/** An exact integer of any size, also one written as text; null for everything else. */
export function asInteger(value: JsonValue | undefined): bigint | null {
  const raw = value instanceof JsonNumber ? value.raw : value
  if (typeof raw === 'number') return Number.isInteger(raw) ? BigInt(raw) : null
  return typeof raw === 'string' && /^\s*-?\d{1,30}\s*$/.test(raw) ? BigInt(raw.trim()) : null
}

/** true and false as exporters write them: booleans, 0 and 1, and the same as text; null for everything else. */
export function asFlag(value: JsonValue | undefined): boolean | null {
  if (typeof value === 'boolean') return value
  if (value === 1 || value === '1' || value === 'true') return true
  if (value === 0 || value === '0' || value === 'false') return false
  return null
}

/** A value as a JSON text, numbers digit by digit as in the file. */
export function toJsonText(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.raw
  if (value instanceof Map) {
    return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${toJsonText(item)}`).join(',')}}`
  }
  if (Array.isArray(value)) return `[${value.map(toJsonText).join(',')}]`
  return JSON.stringify(value)
}

/**
 * The text of a content field: a text as it is, null and missing as '', and whatever else an exporter puts there
 * as its `text` (or `content`) member or else as JSON, so that nothing of it is lost.
 */
export function contentText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  const object = asObject(value)
  const inner = object?.get('text') ?? object?.get('content')
  return typeof inner === 'string' ? inner : toJsonText(value)
}

/** A copy that does not keep alive the chunk of the file it was cut from. */
export function detached(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string
}
