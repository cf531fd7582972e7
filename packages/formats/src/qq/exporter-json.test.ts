import { describe, expect, it } from 'vitest'
import { memorySource, readAll } from '../../test/sources.ts'
import type { ByteSource } from '../types.ts'

const message = (extra: Record<string, unknown>) => ({
  messageId: 'm1',
  timestamp: 1704067300000,
  sender: { uid: 'u_alice', uin: '11111', name: 'Alice (PM)', nickname: 'Alice' },
  content: { text: 'hello', elements: [], resources: [] },
  ...extra,
})
const document = (messages: unknown[], extra: Record<string, unknown> = {}) =>
  JSON.stringify({
    metadata: { name: 'QQChatExporter V5 / https://github.com/shuakami/qq-chat-exporter' },
    chatInfo: { name: 'Test', type: 'group', selfUid: 'u_bob', selfUin: '22222' },
    statistics: { totalMessages: messages.length },
    messages,
    ...extra,
  })
const readDocument = async (...messages: unknown[]) => await readAll(memorySource(document(messages)))

describe('JSON of QQ Chat Exporter', () => {
  it('reads time in milliseconds, seconds and ISO 8601, and says what it assumed', async () => {
    const chat = await readDocument(
      message({}),
      message({ timestamp: 1704067300 }),
      message({ timestamp: '2026-07-10T12:00:00.000Z' }),
      message({ timestamp: '2026-07-10 12:00:00' }),
      message({ timestamp: null, time: '2026-07-10 12:00:00' }),
      message({ timestamp: 0 }),
    )
    expect(chat.messages.map(({ time, assumed }) => [time, assumed])).toEqual([
      [{ kind: 'instant', epochMs: 1704067300000, offsetMinutes: null }, []],
      [{ kind: 'instant', epochMs: 1704067300000, offsetMinutes: null }, ['timestamp_unit']],
      [{ kind: 'instant', epochMs: Date.UTC(2026, 6, 10, 12), offsetMinutes: 0 }, []],
      [{ kind: 'local', local: '2026-07-10T12:00:00' }, []],
      [{ kind: 'local', local: '2026-07-10T12:00:00' }, []],
      [{ kind: 'none' }, []],
    ])
    expect(chat.warnings).toEqual(
      expect.arrayContaining(['time_unit_assumed', 'date_missing', 'time_zone_unknown']),
    )
  })
  it('reads senders, the exporter himself among them', async () => {
    const chat = await readDocument(
      message({}),
      message({ sender: { uid: 'u_bob', uin: 22222, name: 'Bob' } }),
      message({ sender: { uid: 'u_carol', uin: '0', name: 'Carol' } }),
      message({
        sender: { uid: '未知', uin: '0', name: '0' },
        system: true,
        content: { text: '对方撤回了一条消息' },
      }),
    )
    expect(chat.messages.map(({ sender, kind }) => [sender, kind])).toEqual([
      [{ id: '11111', name: 'Alice (PM)', self: false }, 'text'],
      [{ id: '22222', name: 'Bob', self: true }, 'text'],
      [{ id: 'u_carol', name: 'Carol', self: false }, 'text'],
      [null, 'recall'],
    ])
  })
  it('reads kinds, media and answers', async () => {
    const image = { type: 'image', filename: 'a.png', url: 'https://example.org/a.png' }
    const reply = { type: 'reply', data: { referencedMessageId: '9007199254740993', content: 'earlier' } }
    const chat = await readDocument(
      message({ content: { text: '[图片: a.png]', resources: [image] } }),
      message({ content: { text: '看[图片: a.png]', resources: [image] } }),
      message({ content: { text: '[语音 7秒]' } }),
      message({ content: { text: 'yes', elements: [{ type: 'text' }, reply] } }),
      message({ isRecalled: true }),
      message({ recalled: true }),
      message({ type: 'forward', content: { text: '[聊天记录]' } }),
    )
    expect(
      chat.messages.map(({ kind, media, reply: answered }) => [kind, media?.name ?? null, answered]),
    ).toEqual([
      ['image', 'a.png', null],
      ['text', 'a.png', null],
      ['voice', null, null],
      ['reply', null, { platformId: '9007199254740993', text: 'earlier' }],
      ['recall', null, null],
      ['recall', null, null],
      ['forward', null, null],
    ])
    expect(chat.messages[4]?.sender?.id).toBe('11111')
  })
  it('lists what is no message, and notes a count that does not hold', async () => {
    const chat = await readDocument(message({}), 'x', { foo: 1 })
    expect(chat.unread).toEqual([
      { place: { pointer: '/messages/1' }, reason: 'not_an_object' },
      { place: { pointer: '/messages/2' }, reason: 'not_a_message' },
    ])
    expect(chat.warnings).toContain('count_mismatch')
  })
  it('goes by content where a single file is named like a manifest', async () => {
    const source = memorySource(document([message({})]), undefined, 'manifest.json')
    expect((await readAll(source)).format).toBe('qq-chat-exporter-json')
  })
})

function folder(
  manifest: unknown,
  files: Readonly<Record<string, string>>,
): ByteSource & { asked: string[] } {
  const asked: string[] = []
  return {
    ...memorySource(JSON.stringify(manifest), undefined, 'manifest.json'),
    asked,
    sibling: async path => {
      asked.push(path)
      const text = files[path]
      return text === undefined ? null : memorySource(text, undefined, path)
    },
  }
}
const manifest = (chunks: unknown[], totalMessages: number) => ({
  metadata: { name: 'QQChatExporter V5', format: 'chunked-jsonl' },
  chatInfo: { name: 'Test', type: 'group', selfUin: '11111' },
  statistics: { totalMessages },
  chunked: { format: 'chunked-jsonl', chunksDir: 'chunks', chunks },
})
const jsonLine = (id: string) => JSON.stringify(message({ messageId: undefined, id }))

describe('chunks of QQ Chat Exporter', () => {
  it('reads the files that a manifest names, in its order, old and new', async () => {
    const source = folder(
      manifest(
        [{ relativePath: './chunks/b.jsonl', count: 2 }, { file: 'chunks/a.jsonl' }, { fileName: 'c.jsonl' }],
        4,
      ),
      {
        'chunks/b.jsonl': `${jsonLine('1')}\n${jsonLine('2')}\n`,
        'chunks/a.jsonl': `${jsonLine('3')}\r\n`,
        'chunks/c.jsonl': jsonLine('4'),
      },
    )
    const chat = await readAll(source)
    expect([chat.format, chat.title, chat.warnings]).toEqual(['qq-chat-exporter-chunked', 'Test', []])
    expect(
      chat.messages.map(({ index, platformId, place, sender }) => [index, platformId, place, sender?.self]),
    ).toEqual([
      [0, '1', { file: 'chunks/b.jsonl', line: 1 }, true],
      [1, '2', { file: 'chunks/b.jsonl', line: 2 }, true],
      [2, '3', { file: 'chunks/a.jsonl', line: 1 }, true],
      [3, '4', { file: 'chunks/c.jsonl', line: 1 }, true],
    ])
  })
  it.each([
    '../outside.jsonl',
    'chunks/../../outside.jsonl',
    '..\\outside.jsonl',
    '/etc/passwd',
    'C:\\x.jsonl',
    'chunks/%2e%2e/%2e%2e/x.jsonl',
    'file:///etc/passwd',
  ])('refuses %s before it opens any file', async path => {
    const source = folder(manifest([{ relativePath: 'chunks/a.jsonl' }, { relativePath: path }], 1), {
      'chunks/a.jsonl': jsonLine('1'),
    })
    await expect(readAll(source)).rejects.toMatchObject({
      code: 'path_traversal',
      place: { pointer: '/chunked/chunks/1' },
    })
    expect(source.asked).toEqual([])
  })
  it('lists files that are not there, and lines that are no records', async () => {
    const chunks = [
      { relativePath: 'chunks/a.jsonl', count: 3 },
      { relativePath: 'chunks/b.jsonl' },
      { count: 1 },
    ]
    const chat = await readAll(
      folder(manifest(chunks, 5), { 'chunks/a.jsonl': `${jsonLine('1')}\nnot json}\n{"a":1}\n` }),
    )
    expect(chat.messages).toHaveLength(1)
    expect(chat.unread).toEqual([
      { place: { file: 'chunks/a.jsonl', line: 2 }, reason: 'invalid_json' },
      { place: { file: 'chunks/a.jsonl', line: 3 }, reason: 'not_a_message' },
      { place: { pointer: '/chunked/chunks/1', file: 'chunks/b.jsonl' }, reason: 'missing_file' },
      { place: { pointer: '/chunked/chunks/2' }, reason: 'unknown_record' },
    ])
    expect(chat.warnings).toContain('count_mismatch')
  })
  it('says what is missing where a manifest stands alone, and reads a chunk that does', async () => {
    const alone = await readAll(memorySource(JSON.stringify(manifest([{ file: 'chunks/a.jsonl' }], 1))))
    expect(alone.unread).toEqual([
      { place: { pointer: '/chunked/chunks/0', file: 'chunks/a.jsonl' }, reason: 'missing_file' },
    ])
    const chunk = await readAll(memorySource(`${jsonLine('1')}\n${jsonLine('2')}\n`))
    expect([chunk.format, chunk.messages.length]).toEqual(['qq-chat-exporter-chunked', 2])
  })
})
