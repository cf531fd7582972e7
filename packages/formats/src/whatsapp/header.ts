import type { DayPeriod } from '../text-chat/wall-clock.ts'
import { readPeriodWord } from './day-period.ts'
import { digitValue, HeaderScanner, isMark, isSpace } from './header-scanner.ts'

/**
 * What surrounds the time stamp of a record.
 * - `bracket`: `[date, time] …` (iOS, and text copied out of a chat)
 * - `dash`: `date, time - …` (Android)
 * - `colon`: `date time: Name: …`, `bare`: `date time Name: …` (old versions; only with dots in the date)
 */
export type Container = 'bracket' | 'dash' | 'colon' | 'bare'

/** The time stamp at the beginning of a line, as numbers: which is the day and which the month comes later. */
export interface Header {
  readonly container: Container
  readonly separator: string
  /** The three numbers of the date in the order of the line. */
  readonly parts: readonly [number, number, number]
  /** Which of them is the year because it has four digits; -1 where all have one or two. */
  readonly yearAt: -1 | 0 | 1 | 2
  readonly hour: number
  readonly minute: number
  readonly second: number | null
  readonly period: DayPeriod | null
  readonly hasUnknownWord: boolean
  readonly suggestsYearFirst: boolean
  /** Where the rest of the line begins: name and text, or a notice. */
  readonly restAt: number
}

/** A time stamp with all its words is far shorter. */
const MAX_HEADER_LENGTH = 96

interface DateNumbers {
  readonly parts: readonly [number, number, number]
  readonly yearAt: -1 | 0 | 1 | 2
  readonly separator: string
}

interface Clock {
  readonly hour: number
  readonly minute: number
  readonly second: number | null
}

/** Date and time of a stamp, with the words between and behind them. */
interface Stamp {
  readonly date: DateNumbers
  readonly clock: Clock
  readonly wordBefore: string
  readonly wordAfter: string
}

/** Reads the time stamp at the beginning of a line; null where the line has none. Takes time linear in ≤ 96 units. */
export function readHeader(line: string): Header | null {
  const scan = new HeaderScanner(line, 0, MAX_HEADER_LENGTH)
  scan.skipMarks()
  const inBracket = scan.take('[')
  if (inBracket) scan.skipBlank()
  if (digitValue(scan.code()) < 0) return null
  const start = scan.at
  const dateFirst = readDateFirst(scan)
  if (dateFirst !== null) return readRest(scan, inBracket, dateFirst)
  scan.at = start
  const timeFirst = readTimeFirst(scan)
  return timeFirst === null ? null : readRest(scan, inBracket, timeFirst)
}

function readDateFirst(scan: HeaderScanner): Stamp | null {
  const date = readDate(scan)
  if (date === null) return null
  const wordBefore = readWords(scan)
  // "2018-06-1321:25" is no stamp; 13日21:25 is one.
  if (wordBefore === '' && date.separator !== '年') return null
  const clock = readClock(scan)
  return clock === null ? null : { date, clock, wordBefore, wordAfter: '' }
}

/** Vietnamese phones write `21:25 13/6/2018`, and text copied out of WhatsApp Web begins `[21:25, 13/6/2018]`. */
function readTimeFirst(scan: HeaderScanner): Stamp | null {
  const clock = readClock(scan)
  if (clock === null) return null
  const wordAfter = readWords(scan)
  const date = wordAfter === '' ? null : readDate(scan)
  return date === null ? null : { date, clock, wordBefore: '', wordAfter }
}

function readRest(scan: HeaderScanner, inBracket: boolean, stamp: Stamp): Header | null {
  const end = readEnd(scan, inBracket, stamp.date.separator)
  if (end === null) return null
  const before = readPeriodWord(stamp.wordBefore)
  const after = readPeriodWord(`${stamp.wordAfter}${end.words}`)
  if (before === null || after === null) return null
  return {
    container: end.container,
    ...stamp.date,
    ...stamp.clock,
    period: after.period ?? before.period,
    hasUnknownWord: before.isUnknown || after.isUnknown,
    suggestsYearFirst: before.suggestsYearFirst || after.suggestsYearFirst,
    restAt: scan.at,
  }
}

/** `d/m/y`, `y-m-d`, `d. m. y.`, `y年m月d日`, with marks anywhere between. */
function readDate(scan: HeaderScanner): DateNumbers | null {
  const first = readDatePart(scan)
  if (first === null) return null
  const separator = scan.line[scan.at] ?? ''
  if (separator === '' || !'/.-年'.includes(separator)) return null
  scan.at += 1
  scan.skipBlank()
  const second = readDatePart(scan)
  const secondSeparator = separator === '年' ? '月' : separator
  if (second === null || !scan.take(secondSeparator)) return null
  scan.skipBlank()
  const third = readDatePart(scan)
  if (third === null) return null
  if (separator === '年' && !scan.take('日')) return null
  if (separator === '.') scan.take('.')
  const widths = [first.width, second.width, third.width]
  const yearAt = widths.indexOf(4)
  if (widths.some((width, at) => width === 3 || (width === 4 && at !== yearAt))) return null
  return {
    parts: [first.value, second.value, third.value],
    yearAt: yearAt as -1 | 0 | 1 | 2,
    separator,
  }
}

function readDatePart(scan: HeaderScanner): { value: number; width: number } | null {
  scan.skipMarks()
  const part = scan.number(4)
  scan.skipMarks()
  return part
}

/** `21:25`, `21.25.15`, `21 h 25`, `09 h 05 min 07 s`. */
function readClock(scan: HeaderScanner): Clock | null {
  const hour = scan.number(2)
  if (hour === null) return null
  scan.skipMarks()
  const from = scan.at
  if (scan.take(':') || scan.take('.')) {
    scan.skipMarks()
    const minute = scan.number(2)
    if (minute === null || minute.width !== 2) return null
    return { hour: hour.value, minute: minute.value, second: readSecond(scan) }
  }
  scan.skipBlank()
  if (!scan.take('h')) return rewindTo(scan, from)
  scan.skipBlank()
  const minute = scan.number(2)
  if (minute === null || minute.width !== 2) return null
  const afterMinute = scan.at
  scan.skipBlank()
  const second = scan.take('m') && scan.take('i') && scan.take('n') ? readWordSecond(scan) : null
  if (second === null) scan.at = afterMinute
  return { hour: hour.value, minute: minute.value, second }
}

function rewindTo(scan: HeaderScanner, at: number): null {
  scan.at = at
  return null
}

function readSecond(scan: HeaderScanner): number | null {
  const from = scan.at
  scan.skipMarks()
  if (!scan.take(':') && !scan.take('.')) return rewindTo(scan, from)
  scan.skipMarks()
  const second = scan.number(2)
  return second !== null && second.width === 2 ? second.value : rewindTo(scan, from)
}

function readWordSecond(scan: HeaderScanner): number | null {
  scan.skipBlank()
  const second = scan.number(2)
  scan.skipBlank()
  return second !== null && scan.take('s') ? second.value : null
}

/** Everything up to the next digit, or up to what ends a stamp. */
function readWords(scan: HeaderScanner): string {
  const from = scan.at
  while (scan.at < scan.end && !isStampEnd(scan) && !startsNumber(scan)) scan.at += 1
  return scan.line.slice(from, scan.at)
}

function startsNumber(scan: HeaderScanner): boolean {
  if (digitValue(scan.code()) < 0) return false
  return new HeaderScanner(scan.line, scan.at, scan.end).number(4) !== null
}

function isStampEnd(scan: HeaderScanner): boolean {
  return ']['.includes(scan.line[scan.at] ?? ' ')
}

/** Reads the words after the time and what closes the stamp, and leaves the cursor at the rest of the line. */
function readEnd(
  scan: HeaderScanner,
  inBracket: boolean,
  dateSeparator: string,
): { container: Container; words: string } | null {
  const from = scan.at
  if (inBracket) {
    const close = scan.line.slice(0, scan.end).indexOf(']', from)
    if (close < 0) return null
    scan.at = close + 1
    skipOneSpace(scan)
    return { container: 'bracket', words: scan.line.slice(from, close) }
  }
  const dash = findDash(scan.line, from, scan.end)
  if (dash >= 0) {
    scan.at = dash + 1
    skipOneSpace(scan)
    return { container: 'dash', words: scan.line.slice(from, dash) }
  }
  // Without bracket or dash too many other texts begin with date and time.
  if (dateSeparator !== '.') return null
  scan.skipMarks()
  const container = scan.take(':') ? 'colon' : 'bare'
  return scan.skipBlank() ? { container, words: '' } : null
}

/** A dash with a space before and a space, a mark or nothing after it, before any colon. */
function findDash(line: string, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const char = line[at]
    if (char === ':' || char === '[' || char === '"') return -1
    if (char !== '-' && char !== '–') continue
    const before = line.charCodeAt(at - 1)
    const after = at + 1 < line.length ? line.charCodeAt(at + 1) : 0x20
    if ((isSpace(before) || isMark(before)) && (isSpace(after) || isMark(after))) return at
  }
  return -1
}

function skipOneSpace(scan: HeaderScanner): void {
  if (isSpace(scan.code())) scan.at += 1
}
