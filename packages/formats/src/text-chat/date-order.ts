import { dateOfDayNumber, dayNumber, isRealDate, type WallDate } from './wall-clock.ts'

/** Which number of a date is what, in the order of the line. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd' | 'ydm' | 'dym' | 'myd'

/** What can be said about one kind of header of a file. */
export interface DecidedOrder {
  readonly order: DateOrder
  /** Whether the file itself shows that the day is not the month. */
  readonly isProven: boolean
}

/** A date as a line shows it. */
export interface DateParts {
  readonly parts: readonly [number, number, number]
  readonly yearAt: -1 | 0 | 1 | 2
}

const ORDERS: readonly DateOrder[] = ['dmy', 'mdy', 'ymd', 'ydm', 'dym', 'myd']
/** The same order with day and month changed over: the doubt that matters. */
const SWAPPED: Readonly<Record<DateOrder, DateOrder>> = {
  dmy: 'mdy',
  mdy: 'dmy',
  ymd: 'ydm',
  ydm: 'ymd',
  dym: 'myd',
  myd: 'dym',
}
/** Orders that hardly anybody writes: they win only where the others are impossible. */
const RARE: readonly DateOrder[] = ['ydm', 'myd', 'dym']

interface Tally {
  impossible: number
  backward: number
  last: number
}

/**
 * Decides over a whole file which number of its dates is the day. An order under which a date would not exist loses
 * to one under which all exist; then an order under which time runs backward more often loses (exports are in the
 * order of time); then the number that takes more different values is the day; then day before month, as most of the
 * world writes (or what the caller knows of the format). The last two are no proof. Uses constant memory.
 */
export class DateOrderSurvey {
  readonly #tallies = new Map<DateOrder, Tally>(
    ORDERS.map(order => [order, { impossible: 0, backward: 0, last: 0 }]),
  )
  readonly #values = [new Set<number>(), new Set<number>(), new Set<number>()] as const
  #yearFirstHints = 0
  #count = 0

  add(date: DateParts, suggestsYearFirst: boolean): void {
    this.#count += 1
    if (suggestsYearFirst) this.#yearFirstHints += 1
    date.parts.forEach((value, at) => {
      this.#values[at]?.add(value)
    })
    for (const [order, tally] of this.#tallies) {
      const day = resolveDate(date, order)
      if (day === null || day.calendar !== 'gregorian') {
        // A calendar that is not read says nothing about the order.
        if (day === null) tally.impossible += 1
        continue
      }
      const number = dayNumber(day.date)
      if (number < tally.last) tally.backward += 1
      tally.last = number
    }
  }

  /**
   * `first` is the order that wins where nothing else decides. `separator`: only between slashes is the month ever
   * written first, so that with others the number which changes most tells nothing.
   */
  decide(first: 'dmy' | 'mdy', separator: string): DecidedOrder {
    const dayOrMonth: readonly DateOrder[] = first === 'dmy' ? ['dmy', 'mdy'] : ['mdy', 'dmy']
    const hints = this.#yearFirstHints * 2 > this.#count
    const prior = hints ? ['ymd', ...dayOrMonth, ...RARE] : [...dayOrMonth, 'ymd', ...RARE]
    const best = (prior as DateOrder[]).reduce((kept, order) => (this.#isBetter(order, kept) ? order : kept))
    const swapped = SWAPPED[best]
    const own = this.#against(best)
    const other = this.#against(swapped)
    const isProven =
      other.impossible > own.impossible ||
      (other.impossible === own.impossible && other.backward > own.backward)
    if (isProven) return { order: best, isProven }
    const isOtherBetter = separator === '/' && this.#distinctDays(swapped) > this.#distinctDays(best)
    return { order: isOtherBetter ? swapped : best, isProven }
  }

  #isBetter(order: DateOrder, kept: DateOrder): boolean {
    const mine = this.#against(order)
    const its = this.#against(kept)
    if (SWAPPED[order] === kept) {
      if (mine.impossible !== its.impossible) return mine.impossible < its.impossible
      return mine.backward < its.backward
    }
    // One damaged line must not turn 31/2/18 of a whole file into the 18th of February 2031.
    const tolerated = this.#count < 3 ? 0 : Math.max(1, Math.ceil(this.#count / 10))
    if (Math.abs(mine.impossible - its.impossible) > tolerated) return mine.impossible < its.impossible
    return mine.impossible + mine.backward < its.impossible + its.backward
  }

  /** What speaks against an order. */
  #against(order: DateOrder): { impossible: number; backward: number } {
    const { impossible = 0, backward = 0 } = this.#tallies.get(order) ?? {}
    return { impossible, backward: RARE.includes(order) ? this.#count : backward }
  }

  #distinctDays(order: DateOrder): number {
    return this.#values[order.indexOf('d')]?.size ?? 0
  }
}

/** Whether exchanging day and month gives another date: 5/5 is the fifth of May either way. */
export function isAmbiguous({ parts }: DateParts, order: DateOrder): boolean {
  return parts[order.indexOf('d')] !== parts[order.indexOf('m')]
}

export interface ResolvedDate {
  readonly date: WallDate
  /** `lunar_hijri`: a year of a calendar that is not converted, so that the day is not known. */
  readonly calendar: 'gregorian' | 'lunar_hijri'
  /** The file has only two digits of the year. */
  readonly isCenturyAssumed: boolean
}

/** The day that a date means under an order; null where there is no such day. */
export function resolveDate({ parts, yearAt }: DateParts, order: DateOrder): ResolvedDate | null {
  const yearIndex = order.indexOf('y')
  if (yearAt >= 0 && yearAt !== yearIndex) return null
  if (yearAt < 0 && yearIndex === 1) return null
  const written = parts[yearIndex] ?? 0
  const month = parts[order.indexOf('m')] ?? 0
  const day = parts[order.indexOf('d')] ?? 0
  if (month < 1 || month > 12 || day < 1 || day > 31) return null
  const isCenturyAssumed = yearAt < 0
  if (!isCenturyAssumed && written >= 1380 && written < 1430) {
    const date = dateOfSolarHijri(written, month, day)
    return date === null ? null : { date, calendar: 'gregorian', isCenturyAssumed }
  }
  if (!isCenturyAssumed && written >= 1430 && written < 1500) {
    return { date: { year: written, month, day }, calendar: 'lunar_hijri', isCenturyAssumed }
  }
  const date = { year: gregorianYear(written, isCenturyAssumed), month, day }
  return isRealDate(date) ? { date, calendar: 'gregorian', isCenturyAssumed } : null
}

/** Thailand counts years from 543 BC: 2561 is 2018, and so is 61, which as 2061 would lie in the future. */
function gregorianYear(written: number, isTwoDigits: boolean): number {
  if (isTwoDigits) return written < 52 ? 2000 + written : 2500 + written - 543
  return written >= 2500 && written < 2600 ? written - 543 : written
}

/** Years of the 33-year cycle that have a 366th day. */
const SOLAR_HIJRI_LEAPS = [1, 5, 9, 13, 17, 22, 26, 30]
const SOLAR_HIJRI_CYCLE_DAYS = 33 * 365 + SOLAR_HIJRI_LEAPS.length
/** Day number of the first day of the cycle that begins with year 0. */
const SOLAR_HIJRI_EPOCH = 226_835

/** The Iranian calendar by its 33-year cycle, which is exact from 1206 to 1498. */
function dateOfSolarHijri(year: number, month: number, day: number): WallDate | null {
  const inCycle = year % 33
  const daysInLastMonth = SOLAR_HIJRI_LEAPS.includes(inCycle) ? 30 : 29
  if (day > (month <= 6 ? 31 : month <= 11 ? 30 : daysInLastMonth)) return null
  const leaps = SOLAR_HIJRI_LEAPS.filter(leap => leap < inCycle).length
  const dayOfYear = (month - 1) * 30 + Math.min(month - 1, 6) + day - 1
  return dateOfDayNumber(
    SOLAR_HIJRI_EPOCH + Math.floor(year / 33) * SOLAR_HIJRI_CYCLE_DAYS + inCycle * 365 + leaps + dayOfYear,
  )
}
