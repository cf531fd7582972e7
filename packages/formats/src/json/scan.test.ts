import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonScanner, type ScanEvent } from './scan.ts'

function scan(text: string, size = text.length || 1, maxLength?: number): ScanEvent[] {
  const scanner = new JsonScanner(
    maxLength === undefined ? undefined : { element: maxLength, value: maxLength },
  )
  const events: ScanEvent[] = []
  for (let at = 0; at < text.length; at += size) events.push(...scanner.push(text.slice(at, at + size)))
  return [...events, ...scanner.end()]
}

const elements = (events: readonly ScanEvent[]) => events.filter(event => event.kind === 'element')
const broken = (events: readonly ScanEvent[]) => events.filter(event => event.kind === 'broken')

describe('a document is cut into its values', () => {
  it('of the top level and of the arrays there', () => {
    expect(scan('{"a": 1, "b" :[ {"x":[1,2]}, "s" , 3 ],"c":{"d":"]}"}}')).toEqual([
      { kind: 'value', key: 'a', text: '1' },
      { kind: 'array', key: 'b' },
      { kind: 'element', key: 'b', index: 0, text: '{"x":[1,2]}', broken: false },
      { kind: 'element', key: 'b', index: 1, text: '"s"', broken: false },
      { kind: 'element', key: 'b', index: 2, text: '3', broken: false },
      { kind: 'value', key: 'c', text: '{"d":"]}"}' },
    ])
  })

  it('whatever they are and wherever chunks are cut (property)', () => {
    const document = fc.dictionary(fc.string(), fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()))
    fc.assert(
      fc.property(
        document,
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(undefined, 2),
        (value, size, indent) => {
          const text = JSON.stringify(value, null, indent)
          const found = new Map<string, unknown>()
          for (const event of scan(text, size)) {
            if (event.kind === 'value') found.set(event.key, JSON.parse(event.text ?? ''))
            else if (event.kind === 'array') found.set(event.key ?? '', [])
            else if (event.kind === 'element')
              (found.get(event.key ?? '') as unknown[]).push(JSON.parse(event.text ?? ''))
            else throw new Error(event.kind)
          }
          expect([...found]).toEqual(Object.entries(JSON.parse(text)))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('with strings full of quotes, backslashes and brackets, at every cut', () => {
    const record = { text: 'a"b\\', more: '\\\\"]}', tail: '\n{"', '\\"': '\\' }
    const text = JSON.stringify({ messages: [record, record] }, null, 2)
    for (let size = 1; size < text.length; size += 1) {
      expect(elements(scan(text, size)).map(event => JSON.parse(event.text ?? ''))).toEqual([record, record])
    }
  })

  it('and its damage is bounded: a record cut in two costs one record', () => {
    const line = (n: number) => `    {"n": ${n}, "text": "x"}`
    const text = `{\n  "messages": [\n${line(0)},\n    {"n": 1, "text": "no end,\n${line(2)},\n${line(3)}\n  ]\n}`
    for (const size of [1, 3, 1000]) {
      const events = scan(text, size)
      expect(elements(events).map(event => event.broken)).toEqual([false, true, false, false])
      expect(elements(events).map(event => event.index)).toEqual([0, 1, 2, 3])
      expect(broken(events)).toEqual([])
    }
  })

  it('and what stands behind its end, or in place of a value, is told', () => {
    expect(broken(scan('{"a":1} {"b":2}'))).toEqual([
      { kind: 'broken', reason: 'trailing_data', pointer: '' },
    ])
    expect(broken(scan('{"a":1,, x "b":2}'))).toEqual([
      { kind: 'broken', reason: 'invalid_json', pointer: '' },
    ])
    expect(scan('{"a":1}\n \n')).toHaveLength(1)
  })

  it('until the place where the file was cut off', () => {
    const pointerOf = (text: string) => broken(scan(text)).map(event => event.pointer)
    expect(pointerOf('{"messages":[{"a":1},{"a":')).toEqual(['/messages/1'])
    expect(pointerOf('{"messages":[{"a":1}')).toEqual(['/messages/1'])
    expect(pointerOf('{"messages":[{"a":1}]')).toEqual([''])
    expect(pointerOf('{"a/b~c":"tex')).toEqual(['/a~1b~0c'])
    expect(pointerOf('[{"a":1}')).toEqual(['/1'])
  })

  it('too large ones without their text, and without keeping it', () => {
    const events = scan(
      `{"avatars":{"x":"${'A'.repeat(5000)}"},"messages":[{"a":1},"${'B'.repeat(5000)}",2]}`,
      64,
      1000,
    )
    expect(events).toEqual([
      { kind: 'value', key: 'avatars', text: null },
      { kind: 'array', key: 'messages' },
      { kind: 'element', key: 'messages', index: 0, text: '{"a":1}', broken: false },
      { kind: 'element', key: 'messages', index: 1, text: null, broken: false },
      { kind: 'element', key: 'messages', index: 2, text: '2', broken: false },
    ])
  })

  it('and a key that comes twice is announced', () => {
    expect(scan('{"a":1,"a":2}').map(event => event.kind)).toEqual(['value', 'duplicate', 'value'])
  })
})
