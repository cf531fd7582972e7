import { describe, expect, it } from 'vitest'
import { bytesText, dayLabel, moneyText, parseMoney, shortWhen, whenText } from './format.ts'

const zone = 'Asia/Shanghai'

describe('a moment as text', () => {
  it('shows an instant on the clock of the organisation, over midnight too', () => {
    expect(whenText({ kind: 'instant', instant: '2026-11-05T16:30:09.000Z' }, zone)).toEqual({
      date: '2026-11-06',
      time: '00:30',
      seconds: '09',
      mark: null,
    })
  })

  it('marks what is not known instead of filling it in', () => {
    expect(whenText({ kind: 'local', local: '2026-11-06T19:47:00' }, zone)).toMatchObject({
      date: '2026-11-06',
      time: '19:47',
      mark: 'zone_unknown',
    })
    expect(whenText({ kind: 'time_of_day', timeOfDay: '07:05:00' }, zone)).toMatchObject({
      date: null,
      time: '07:05',
      mark: 'date_unknown',
    })
    expect(whenText({ kind: 'none' }, zone)).toMatchObject({ date: null, time: null, mark: 'time_unknown' })
  })

  it('leaves out the year of today and keeps every other', () => {
    const text = whenText({ kind: 'local', local: '2026-11-06T19:47:00' }, zone)
    expect(shortWhen(text, '2026')).toBe('11-06 19:47')
    expect(shortWhen(text, '2027')).toBe('2026-11-06 19:47')
  })

  it('names the weekday in the language of the reader', () => {
    // 6 November 2026 is a Friday.
    expect(dayLabel('2026-11-06', 'zh-CN')).toBe('2026-11-06 周五')
    expect(dayLabel('2026-11-06', 'en')).toBe('2026-11-06 Fri')
  })
})

describe('sizes', () => {
  it('are told in powers of 1,024 with three figures at most', () => {
    expect(bytesText(0)).toBe('0 B')
    expect(bytesText(999)).toBe('999 B')
    expect(bytesText(1024)).toBe('1.0 KB')
    expect(bytesText(5 * 1024 ** 2)).toBe('5.0 MB')
    expect(bytesText(4 * 1024 ** 3)).toBe('4.0 GB')
    expect(bytesText(350 * 1024)).toBe('350 KB')
  })
})

describe('money', () => {
  it('is shown from fen without a fraction ever being computed', () => {
    expect(moneyText(107200)).toBe('¥1,072.00')
    expect(moneyText(5)).toBe('¥0.05')
    expect(moneyText(1_000_000_000_000)).toBe('¥10,000,000,000.00')
  })

  it('is read as people type it, full-width digits too', () => {
    expect(parseMoney('1,072.5')).toBe(107250)
    expect(parseMoney(' ¥ 268 ')).toBe(26800)
    expect(parseMoney('１０７２．００')).toBe(107200)
    expect(parseMoney('0.29')).toBe(29)
    expect(parseMoney('')).toBeNull()
  })

  it('is refused rather than guessed', () => {
    for (const typed of ['12.345', '-3', '1e3', '1.2.3', 'abc', '12345678901'])
      expect(parseMoney(typed)).toBeUndefined()
  })
})
