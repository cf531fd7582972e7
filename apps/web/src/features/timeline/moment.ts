import type { When } from '@yuanwei/contract'
import { localTime } from '../../shell/format.ts'

/** A moment as it stands in a form. `zoned`: clock time of the organisation; `local`: as a file wrote it, zone unknown. */
export interface Moment {
  readonly known: 'zoned' | 'local' | 'time_of_day' | 'none'
  /** `YYYY-MM-DD` or ''. */
  readonly date: string
  /** `HH:MM` or `HH:MM:SS`, or ''. */
  readonly time: string
}

/**
 * The instant at which clocks of a zone show a local time. Where clocks jump, the first of two instants, or for a
 * time that never was, the one an hour on.
 */
export function instantOf(local: string, zone: string): string {
  const wanted = Date.parse(`${local}Z`)
  const offsetAt = (ms: number) => Date.parse(`${localTime(new Date(ms).toISOString(), zone)}Z`) - ms
  const before = wanted - offsetAt(wanted - 86_400_000)
  const after = wanted - offsetAt(wanted + 86_400_000)
  const fits = (ms: number) => ms + offsetAt(ms) === wanted
  const found = [before, after].filter(fits)
  return new Date(found.length > 0 ? Math.min(...found) : Math.max(before, after)).toISOString()
}

const withSeconds = (time: string) => (time.length === 5 ? `${time}:00` : time)

/** What is sent; null while something that is said to be known is missing. */
export function whenOf(moment: Moment, zone: string): When | null {
  if (moment.known === 'none') return { kind: 'none' }
  if (!/^\d\d:\d\d(:\d\d)?$/.test(moment.time)) return null
  const time = withSeconds(moment.time)
  if (moment.known === 'time_of_day') return { kind: 'time_of_day', timeOfDay: time }
  if (!/^\d{4}-\d\d-\d\d$/.test(moment.date)) return null
  const local = `${moment.date}T${time}`
  return moment.known === 'local'
    ? { kind: 'local', local }
    : { kind: 'instant', instant: instantOf(local, zone) }
}

export function momentOf(when: When, zone: string): Moment {
  if (when.kind === 'none') return { known: 'none', date: '', time: '' }
  if (when.kind === 'time_of_day') return { known: 'time_of_day', date: '', time: when.timeOfDay }
  const local = when.kind === 'local' ? when.local : localTime(when.instant, zone)
  return {
    known: when.kind === 'local' ? 'local' : 'zoned',
    date: local.slice(0, 10),
    time: local.slice(11, 19),
  }
}
