import { When } from '@yuanwei/contract'
import type { Message } from '@yuanwei/formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isDated, messageBody, parseBody, RowMaker, UNDATED_MS, whenOf } from './message-row.ts'

const base: Message = {
  index: 0,
  time: { kind: 'instant', epochMs: 1_790_000_000_000, offsetMinutes: null },
  assumed: [],
  sender: { id: 'wxid_1', name: '林女士', self: false },
  kind: 'text',
  text: '在吗',
  rawKind: '1',
  reply: null,
  media: null,
  platformId: '9007199254740993',
  place: { pointer: '/messages/0' },
  grade: 'editable_export',
}

describe('the committed form of a message', () => {
  test('comes back as it went in, for every text that can be stored', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.option(fc.string({ unit: 'grapheme' })), (text, name) => {
        const wellFormed = text.replaceAll('\u0000', '')
        const message = { ...base, text: wellFormed, sender: { id: null, name, self: null } }
        fc.pre(!name?.includes('\u0000'))
        expect(parseBody(messageBody(message))).toEqual(message)
      }),
    )
  })

  test('shows a replacement for what no store can hold, and is still canonical', () => {
    const odd = { ...base, text: 'a\u0000b\ud800c' }
    expect(parseBody(messageBody(odd)).text).toBe('a\u2400b\ufffdc')
    // A text that only spells the escape is left alone.
    expect(parseBody(messageBody({ ...base, text: '\\u0000' })).text).toBe('\\u0000')
  })
})

describe('rows of one file', () => {
  test('a message without a date is sorted right after the one before it', () => {
    const rows = new RowMaker('Asia/Shanghai')
    const first = rows.next({ ...base, time: { kind: 'local', local: '2026-11-06T19:47:03' } })
    // 19:47:03 in Shanghai is 11:47:03 in UTC.
    expect(first.sortMs).toBe(Date.UTC(2026, 10, 6, 11, 47, 3))
    expect(rows.next({ ...base, index: 1, time: { kind: 'none' } }).sortMs).toBe(first.sortMs)
    expect(
      rows.next({ ...base, index: 2, time: { kind: 'time_of_day', timeOfDay: '20:00:00' } }).sortMs,
    ).toBe(first.sortMs)
  })

  test('a message before the first date waits for that date', () => {
    const rows = new RowMaker('Asia/Shanghai')
    expect(rows.next({ ...base, time: { kind: 'time_of_day', timeOfDay: '20:00:00' } }).sortMs).toBe(
      UNDATED_MS,
    )
    expect(rows.next({ ...base, index: 1 }).sortMs).toBe(1_790_000_000_000)
  })

  test('the same instant as epoch and as local time in the zone gives the same pair', () => {
    const instant = new RowMaker('Asia/Shanghai').next({
      ...base,
      time: { kind: 'instant', epochMs: Date.UTC(2026, 10, 6, 11, 47, 3), offsetMinutes: null },
    })
    const local = new RowMaker('Asia/Shanghai').next({
      ...base,
      time: { kind: 'local', local: '2026-11-06T19:47:03' },
    })
    expect(local.keyById).toEqual(instant.keyById)
    expect(local.keyByName).toEqual(instant.keyByName)
  })

  test('another sender, time or text is another pair', () => {
    const key = (change: Partial<Message>) =>
      new RowMaker('Asia/Shanghai').next({ ...base, ...change }).keyByName.toString('hex')
    const keys = [
      key({}),
      key({ text: '在吗？' }),
      key({ time: { kind: 'instant', epochMs: 1_790_000_001_000, offsetMinutes: null } }),
      key({ sender: { id: 'wxid_1', name: '阿宁', self: false } }),
      key({ sender: null }),
    ]
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('the time of a message', () => {
  test('is one that can be shown, whatever the file says', () => {
    const epochMs = fc.oneof(
      fc.double({ noDefaultInfinity: true, noNaN: true }),
      fc.integer({ min: -8.64e15, max: 8.64e15 }),
    )
    const year = fc.integer({ min: 0, max: 9999 }).map(each => String(each).padStart(4, '0'))
    const edge = fc.constantFrom('01-01T00:00:00', '12-31T23:59:59', '02-30T00:00:00')
    const time = fc.oneof(
      epochMs.map(ms => ({ kind: 'instant' as const, epochMs: ms, offsetMinutes: null })),
      fc.tuple(year, edge).map(([y, rest]) => ({ kind: 'local' as const, local: `${y}-${rest}` })),
    )
    fc.assert(
      fc.property(time, fc.constantFrom('Asia/Shanghai', 'America/New_York'), (time, zone) => {
        expect(When.safeParse(whenOf(time)).success).toBe(true)
        const { sortMs } = new RowMaker(zone).next({ ...base, time })
        expect(isDated(time)).toBe(sortMs !== UNDATED_MS)
        if (isDated(time)) expect(new Date(sortMs).toISOString()).toMatch(/^(?!0000)\d{4}-/)
      }),
    )
  })

  test('is none outside of the years 1 to 9999', () => {
    const instant = (epochMs: number) => whenOf({ kind: 'instant', epochMs, offsetMinutes: null })
    expect(instant(Date.UTC(10_000, 0, 1) - 1)).toEqual({
      kind: 'instant',
      instant: '9999-12-31T23:59:59.999Z',
    })
    expect(instant(Date.UTC(10_000, 0, 1))).toEqual({ kind: 'none' })
    expect(instant(Number.NaN)).toEqual({ kind: 'none' })
    expect(whenOf({ kind: 'local', local: '0000-12-31T23:59:59' })).toEqual({ kind: 'none' })
  })
})
