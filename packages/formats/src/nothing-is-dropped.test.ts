import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { corpus, corpusFiles, corpusSource, memorySource, type ReadChat, readAll } from '../test/sources.ts'
import { escapePointer } from './json/scan.ts'
import { FormatError } from './types.ts'
import { UNREAD_REASONS } from './unread-reasons.ts'
import { WARNINGS } from './warnings.ts'

/** Where each item says that it stands; two items at one place would be one record read twice. */
function placesOf(chat: ReadChat): string[] {
  return chat.items.map(item => {
    const place =
      item.type === 'message' ? item.message.place : item.type === 'unread' ? item.unread.place : item.place
    return `${place.file ?? ''}${place.pointer ?? `line ${place.line}`}`
  })
}

/** The places of a JSON document by the definition of RFC 6901: each value of the top level, each element of an array there. */
function pointersOf(document: Record<string, unknown>): string[] {
  return Object.entries(document).flatMap(([key, value]) => {
    const pointer = `/${escapePointer(key)}`
    return Array.isArray(value) ? value.map((_, index) => `${pointer}/${index}`) : [pointer]
  })
}

const word = fc.constantFrom('文本消息', '图片消息', '系统消息', '引用消息', '未知类型(7)', '')
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(null, '', 0, 1, true, 1704164645, '1704164645'),
)
const field = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof({ arbitrary: usual, weight: 4 }, { arbitrary: anyValue, weight: 1 })
const content = field(fc.string({ unit: 'grapheme' }))

const weflowRecord = fc.record(
  {
    localId: field(fc.nat()),
    createTime: field(fc.integer({ min: 1, max: 2_000_000_000 })),
    type: field(word),
    localType: field(fc.constantFrom(1, 3, 34359738417, 10000)),
    content,
    isSend: field(fc.constantFrom(0, 1, null, true)),
    senderUsername: field(fc.constantFrom('wxid_a', 'wxid_b', 'r@chatroom')),
    senderID: field(fc.constantFrom(1, 2, 9)),
  },
  { requiredKeys: [] },
)
const chatlabRecord = fc.record(
  {
    sender: field(fc.constantFrom('u1', 'u2')),
    timestamp: field(fc.integer({ min: 1, max: 2_000_000_000 })),
    type: field(fc.constantFrom(0, 1, 25, 80, 99)),
    content,
  },
  { requiredKeys: [] },
)
const records = (record: fc.Arbitrary<unknown>) =>
  fc.array(fc.oneof({ arbitrary: record, weight: 5 }, { arbitrary: anyValue, weight: 1 }))

const session = fc.constant({ wxid: 'r@chatroom', type: '群聊' })
const families: Record<string, fc.Arbitrary<Record<string, unknown>>> = {
  'weflow-json': fc.record({
    weflow: fc.constant({ version: '1' }),
    session,
    avatars: anyValue,
    messages: records(weflowRecord),
  }),
  'weflow-arkme-json': fc.record({
    weflow: fc.constant({ format: 'arkme-json' }),
    session,
    messages: records(weflowRecord),
    senders: fc.array(fc.oneof(fc.constant({ senderID: 1, wxid: 'wxid_a' }), anyValue)),
  }),
  'echotrace-json': fc.record({
    session,
    exportTime: fc.constant('2026-01-02T03:04:05'),
    messages: fc.array(
      weflowRecord.filter(record => 'createTime' in record && 'content' in record),
      { minLength: 1 },
    ),
  }),
  'ciphertalk-json': fc.record({
    exportInfo: fc.constant({ generator: 'CipherTalk' }),
    session,
    messages: records(weflowRecord),
  }),
  'chatlab-json': fc.record({
    chatlab: fc.constant({ version: '0.0.2' }),
    meta: anyValue,
    members: fc.array(anyValue),
    messages: records(chatlabRecord),
  }),
}

describe('every record is in exactly one of message, unread and preamble', () => {
  for (const [format, arbitrary] of Object.entries(families)) {
    it(`${format}, in any order of keys, written in any way, in any chunks (property)`, async () => {
      await fc.assert(
        fc.asyncProperty(
          arbitrary,
          fc.constantFrom(undefined, 2),
          fc.integer({ min: 1, max: 200 }),
          fc.boolean(),
          async (document, indent, size, isTurned) => {
            const entries = Object.entries(document)
            const ordered = Object.fromEntries(isTurned ? entries.reverse() : entries)
            const text = JSON.stringify(ordered, null, indent)
            const chat = await readAll(memorySource(text, size))
            expect(chat.format).toBe(format)
            expect(placesOf(chat)).toEqual(pointersOf(JSON.parse(text)))
            expect(chat.messages.map(message => message.index)).toEqual(
              chat.messages.map((_, index) => index),
            )
            // Whatever a message says is text that can be stored and signed.
            for (const message of chat.messages)
              expect(JSON.stringify(message)).not.toMatch(/\\ud[89a-f]|\\u0000/)
          },
        ),
        { numRuns: 150 },
      )
    })

    it(`${format}, up to wherever it is cut off (property)`, async () => {
      await fc.assert(
        fc.asyncProperty(
          arbitrary,
          fc.constantFrom(undefined, 2),
          fc.double({ min: 0.3, max: 1, noNaN: true }),
          async (document, indent, share) => {
            const text = JSON.stringify(document, null, indent)
            const cut = text.slice(0, Math.floor(text.length * share))
            const chat = await readAll(memorySource(cut)).catch(error => error)
            if (chat instanceof FormatError) {
              expect(chat.code).toBe('not_a_chat')
              return
            }
            const places = placesOf(chat)
            const whole = pointersOf(JSON.parse(text))
            if (cut === text) {
              expect(places).toEqual(whole)
              return
            }
            // Everything before the cut as in the whole file, and one entry for the rest.
            expect(places.slice(0, -1)).toEqual(whole.slice(0, places.length - 1))
            expect(chat.unread.at(-1)?.reason).toBe('truncated')
            expect(chat.warnings).toContain('truncated')
          },
        ),
        { numRuns: 100 },
      )
    })
  }

  it('chatlab-jsonl, line by line (property)', async () => {
    const good = fc
      .tuple(fc.constantFrom('message', 'member', 'header', 'other'), chatlabRecord)
      .map(([_type, record]) => JSON.stringify({ _type, ...record }))
    const line = fc.oneof(
      { arbitrary: good, weight: 5 },
      fc.constantFrom('', '# note', '{"a":', '[]', 'text', '{"_type":"message","sender":1,"sender":2}'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 100 }), async (lines, size) => {
        const all = [
          '{"_type":"header","chatlab":{}}',
          '{"_type":"message","sender":"a","timestamp":1}',
          ...lines,
        ]
        const chat = await readAll(memorySource(all.join('\n'), size))
        const expected = all.flatMap((text, index) => (text === '' ? [] : [`line ${index + 1}`]))
        expect(placesOf(chat)).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })
})

describe('over all of the corpus', () => {
  const files = corpusFiles('chat')

  it('no file crashes, hangs or gives an unknown code', async ({ skip }) => {
    if (corpus === null) skip('no corpus')
    console.log(`read ${files.length} files of the corpus`)
    expect(files.length).toBeGreaterThan(100)
    for (const file of files) {
      const chat = await readAll(corpusSource(`chat/${file}`)).catch(error => error)
      if (chat instanceof FormatError) {
        expect(['not_a_chat', 'not_supported_yet'], file).toContain(chat.code)
        continue
      }
      expect(chat, file).not.toBeInstanceOf(Error)
      for (const unread of chat.unread) expect(UNREAD_REASONS, file).toContain(unread.reason)
      for (const warning of chat.warnings) expect(WARNINGS, file).toContain(warning)
      expect(new Set(placesOf(chat)).size, file).toBe(chat.items.length)
    }
  })

  it('every record of the JSON files stands at one place', async ({ skip }) => {
    if (corpus === null) skip('no corpus')
    let count = 0
    for (const file of files.filter(name => name.startsWith('chatlab-fixtures/') && name.endsWith('.json'))) {
      const chat = await readAll(corpusSource(`chat/${file}`)).catch(() => null)
      if (chat === null) continue
      const document = JSON.parse(readFileSync(join(corpus ?? '', 'chat', file), 'utf8'))
      expect(placesOf(chat), file).toEqual(pointersOf(document))
      count += 1
    }
    expect(count).toBeGreaterThanOrEqual(3)
  })

  it('a file cut anywhere, or with a byte changed, is read or refused, never more', async ({ skip }) => {
    if (corpus === null) skip('no corpus')
    for (const file of files.filter(name => name.startsWith('chatlab-fixtures/'))) {
      const bytes = readFileSync(join(corpus ?? '', 'chat', file))
      for (let at = 0; at < bytes.length; at += 17) {
        const changed = Uint8Array.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ 0x55
        for (const damaged of [bytes.subarray(0, at), changed]) {
          const chat = await readAll(memorySource(damaged, 100)).catch(error => error)
          if (!(chat instanceof FormatError)) expect(chat, `${file} at ${at}`).not.toBeInstanceOf(Error)
        }
      }
    }
  })
})
