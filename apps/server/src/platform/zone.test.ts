import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { localToMs, sortMs } from './zone.ts'

describe('wall-clock time read in a zone', () => {
  // Offsets by hand: Shanghai +8 all year; Berlin +1 in winter, +2 in summer; Kathmandu +5:45.
  test.each([
    ['2026-11-06T19:47:03', 'Asia/Shanghai', '2026-11-06T11:47:03.000Z'],
    ['2026-01-01T00:30:00', 'Asia/Shanghai', '2025-12-31T16:30:00.000Z'],
    ['2026-01-15T12:00:00', 'Europe/Berlin', '2026-01-15T11:00:00.000Z'],
    ['2026-07-15T12:00:00', 'Europe/Berlin', '2026-07-15T10:00:00.000Z'],
    ['2026-07-15T12:00:00', 'Asia/Kathmandu', '2026-07-15T06:15:00.000Z'],
    // Put back in Berlin and New York: the first of the two. Skipped in Berlin in spring: as before the change.
    ['2024-10-27T02:30:00', 'Europe/Berlin', '2024-10-27T00:30:00.000Z'],
    ['2024-11-03T01:30:00', 'America/New_York', '2024-11-03T05:30:00.000Z'],
    ['2024-03-31T02:30:00', 'Europe/Berlin', '2024-03-31T01:30:00.000Z'],
    // Shanghai kept summer time in 1988: +9.
    ['1988-07-01T12:00:00', 'Asia/Shanghai', '1988-07-01T03:00:00.000Z'],
  ])('%s in %s is %s', (local, zone, instant) => {
    expect(new Date(localToMs(local, zone)).toISOString()).toBe(instant)
  })

  test('is undone by showing the instant in that zone', () => {
    const zones = fc.constantFrom('Asia/Shanghai', 'Asia/Tokyo', 'America/New_York', 'Pacific/Auckland')
    const day = fc.date({ min: new Date('1995-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(zones, day, (zone, date) => {
        // Noon: no zone here puts its clocks forward or back at that hour.
        const local = `${date.toISOString().slice(0, 10)}T12:34:56`
        const shown = new Intl.DateTimeFormat('sv-SE', {
          timeZone: zone,
          dateStyle: 'short',
          timeStyle: 'medium',
        })
        expect(shown.format(localToMs(local, zone)).replace(' ', 'T')).toBe(local)
      }),
    )
  })

  test('what has no date has no place of its own', () => {
    expect(sortMs({ kind: 'none' }, 'UTC')).toBeNull()
    expect(sortMs({ kind: 'time_of_day', timeOfDay: '12:00:00' }, 'UTC')).toBeNull()
  })
})
