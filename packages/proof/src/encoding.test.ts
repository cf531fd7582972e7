import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../test/code-of.ts'
import { fromBase64, fromHex, fromUtf8, toBase64, toHex, toUint64, toUtf8 } from './index.ts'

describe('hexadecimal', () => {
  it('reads what it writes, as Node does', () => {
    fc.assert(
      fc.property(fc.uint8Array(), bytes => {
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'))
        expect(fromHex(toHex(bytes), bytes.length)).toEqual(bytes)
      }),
    )
  })

  it('refuses upper case, odd lengths, other signs and another size', () => {
    for (const text of ['A0', 'abc', '0g', ' 00', '0x', '00\n'])
      expect(codeOf(() => fromHex(text))).toBe('encoding-hex')
    expect(codeOf(() => fromHex('0000', 1))).toBe('encoding-hex')
  })
})

describe('Base 64', () => {
  it('reads what it writes, as Node does', () => {
    fc.assert(
      fc.property(fc.uint8Array(), bytes => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
        expect(fromBase64(toBase64(bytes), bytes.length)).toEqual(bytes)
      }),
    )
  })

  it('accepts only the canonical spelling: whatever it reads it would write the same', () => {
    const sign = fc.constantFrom(...'AQgw8/+=Zz09-_ \n')
    let accepted = 0
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 12 }), signs => {
        const text = signs.join('')
        if (codeOf(() => fromBase64(text)) !== 'accepted') return
        accepted++
        expect(toBase64(fromBase64(text))).toBe(text)
      }),
      { numRuns: 5000 },
    )
    expect(accepted).toBeGreaterThan(50)
  })

  it('refuses missing padding, spare bits, white space and the URL alphabet', () => {
    const bad = [
      'A',
      'AA',
      'AAA',
      'AB==',
      'AAB=',
      '=',
      '====',
      'A===',
      'AA=A',
      'A A=',
      'AAAA\n',
      '-_==',
      'ÄAAA',
    ]
    for (const text of bad)
      expect(
        codeOf(() => fromBase64(text)),
        text,
      ).toBe('encoding-base64')
    expect(codeOf(() => fromBase64('AAAA', 2))).toBe('encoding-base64')
  })
})

describe('UTF-8', () => {
  it('keeps a byte order mark, refuses lone surrogates and malformed bytes', () => {
    expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\ufeffA')
    expect(codeOf(() => toUtf8('a\ud800'))).toBe('json-surrogate')
    for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe4, 0xbd]]) {
      expect(codeOf(() => fromUtf8(Uint8Array.from(bytes)))).toBe('encoding-utf8')
    }
  })
})

describe('64-bit numbers', () => {
  it('are big-endian up to 2^53−1 and refused beyond', () => {
    expect(toHex(toUint64(0))).toBe('0000000000000000')
    expect(toHex(toUint64(2 ** 32 + 5))).toBe('0000000100000005')
    expect(toHex(toUint64(Number.MAX_SAFE_INTEGER))).toBe('001fffffffffffff')
    for (const value of [-1, 1.5, 2 ** 53]) expect(codeOf(() => toUint64(value))).toBe('input-range')
  })
})
