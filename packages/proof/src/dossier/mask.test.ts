import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskIdentifiers, maskJson } from './mask.ts'

describe('hides', () => {
  test.each([
    ['电话13812342046。', '电话138****2046。'],
    ['138 1234 2046', '138 **** 2046'],
    ['138-1234-2046', '138-****-2046'],
    ['+86 138-1234-2046', '+86 138-****-2046'],
    ['+8613812342046', '+861******2046'],
    ['１３８１２３４２０４６', '１３８****２０４６'],
    ['tel:13812342046x', 'tel:138****2046x'],
    ['1 3 8 1 2 3 4 2 0 4 6', '1 3 8 * * * * 2 0 4 6'],
    ['138\u200b12342046', '138\u200b****2046'],
    ['013812342046', '0138****2046'],
    ['0571-88881234', '0571-******34'],
    ['(010) 8888-1234', '(010) 8***-**34'],
    ['01088881234', '0108*****34'],
    ['11010519491231002X', '110*************2X'],
    ['110105 19491231 0021', '110*** ******** **21'],
    ['110105491231002', '110********1002'],
    ['身份证号：110101199003079999', '身份证号：110*************99'],
    ['6222 0212 3456 7890 123', '6222 **** **** ***0 123'],
    ['6222021234567890', '622*********7890'],
    ['622202 1234567890123', '6222** *********0123'],
    ['1762429625123', '176******5123'],
    ['20261306194705', '202*******4705'],
    ['+49 151 23456789', '+49 *** *****789'],
  ])('%s', (text, expected) => {
    // The expected masks were written by hand from the rule: digits kept at both ends, `*` for each between.
    const masked = maskIdentifiers(text)
    expect(masked.length).toBe(text.length)
    expect(masked).toBe(expected)
  })
})

describe('leaves', () => {
  test.each([
    '2026-11-06 19:47:05',
    '2026年11月6日 2026-11-06 2026-11-07',
    '2026.11.06',
    '退款 ¥1,072.00，合计 10720000 分',
    '+1072.00',
    '订单 202611060001',
    'QQ 847102938',
    '请拨 400-820-8820 或 95588',
    'YW-2026-1042',
    '单号 SF1234567890',
    '微信图片_20261106194705.jpg',
    'PXL_20261106194705123.jpg',
    'mmexport1762429625123.jpg',
    '2026-11-06T19:47:05.123Z',
  ])('%s', text => expect(maskIdentifiers(text)).toBe(text))
})

const digits = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map(list => list.join(''))
const separator = fc.constantFrom('', ' ', '-', '.', '·', '\u00a0', '\u3000', '—', ' - ')
const mobile = fc
  .tuple(fc.integer({ min: 3, max: 9 }), digits(9), separator, separator)
  .map(([second, rest, a, b]) => `1${second}${rest[0]}${a}${rest.slice(1, 5)}${b}${rest.slice(5)}`)
const card = fc
  .tuple(
    fc
      .integer({ min: 13, max: 19 })
      .chain(digits)
      .filter(number => !number.startsWith('20')),
    fc.boolean(),
  )
  .map(([number, spaced]) => (spaced ? number.replace(/(\d{4})(?=\d)/g, '$1 ') : number))
const id = fc.tuple(digits(17), fc.constantFrom('X', 'x', '0', '7')).map(([body, check]) => body + check)
const landline = fc
  .tuple(fc.constantFrom('010', '021', '0571', '0755'), separator, fc.integer({ min: 1, max: 9 }), digits(7))
  .map(([area, between, first, rest]) => `${area}${between}${first}${rest}`)
const beside = fc.constantFrom('', '打', '，', 'a', '（', '）', '\n', ':', '号')

test('no run of seven digits of an identifier survives, whatever stands beside it', () => {
  fc.assert(
    fc.property(fc.oneof(mobile, card, id, landline), beside, beside, (number, before, after) => {
      const masked = maskIdentifiers(before + number + after)
      expect(masked).toContain('*')
      expect(masked.replace(/[^\d*]/g, '')).not.toMatch(/\d{7}/)
    }),
    { numRuns: 2000 },
  )
})

test('nothing but digits and check letters is replaced', () => {
  const text = fc
    .array(fc.oneof(mobile, card, id, landline, beside, fc.string({ unit: 'grapheme' })))
    .map(p => p.join(''))
  fc.assert(
    fc.property(text, original => {
      const masked = maskIdentifiers(original)
      expect([...masked].length).toBe([...original].length)
      ;[...masked].forEach((sign, i) => {
        if (sign !== [...original][i]) expect([...original][i]).toMatch(/[\p{Nd}XxＸｘ×]/u)
      })
    }),
  )
})

test('JSON: every string, not digests, ids, instants or platform numbers', () => {
  const digest = '1234567890123456'.repeat(4)
  const value = {
    '13812342046': ['13812342046', { sender: { name: '+86 138 1234 2046' } }],
    at: '2026-11-06T19:47:05.123Z',
    epochMs: 1762429625123,
    platformId: '7301234567890123456',
    sha256: digest,
  }
  expect(maskJson(value)).toEqual({
    '138****2046': ['138****2046', { sender: { name: '+86 138 **** 2046' } }],
    at: '2026-11-06T19:47:05.123Z',
    epochMs: 1762429625123,
    platformId: '7301234567890123456',
    sha256: digest,
  })
})

test('long hostile text is masked in linear time', () => {
  const started = performance.now()
  maskIdentifiers(`${'1 - '.repeat(50_000)}${'0'.repeat(200_000)}${'1234 '.repeat(40_000)}x`)
  expect(performance.now() - started).toBeLessThan(2_000)
})
