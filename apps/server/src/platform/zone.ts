import type { When } from '@yuanwei/contract'

const DAY_MS = 24 * 3600_000

// Making a formatter costs far more than using it, and an import asks for one zone a hundred thousand times.
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(zone, format)
  return format
}

/** Milliseconds that a zone is ahead of UTC at an instant. */
function offsetMs(zone: string, atMs: number): number {
  const parts = formatOf(zone).formatToParts(atMs)
  const part = (type: string) => Number(parts.find(each => each.type === type)?.value)
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return wall - Math.floor(atMs / 1000) * 1000
}

/**
 * Wall-clock time read in a zone; NaN where it is no time. In the hour that a clock is put back it is the first of the
 * two; a time that was skipped is read as if the clock had not been put forward yet.
 */
export function localToMs(local: string, zone: string): number {
  const wall = Date.parse(`${local}Z`)
  if (Number.isNaN(wall)) return Number.NaN
  // The offsets of the day before and after: where they differ the clock is put forward or back in between.
  const before = wall - offsetMs(zone, wall - DAY_MS)
  const after = wall - offsetMs(zone, wall + DAY_MS)
  const isRight = (ms: number) => ms + offsetMs(zone, ms) === wall
  const right = [before, after].filter(isRight)
  return right.length > 0 ? Math.min(...right) : before
}

/** The instant by which something is sorted and shown; null where no date is known. */
export function sortMs(when: When, zone: string): number | null {
  if (when.kind === 'instant') return Date.parse(when.instant)
  if (when.kind === 'local') {
    const ms = localToMs(when.local, zone)
    return Number.isNaN(ms) ? null : ms
  }
  return null
}
