/** A day of the Gregorian calendar. */
export interface WallDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** A time of day as a file shows it; `second` is null where the file has none. */
export interface WallClock {
  readonly hour: number
  readonly minute: number
  readonly second: number | null
}

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Whether the calendar has this day. */
export function isRealDate({ year, month, day }: WallDate): boolean {
  const days = month === 2 && isLeapYear(year) ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0)
  return year >= 1 && year <= 9999 && day >= 1 && day <= days
}

/** Whether a 24-hour clock shows this time. */
export function isRealClock({ hour, minute, second }: WallClock): boolean {
  return hour <= 23 && minute <= 59 && (second === null || second <= 59)
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

/** Days since 0000-03-01, for comparing and counting days (the civil-from-days arithmetic, without any zone). */
export function dayNumber({ year, month, day }: WallDate): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra
}

/** The inverse of `dayNumber`. */
export function dateOfDayNumber(days: number): WallDate {
  const era = Math.floor(days / 146_097)
  const dayOfEra = days - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const m = Math.floor((5 * dayOfYear + 2) / 153)
  const month = m < 10 ? m + 3 : m - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * m + 2) / 5) + 1,
  }
}

export function nextDay(date: WallDate): WallDate {
  return dateOfDayNumber(dayNumber(date) + 1)
}

/** Seconds since midnight. */
export function secondOfDay({ hour, minute, second }: WallClock): number {
  return hour * 3600 + minute * 60 + (second ?? 0)
}

/** `HH:MM:SS`; `:00` where the file has no seconds (say so with `seconds_missing`). */
export function formatClock({ hour, minute, second }: WallClock): string {
  return `${pad(hour, 2)}:${pad(minute, 2)}:${pad(second ?? 0, 2)}`
}

/** `YYYY-MM-DDTHH:MM:SS`. */
export function formatLocal({ year, month, day }: WallDate, clock: WallClock): string {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${formatClock(clock)}`
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

/** How a marker such as PM, 下午 or abends shifts the hour of a 12-hour clock. */
export type DayPeriod = 'am' | 'pm' | 'noon' | 'night'

/** The hour of 0–23 that a 12-hour clock with this marker means. A 24-hour clock's hour (13–23) stays as it is. */
export function hourOfDay(hour: number, period: DayPeriod): number {
  if (hour > 12) return hour
  switch (period) {
    case 'am':
      return hour % 12
    case 'pm':
      return (hour % 12) + 12
    case 'noon': // 11:50 中午 is before noon, 1:10 中午 after it.
      return hour >= 10 ? hour : hour + 12
    case 'night': // 11 at night is 23:00, 2 at night is 02:00.
      return hour === 12 ? 0 : hour >= 6 ? hour + 12 : hour
  }
}
