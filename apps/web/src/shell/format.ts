import type { When } from '@yuanwei/contract'
import type { Language } from './preferences.ts'

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(zone: string): Intl.DateTimeFormat {
  let known = formatters.get(zone)
  if (!known) {
    known = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formatters.set(zone, known)
  }
  return known
}

/** An instant on the wall clock of a zone: `2026-11-06T19:47:03`. */
export function localTime(instant: string, zone: string): string {
  const parts = Object.fromEntries(
    formatter(zone)
      .formatToParts(new Date(instant))
      .map(part => [part.type, part.value]),
  )
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`
}

/** What is known of a moment, as text; `mark` names what is not known. */
export interface WhenText {
  /** `2026-11-06`, or null where there is no date. */
  readonly date: string | null
  /** `19:47`, or null where there is no time. */
  readonly time: string | null
  readonly seconds: string | null
  readonly mark: 'zone_unknown' | 'date_unknown' | 'time_unknown' | null
}

/** Reads a moment as it is known, in the organisation's zone; nothing is filled in. */
export function whenText(when: When, zone: string): WhenText {
  if (when.kind === 'none') return { date: null, time: null, seconds: null, mark: 'time_unknown' }
  if (when.kind === 'time_of_day')
    return {
      date: null,
      time: when.timeOfDay.slice(0, 5),
      seconds: when.timeOfDay.slice(6),
      mark: 'date_unknown',
    }
  const local = when.kind === 'local' ? when.local : localTime(when.instant, zone)
  return {
    date: local.slice(0, 10),
    time: local.slice(11, 16),
    seconds: local.slice(17, 19),
    mark: when.kind === 'local' ? 'zone_unknown' : null,
  }
}

/** `11-06 19:47`; with the year where it is not this one. */
export function shortWhen(text: WhenText, thisYear: string): string {
  const date = text.date?.startsWith(thisYear) ? text.date.slice(5) : text.date
  return [date, text.time].filter(Boolean).join(' ')
}

export function shortInstant(instant: string, zone: string, now = new Date()): string {
  const thisYear = localTime(now.toISOString(), zone).slice(0, 4)
  return shortWhen(whenText({ kind: 'instant', instant }, zone), thisYear)
}

/** `2026-11-06 周五`, `2026-11-06 Fri`. */
export function dayLabel(date: string, language: Language): string {
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })
  return `${date} ${weekday.format(new Date(`${date}T00:00:00Z`))}`
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** `812 B`, `3.4 MB`: powers of 1,024, three figures at most. */
export function bytesText(sizeBytes: number): string {
  let value = sizeBytes
  let unit = 0
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1
  return `${value.toFixed(digits)} ${UNITS[unit]}`
}

/** `¥1,072.00` from integer fen. */
export function moneyText(amountFen: number): string {
  const yuan = String(Math.trunc(amountFen / 100)).replace(/\B(?=(\d{3})+$)/g, ',')
  return `¥${yuan}.${String(amountFen % 100).padStart(2, '0')}`
}

/**
 * Integer fen from what a person types (`1072`, `1,072.5`, `¥ 1,072.00`, full-width too); null for nothing typed,
 * undefined for what is no amount. Works on the digits, so no binary fraction is ever involved.
 */
export function parseMoney(typed: string): number | null | undefined {
  const plain = typed.normalize('NFKC').replace(/[\s,¥]/g, '')
  if (plain === '') return null
  const match = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(plain)
  if (!match) return undefined
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}
