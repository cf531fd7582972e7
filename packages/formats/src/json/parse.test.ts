import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asId, asInteger, toJsonText } from './fields.ts'
import { JsonError, JsonNumber, type JsonValue, parseJson } from './parse.ts'

/** Our values as JavaScript's, to compare with JSON.parse. */
function plain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return Number(value.raw)
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]))
  return Array.isArray(value) ? value.map(plain) : value
}

const codeOf = (text: string) => {
  try {
    parseJson(text)
    return null
  } catch (error) {
    if (error instanceof JsonError) return error.code
    throw error
  }
}

describe('a JSON text', () => {
  it('is read as the engine reads it (property)', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(plain(parseJson(text))).toEqual(JSON.parse(text))
      }),
      { numRuns: 500 },
    )
  })

  it('is refused where the engine refuses it (property over damaged texts)', () => {
    const damaged = fc.tuple(fc.jsonValue(), fc.nat(), fc.constantFrom('', ',', '"', '}', '\\', '\n', 'x'))
    fc.assert(
      fc.property(damaged, ([value, at, put]) => {
        const good = JSON.stringify(value)
        const cut = at % (good.length + 1)
        const text = good.slice(0, cut) + put + good.slice(cut + 1)
        let isGood = true
        try {
          JSON.parse(text)
        } catch {
          isGood = false
        }
        const code = codeOf(text)
        // Two equal keys are the one thing that we refuse and the engine does not.
        if (code !== 'duplicate_key') expect(code === null).toBe(isGood)
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps the digits of numbers that JavaScript rounds', () => {
    const object = parseJson('{"a":7205759412345678901,"b":9007199254740993,"c":1.10,"d":12}') as Map<
      string,
      JsonValue
    >
    expect(asId(object.get('a'))).toBe('7205759412345678901')
    expect(asId(object.get('b'))).toBe('9007199254740993')
    expect(asId(object.get('c'))).toBe('1.10')
    expect(asId(object.get('d'))).toBe('12')
    expect(asInteger(object.get('b'))).toBe(9007199254740993n)
    expect(toJsonText(object)).toBe('{"a":7205759412345678901,"b":9007199254740993,"c":1.10,"d":12}')
  })

  it('with the same key twice is refused, also deep inside and where an escape hides it', () => {
    expect(codeOf('{"a":1,"a":2}')).toBe('duplicate_key')
    expect(codeOf('[{"x":{"a":1,"\\u0061":1}}]')).toBe('duplicate_key')
  })

  it('nested without end does not exhaust the stack', () => {
    expect(codeOf('['.repeat(100_000))).toBe('invalid_json')
  })

  it('has `__proto__` as a key like any other', () => {
    const object = parseJson('{"__proto__":{"x":1},"constructor":2}') as Map<string, JsonValue>
    expect([...object.keys()]).toEqual(['__proto__', 'constructor'])
  })

  it('cannot bring in what no store holds: half a surrogate pair, NUL', () => {
    let replaced = 0
    const value = parseJson('["a\\ud83d","\\u0000b","\\ud83d\\ude00"]', () => {
      replaced += 1
    })
    expect(value).toEqual(['a\ufffd', '\ufffdb', '😀'])
    expect(replaced).toBe(2)
  })
})
