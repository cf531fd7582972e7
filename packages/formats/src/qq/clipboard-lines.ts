import type { DateParts } from '../text-chat/date-order.ts'
import {
  type DayPeriod,
  hourOfDay,
  isRealClock,
  isRealDate,
  type WallClock,
  type WallDate,
} from '../text-chat/wall-clock.ts'
import { isNotice } from './content.ts'
import { type Identity, readIdentity } from './identity.ts'

/** A date as a head shows it. */
export interface ClipboardDate extends DateParts {
  readonly separator: string
}

/** A line copied out of a chat window that has the form of a head: the name first, the time last. */
export interface ClipboardHead {
  readonly identity: Identity
  readonly date: ClipboardDate | null
  readonly clock: WallClock
  readonly period: DayPeriod | null
  /** Whether the time stands two spaces behind the name, as the mobile app writes it. */
  readonly isMobile: boolean
}

const DATE = String.raw`(?:(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})|(\d{4})年(\d{1,2})月(\d{1,2})日)`
/** What may stand at the end of a head: date, 上午 or 下午, time, AM or PM. */
const TAIL = new RegExp(
  String.raw`^(?:${DATE}\s{1,3})?(?:(上午|下午|凌晨|早上|中午|晚上)\s{0,2})?(\d{1,2}):(\d{2}):(\d{2})(?:\s{0,2}(AM|PM))?$`,
  'i',
)
const PERIODS: Readonly<Record<string, DayPeriod>> = {
  上午: 'am',
  凌晨: 'am',
  早上: 'am',
  中午: 'noon',
  下午: 'pm',
  晚上: 'pm',
  AM: 'am',
  PM: 'pm',
}

/** Longest tail: a date in four digits, a marker and a time. */
const MAX_TAIL_LENGTH = 36
const MAX_HEAD_LENGTH = 300

/** Reads `昵称 2/14/2020 9:16:13 PM`, `昵称(QQ号) 上午 3:13:28`, `昵称  23:50:12 ` and the like. */
export function readClipboardHead(line: string): ClipboardHead | null {
  if (line.length > MAX_HEAD_LENGTH) return null
  const trimmed = line.trimEnd()
  // Cheap refusal of nearly all lines: a head ends with a time, or with AM or PM behind one.
  if (!/\d:\d\d:\d\d(?:\s{0,2}[AP]M)?$/i.test(trimmed.slice(-13))) return null
  const from = tailStart(trimmed)
  if (from === null) return null
  const tail = TAIL.exec(trimmed.slice(from))
  const before = trimmed.slice(0, from)
  const identity = readIdentity(before)
  if (tail === null || identity === null) return null
  const isSeparated = /\s$/.test(before) || (identity.id !== null && /[)>]$/.test(before))
  const marker = (tail[8] ?? tail[12])?.toUpperCase()
  const period = marker === undefined ? null : (PERIODS[marker] ?? null)
  const written = Number(tail[9])
  const hour = period === null ? written : hourOfDay(written, period)
  const clock = { hour, minute: Number(tail[10]), second: Number(tail[11]) }
  const date = dateOf(tail)
  if (!isSeparated || !isRealClock(clock) || date === undefined) return null
  return { identity, date, clock, period, isMobile: /[^\s]\s{2}$/.test(before) && date === null }
}

/** Where the time (with its date) begins: the earliest place near the end from which the rest is a whole tail. */
function tailStart(line: string): number | null {
  const from = Math.max(0, line.length - MAX_TAIL_LENGTH)
  for (let at = from; at < line.length; at += 1) {
    if (at > 0 && !/[\s)>]/.test(line[at - 1] ?? '')) continue
    if (/[\d上下凌早中晚]/.test(line[at] ?? '') && TAIL.test(line.slice(at))) return at
  }
  return null
}

/** null: no date; undefined: something that is none. */
function dateOf(tail: RegExpExecArray): ClipboardDate | null | undefined {
  if (tail[5] !== undefined) {
    return { parts: [Number(tail[5]), Number(tail[6]), Number(tail[7])], yearAt: 0, separator: '年' }
  }
  const [first, separator, second, third] = tail.slice(1, 5)
  if (first === undefined || separator === undefined || second === undefined || third === undefined)
    return null
  const yearAt = first.length === 4 ? 0 : third.length === 4 ? 2 : -1
  const isOdd = first.length === 3 || third.length === 3 || (first.length === 4 && third.length > 2)
  return isOdd ? undefined : { parts: [Number(first), Number(second), Number(third)], yearAt, separator }
}

const SEPARATORS = [
  /^\s*[—–-]\s?[—–-]\s{1,4}(\d{4})-(\d{1,2})-(\d{1,2})\s{1,4}[—–-]\s?[—–-]\s*$/,
  /^\s*日期[:：]\s{0,4}(\d{4})-(\d{1,2})-(\d{1,2})\s*$/,
  /^\s{1,8}(\d{4})-(\d{1,2})-(\d{1,2})\s*$/,
]

/** The day of a line that only says from which day on the next records are. */
export function readDateSeparator(line: string): WallDate | null {
  if (line.length > 80) return null
  for (const separator of SEPARATORS) {
    const match = separator.exec(line)
    if (match === null) continue
    const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }
    return isRealDate(date) ? date : null
  }
  return null
}

const TIMED_NOTICE = /^(?:(上午|下午)\s{0,2})?(\d{1,2}):(\d{2}):(\d{2})\s{0,2}(AM|PM)?\s{0,2}(\D.*)$/i

export interface TimedNotice {
  readonly clock: WallClock
  readonly text: string
}

/** `8:35:36 PM你撤回了一条消息`: a notice with its time in front. */
export function readTimedNotice(line: string): TimedNotice | null {
  if (line.length > MAX_HEAD_LENGTH) return null
  const match = TIMED_NOTICE.exec(line.trim())
  const text = match?.[6]?.trim() ?? ''
  if (match === null || !isNotice(text)) return null
  const marker = (match[1] ?? match[5])?.toUpperCase()
  const period = marker === undefined ? null : (PERIODS[marker] ?? null)
  const written = Number(match[2])
  const hour = period === null ? written : hourOfDay(written, period)
  const clock = { hour, minute: Number(match[3]), second: Number(match[4]) }
  return isRealClock(clock) ? { clock, text } : null
}
