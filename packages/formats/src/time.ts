import type { Assumption, MessageTime } from './types.ts'

/** A time together with what had to be assumed to read it. */
export interface ReadTime {
  readonly time: MessageTime
  readonly assumed: readonly Assumption[]
}

export const NO_TIME: MessageTime = { kind: 'none' }

/** From here on a number of seconds would lie beyond the year 5138: it counts milliseconds, or finer. */
const MILLISECONDS_FROM = 1e11
const MICROSECONDS_FROM = 1e14
const NANOSECONDS_FROM = 1e17
/** The last millisecond of the year 9999: no chat is younger, and four digits are all that ISO 8601 gives a year. */
const LAST_EPOCH_MS = 253_402_300_799_999

/**
 * An epoch time whose unit follows from its magnitude. `unit` is what the format documents; `timestamp_unit` is
 * assumed where the file has it otherwise. Zero and negative numbers are what exporters write when they know no
 * time: null.
 */
export function epochTime(value: number, unit: 's' | 'ms'): ReadTime | null {
  if (!(value > 0)) return null
  let epochMs = value * 1000
  let found: 's' | 'ms' | 'µs' | 'ns' = 's'
  if (value >= NANOSECONDS_FROM) {
    epochMs = value / 1_000_000
    found = 'ns'
  } else if (value >= MICROSECONDS_FROM) {
    epochMs = value / 1000
    found = 'µs'
  } else if (value >= MILLISECONDS_FROM) {
    epochMs = value
    found = 'ms'
  }
  epochMs = Math.round(epochMs)
  if (epochMs > LAST_EPOCH_MS) return null
  return {
    time: { kind: 'instant', epochMs, offsetMinutes: null },
    assumed: found === unit ? [] : ['timestamp_unit'],
  }
}

const DATE_TIME =
  /^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?\s*$/i

/**
 * A written time with the year first: `2024-01-02 03:04:05`, `2024/1/2 3:04`, RFC 3339. With `Z` or an offset it
 * is an instant, else local; null where it is no such time, or no date of the calendar.
 */
export function writtenTime(text: string): ReadTime | null {
  const match = DATE_TIME.exec(text)
  if (match === null) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(part => Number(part ?? 0)) as Six
  const milliseconds = Number((match[7] ?? '0').padEnd(3, '0').slice(0, 3))
  const utc = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds)
  const date = new Date(utc)
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60
  if (!isReal || second > 59 || match[4] === undefined) return null
  const assumed: Assumption[] = match[6] === undefined ? ['seconds_missing'] : []
  const zone = match[8]
  if (zone === undefined) return { time: { kind: 'local', local: date.toISOString().slice(0, 19) }, assumed }
  const offsetMinutes = offsetOf(zone)
  return { time: { kind: 'instant', epochMs: utc - offsetMinutes * 60_000, offsetMinutes }, assumed }
}

type Six = [number, number, number, number, number, number]

function offsetOf(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0
  const sign = zone.startsWith('-') ? -1 : 1
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)))
}

/**
 * A time as ISO 8601, saying as much as the file does: an epoch with `Z`, a time with offset in that offset, a
 * local time bare, and null where there is no date.
 */
export function formatTime(time: MessageTime): string | null {
  if (time.kind === 'local') return time.local
  if (time.kind !== 'instant') return null
  const offset = time.offsetMinutes
  const shifted = new Date(time.epochMs + (offset ?? 0) * 60_000).toISOString().replace('.000Z', 'Z')
  if (offset === null || offset === 0) return shifted
  const size = Math.abs(offset)
  const zone = `${pad(Math.trunc(size / 60))}:${pad(size % 60)}`
  return shifted.replace('Z', `${offset < 0 ? '-' : '+'}${zone}`)
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}

/** A number to order times by; local times are taken as if they were UTC. null where there is no date. */
export function timeOrder(time: MessageTime): number | null {
  if (time.kind === 'instant') return time.epochMs
  return time.kind === 'local' ? Date.parse(`${time.local}Z`) : null
}
