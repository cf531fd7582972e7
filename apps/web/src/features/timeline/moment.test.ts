import { describe, expect, it } from 'vitest'
import { instantOf, momentOf, whenOf } from './moment.ts'

describe('the instant of a local time', () => {
  it('is eight hours earlier in Shanghai', () => {
    expect(instantOf('2026-11-06T19:47:03', 'Asia/Shanghai')).toBe('2026-11-06T11:47:03.000Z')
  })

  it('takes the first of two where New York sets its clocks back', () => {
    // 1:30 on 2026-11-01 comes twice; the first is still daylight time, UTC−4.
    expect(instantOf('2026-11-01T01:30:00', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z')
  })

  it('takes the hour after where New York sets them forward', () => {
    // 2:30 on 2026-03-08 never was; clocks went from 1:59 EST to 3:00 EDT.
    expect(instantOf('2026-03-08T02:30:00', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z')
  })

  it('knows zones of half and quarter hours', () => {
    expect(instantOf('2026-06-01T12:00:00', 'Asia/Kathmandu')).toBe('2026-06-01T06:15:00.000Z')
  })
})

describe('a moment in a form', () => {
  const zone = 'Asia/Shanghai'

  it('is not sent while something that is said to be known is missing', () => {
    expect(whenOf({ known: 'zoned', date: '', time: '10:00' }, zone)).toBeNull()
    expect(whenOf({ known: 'local', date: '2026-11-06', time: '' }, zone)).toBeNull()
    expect(whenOf({ known: 'time_of_day', date: '', time: '' }, zone)).toBeNull()
  })

  it('says no more than is known', () => {
    expect(whenOf({ known: 'none', date: '2026-11-06', time: '10:00' }, zone)).toEqual({ kind: 'none' })
    expect(whenOf({ known: 'time_of_day', date: '2026-11-06', time: '10:00' }, zone)).toEqual({
      kind: 'time_of_day',
      timeOfDay: '10:00:00',
    })
    expect(whenOf({ known: 'local', date: '2026-11-06', time: '10:00:05' }, zone)).toEqual({
      kind: 'local',
      local: '2026-11-06T10:00:05',
    })
  })

  it('comes back as it went out', () => {
    for (const when of [
      { kind: 'instant', instant: '2026-11-06T11:47:03.000Z' },
      { kind: 'local', local: '2026-11-06T19:47:03' },
      { kind: 'time_of_day', timeOfDay: '19:47:03' },
      { kind: 'none' },
    ] as const)
      expect(whenOf(momentOf(when, zone), zone)).toEqual(when)
  })
})
