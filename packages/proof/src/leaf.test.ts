import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../test/code-of.ts'
import { decodeLeaf, encodeLeaf, fromUtf8, hashLeaf, type Leaf, leafHash, toHex } from './index.ts'

const leaf: Leaf = {
  v: 1,
  t: 'evidence.added',
  at: 1_766_000_000_123,
  s: '00112233445566778899aabbccddeeff',
  n: 1,
  a: 'ffeeddccbbaa99887766554433221100',
  c: 'ab'.repeat(32),
}

describe('leaves', () => {
  it('are the canonical JSON of their fields', () => {
    expect(fromUtf8(encodeLeaf(leaf))).toBe(
      `{"a":"ffeeddccbbaa99887766554433221100","at":1766000000123,"c":"${'ab'.repeat(32)}",` +
        `"n":1,"s":"00112233445566778899aabbccddeeff","t":"evidence.added","v":1}`,
    )
    expect(toHex(hashLeaf(leaf))).toBe(toHex(leafHash(encodeLeaf(leaf))))
  })

  it('are read as they were written, from bytes and from text', () => {
    const hex = (bytes: number) =>
      fc.uint8Array({ minLength: bytes, maxLength: bytes }).map(value => Buffer.from(value).toString('hex'))
    const leaves = fc.record({
      v: fc.constant(1 as const),
      t: fc.constantFrom('import.done', 'a', 'key.rotated', 'case.deadline_moved', 'a.b-c.d'),
      at: fc.integer({ min: 0, max: 8.64e15 }),
      s: hex(16),
      n: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      a: fc.oneof(hex(16), fc.constant('anonymous'), fc.constant('service')),
      c: hex(32),
    })
    fc.assert(
      fc.property(leaves, value => {
        expect(decodeLeaf(encodeLeaf(value))).toEqual(value)
        expect(decodeLeaf(fromUtf8(encodeLeaf(value)))).toEqual(value)
      }),
    )
  })

  it.each<[keyof Leaf, unknown[]]>([
    ['v', [0, 2, '1', null, undefined]],
    ['t', ['', 'Evidence', '.a', 'a.', 'a..b', 'a b', '1a', 'a'.repeat(65), 'a\n', 1, '证据']],
    ['at', [-1, 0.5, 8.64e15 + 1, '1', null, Number.NaN]],
    ['s', ['', '0'.repeat(31), '0'.repeat(33), 'A'.repeat(32), 'g'.repeat(32), 5]],
    ['n', [0, -1, 1.5, 2 ** 53, '1']],
    ['a', ['', 'person', 'Anonymous', 'anonymous ', '0'.repeat(31), 'A'.repeat(32), null]],
    ['c', ['', 'ab'.repeat(31), 'AB'.repeat(32), 'zz'.repeat(32), null]],
  ])('refuse a bad "%s"', (field, values) => {
    for (const value of values) {
      expect(() => encodeLeaf({ ...leaf, [field]: value } as Leaf), JSON.stringify(value)).toThrow(
        expect.objectContaining({ code: 'leaf-field', message: expect.stringContaining(`"${field}"`) }),
      )
    }
    const { [field]: _, ...rest } = leaf
    expect(codeOf(() => encodeLeaf(rest as Leaf))).toBe('leaf-field')
  })

  it('refuse further fields, other spellings, other shapes and more than 4 KiB', () => {
    expect(codeOf(() => encodeLeaf({ ...leaf, name: '王' } as Leaf))).toBe('leaf-field')
    const text = fromUtf8(encodeLeaf(leaf))
    expect(codeOf(() => decodeLeaf(text.replace('"n":1', '"n": 1')))).toBe('json-not-canonical')
    expect(codeOf(() => decodeLeaf(text.replace('"n":1', '"n":1.0')))).toBe('json-not-canonical')
    expect(codeOf(() => decodeLeaf(text.replace('"v":1}', '"v":1,"v":1}')))).toBe('json-duplicate-key')
    expect(codeOf(() => decodeLeaf(`[${text}]`))).toBe('leaf-field')
    expect(codeOf(() => decodeLeaf('null'))).toBe('leaf-field')
    expect(codeOf(() => decodeLeaf(`${text}${' '.repeat(4096)}`))).toBe('leaf-size')
  })
})
