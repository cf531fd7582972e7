import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../test/code-of.ts'
import { canonicalJson, type JsonValue, parseCanonicalJson, parseJson } from './index.ts'

describe('canonical JSON', () => {
  it('does not depend on the order in which members were added', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), members => {
        const reversed = Object.fromEntries(Object.entries(members).reverse())
        expect(canonicalJson(reversed as JsonValue)).toBe(canonicalJson(members as JsonValue))
      }),
    )
  })

  it('is JSON that both readers understand as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), value => {
        const text = canonicalJson(value as JsonValue)
        const plain = JSON.parse(JSON.stringify(value))
        expect(JSON.parse(text)).toEqual(plain)
        expect(parseCanonicalJson(text)).toEqual(plain)
      }),
    )
  })

  it('sorts by UTF-16 code units, where an emoji comes before U+FB33', () => {
    const text = canonicalJson({ '\ufb33': 1, '😀': 2, '€': 3, a: 4, 1: 5, '': 6 })
    expect(text).toBe('{"":6,"1":5,"a":4,"€":3,"😀":2,"\ufb33":1}')
  })

  it('writes minus zero as zero', () => {
    expect(canonicalJson([-0, 1e21, 1e-7, 0.1])).toBe('[0,1e+21,1e-7,0.1]')
  })

  it('refuses what JSON cannot hold instead of dropping or converting it', () => {
    const holes = [1, 2, 3]
    delete holes[1]
    const bad: [unknown, string][] = [
      [undefined, 'json-value'],
      [{ a: undefined }, 'json-value'],
      [holes, 'json-value'],
      [1n, 'json-value'],
      [() => 1, 'json-value'],
      [Symbol('s'), 'json-value'],
      [new Date(0), 'json-value'],
      [new Map(), 'json-value'],
      [Number.NaN, 'json-number'],
      [Number.POSITIVE_INFINITY, 'json-number'],
      ['\ud800', 'json-surrogate'],
      [{ '\udc00': 1 }, 'json-surrogate'],
    ]
    for (const [value, code] of bad) expect(codeOf(() => canonicalJson(value as JsonValue))).toBe(code)
  })

  it('refuses cycles and great depth by the depth limit', () => {
    const cycle: unknown[] = []
    cycle.push(cycle)
    expect(codeOf(() => canonicalJson(cycle as JsonValue))).toBe('json-depth')
    const nested = (depth: number): string => `${'['.repeat(depth)}0${']'.repeat(depth)}`
    expect(canonicalJson(parseJson(nested(64)))).toBe(nested(64))
    expect(codeOf(() => parseJson(nested(65)))).toBe('json-depth')
    const members = (depth: number): string => `${'{"a":'.repeat(depth)}0${'}'.repeat(depth)}`
    expect(canonicalJson(parseJson(members(64)))).toBe(members(64))
    expect(codeOf(() => parseJson(members(65)))).toBe('json-depth')
    expect(codeOf(() => parseJson('['.repeat(1_000_000)))).toBe('json-depth')
  })
})

describe('strict JSON', () => {
  it('reads whatever JSON.parse reads, as the same value', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'grapheme' }), text => {
        expect(parseJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('never reads what JSON.parse refuses, over texts that are nearly JSON', () => {
    const sign = fc.constantFrom(
      ...'{}[]:,"\\/-+.eE0123456789tfnrualse \t\n\u0000\u00a0\ufeff',
      'true',
      'null',
      '\\u00',
    )
    let readable = 0
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 12 }), signs => {
        const text = signs.join('')
        let expected: unknown
        try {
          expected = JSON.parse(text)
        } catch {
          expect(codeOf(() => parseJson(text))).not.toBe('accepted')
          return
        }
        readable++
        const code = codeOf(() => parseJson(text))
        // What JSON.parse reads as infinity, or by dropping a member, is refused for that reason and no other.
        if (code === 'json-number') expect(JSON.stringify(expected)).toContain('null')
        else if (code !== 'json-duplicate-key') expect(parseJson(text)).toEqual(expected)
      }),
      { numRuns: 20_000 },
    )
    expect(readable).toBeGreaterThan(100)
  })

  it.each([
    ['{"a":1,"a":1}', 'json-duplicate-key'],
    ['{"a":1,"\\u0061":2}', 'json-duplicate-key'],
    ['{"__proto__":1,"__proto__":2}', 'json-duplicate-key'],
    ['"\\ud800"', 'json-surrogate'],
    ['"\\udc00\\ud800"', 'json-surrogate'],
    ['{"\ud800":1}', 'json-surrogate'],
    ['1e400', 'json-number'],
    ['[-1e400]', 'json-number'],
    ['', 'json-syntax'],
    ['\ufeff1', 'json-syntax'],
    ['1 2', 'json-syntax'],
    ['[1,]', 'json-syntax'],
    ['{"a":1,}', 'json-syntax'],
    ['{a:1}', 'json-syntax'],
    ["'a'", 'json-syntax'],
    ['01', 'json-syntax'],
    ['+1', 'json-syntax'],
    ['.5', 'json-syntax'],
    ['1.', 'json-syntax'],
    ['NaN', 'json-syntax'],
    ['nul', 'json-syntax'],
    ['"\n"', 'json-syntax'],
    ['"\\x41"', 'json-syntax'],
    ['"\\u12g4"', 'json-syntax'],
    ['"a', 'json-syntax'],
    ['[1', 'json-syntax'],
    ['/**/1', 'json-syntax'],
  ])('refuses %j with %s', (text, code) => {
    expect(codeOf(() => parseJson(text))).toBe(code)
  })

  it('reads a surrogate pair from two escapes, and "__proto__" as an ordinary name', () => {
    expect(parseJson('"\\ud83d\\ude00"')).toBe('😀')
    const value = parseJson('{"__proto__":{"a":1}}')
    expect(Object.keys(value as object)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(canonicalJson(value)).toBe('{"__proto__":{"a":1}}')
  })

  it('refuses bytes that are no UTF-8, a byte order mark, and texts beyond the limit', () => {
    expect(codeOf(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22)))).toBe('encoding-utf8')
    expect(codeOf(() => parseJson(Uint8Array.of(0xef, 0xbb, 0xbf, 0x31)))).toBe('json-syntax')
    expect(codeOf(() => parseJson('"aaaa"', { maxSize: 5 }))).toBe('json-size')
  })

  it('takes as canonical only the one spelling', () => {
    expect(parseCanonicalJson('{"a":1,"b":[]}')).toEqual({ a: 1, b: [] })
    for (const text of [
      '{"b":[],"a":1}',
      '{"a": 1}',
      '[1.0]',
      '[1e2]',
      '["\\u0061"]',
      '["\\/"]',
      '[-0]',
      '9007199254740993',
    ]) {
      expect(
        codeOf(() => parseCanonicalJson(text)),
        text,
      ).toBe('json-not-canonical')
    }
  })
})
