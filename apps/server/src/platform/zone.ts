import type { When } from '@yuanwei/contract'

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

/** Wall-clock time read in a zone. In the hour that a clock is put back it is the first of the two. */
export function localToMs(local: string, zone: string): number {
  const wall = Date.parse(`${local}Z`)
  const guess = wall - offsetMs(zone, wall)
  const exact = wall - offsetMs(zone, guess)
  return exact
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
