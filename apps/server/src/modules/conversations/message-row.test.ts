import type { Message } from '@yuanwei/formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageBody, parseBody, RowMaker } from './message-row.ts'

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
    expect(rows.next({ ...base, index: 2, time: { kind: 'time_of_day', timeOfDay: '20:00:00' } }).sortMs).toBe(
      first.sortMs,
    )
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
