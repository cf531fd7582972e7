import { describe, expect, it } from 'vitest'
import { encodeLegacy } from '../../test/legacy-encode.ts'
import { memorySource, readAll, readJson } from '../../test/sources.ts'

const chatlab = { version: '0.0.2', exportedAt: 1704164645, generator: 'CipherTalk' }
const meta = { name: '售后群', platform: 'wechat', type: 'group', ownerId: 'u1' }
const members = [
  { platformId: 'u1', accountName: 'Alice', groupNickname: '店主' },
  { platformId: 'u2', accountName: 'Bob' },
]
const message = (more: object = {}) => ({
  sender: 'u2',
  accountName: 'Bob',
  timestamp: 1704164645,
  type: 0,
  content: '你好',
  ...more,
})

describe('ChatLab JSON', () => {
  it('is read message by message', async () => {
    const chat = await readJson({
      chatlab,
      meta,
      members,
      messages: [message({ platformMessageId: 'm1', replyToMessageId: 'm0' })],
    })
    expect(chat).toMatchObject({ format: 'chatlab-json', title: '售后群', warnings: [], unread: [] })
    expect(chat.messages).toEqual([
      {
        index: 0,
        time: { kind: 'instant', epochMs: 1704164645000, offsetMinutes: null },
        assumed: [],
        sender: { id: 'u2', name: 'Bob', self: false },
        kind: 'text',
        text: '你好',
        rawKind: '0',
        reply: { platformId: 'm0', text: null },
        media: null,
        platformId: 'm1',
        place: { pointer: '/messages/0' },
        grade: 'editable_export',
      },
    ])
    expect(chat.preamble.map(item => item.place.pointer)).toEqual([
      '/chatlab',
      '/meta',
      '/members/0',
      '/members/1',
    ])
  })

  it('knows all types of 0.0.2, and keeps others', async () => {
    const types = [0, 1, 2, 3, 4, 5, 7, 8, 20, 21, 22, 23, 24, 25, 26, 27, 80, 81, 99, 6, '1', null, 'x']
    const chat = await readJson({ chatlab, meta, messages: types.map(type => message({ type })) })
    expect(chat.messages.map(one => one.kind).join(' ')).toBe(
      'text image voice video file sticker link location red_packet transfer poke call share reply forward contact system recall other other image other other',
    )
    expect(chat.messages.at(-1)?.rawKind).toBe('x')
  })

  it('keeps ids beyond 2^53 digit by digit, also where they are numbers', async () => {
    const raw = JSON.stringify({
      chatlab,
      meta,
      members: [{ platformId: 1, accountName: '甲' }],
      messages: [{ ...message(), sender: 2, accountName: null, platformMessageId: 3, replyToMessageId: 4 }],
    })
      .replace('"platformId":1', '"platformId":9007199254740993')
      .replace('"sender":2', '"sender":9007199254740993')
      .replace('"platformMessageId":3', '"platformMessageId":7205759412345678901')
      .replace('"replyToMessageId":4', '"replyToMessageId":7205759412345678903')
    const { messages } = await readAll(memorySource(raw))
    expect(messages[0]).toMatchObject({
      sender: { id: '9007199254740993', name: '甲' },
      platformId: '7205759412345678901',
      reply: { platformId: '7205759412345678903' },
    })
  })

  it('finds names behind the messages', async () => {
    const chat = await readJson({
      chatlab,
      messages: [message({ accountName: undefined, sender: 'u1' })],
      members,
      meta,
    })
    expect(chat.messages[0]?.sender).toEqual({ id: 'u1', name: '店主', self: true })
  })

  it('reads times in seconds, in milliseconds, as text', async () => {
    const timestamps = [
      1704164645,
      '1704164645',
      1704164645000,
      '1704164645000',
      '2024-01-02T11:04:05+08:00',
      'soon',
      null,
    ]
    const chat = await readJson({
      chatlab,
      meta,
      messages: timestamps.map(timestamp => message({ timestamp })),
    })
    const at = { kind: 'instant', epochMs: 1704164645000, offsetMinutes: null }
    expect(chat.messages.map(one => one.time)).toEqual([
      at,
      at,
      at,
      at,
      { ...at, offsetMinutes: 480 },
      { kind: 'none' },
      { kind: 'none' },
    ])
    expect(chat.warnings).toEqual(['time_unit_assumed', 'date_missing'])
  })

  it('gives system messages no sender, nor a recall that the group itself announces', async () => {
    const senders = ['system', '系统消息', null, 'u1']
    const chat = await readJson({
      chatlab,
      meta,
      messages: senders.map(sender => message({ sender, accountName: '系统', type: 80 })),
    })
    expect(chat.messages.map(one => one.sender?.id ?? null)).toEqual([null, null, null, 'u1'])
    const group = { ...meta, groupId: '123@chatroom' }
    const recall = await readJson({
      chatlab,
      meta: group,
      messages: [message({ sender: '123@chatroom', type: 81 })],
    })
    expect(recall.messages[0]?.sender).toBeNull()
  })
})

describe('ChatLab JSON Lines', () => {
  const lines = (...all: (object | string)[]) =>
    all.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  const header = { _type: 'header', chatlab, meta }
  const row = (more: object = {}) => ({ _type: 'message', ...message(more) })

  it('has comments, blank lines, members anywhere, and timestamps as text', async () => {
    const content = lines(
      '# exported by hand',
      header,
      '',
      row({ timestamp: '1780330832', accountName: undefined, sender: 'u1' }),
      '  # a second comment',
      { _type: 'member', ...members[0] },
      row({ timestamp: '1780330833' }),
    )
    const chat = await readAll(memorySource(`${content}\n`))
    expect(chat).toMatchObject({ format: 'chatlab-jsonl', title: '售后群', warnings: [], unread: [] })
    expect(chat.messages.map(one => [one.place.line, one.sender?.name, one.time])).toEqual([
      [4, '店主', { kind: 'instant', epochMs: 1780330832000, offsetMinutes: null }],
      [7, 'Bob', { kind: 'instant', epochMs: 1780330833000, offsetMinutes: null }],
    ])
    expect(chat.preamble.map(item => item.place.line)).toEqual([1, 2, 5, 6])
  })

  it('counts lines that it could not read, and reads on', async () => {
    const content = lines(
      header,
      row(),
      '{not json',
      '[1]',
      { _type: 'avatar' },
      { _type: 'message' },
      '{"_type":"message","sender":"a","sender":"b"}',
      row(),
    )
    const chat = await readAll(memorySource(content))
    expect(chat.messages.map(one => one.place.line)).toEqual([2, 8])
    expect(chat.unread.map(one => [one.place.line, one.reason])).toEqual([
      [3, 'invalid_json'],
      [4, 'not_an_object'],
      [5, 'unknown_record'],
      [6, 'not_a_message'],
      [7, 'duplicate_key'],
    ])
  })

  it('cut off in its last line keeps all the others', async () => {
    const chat = await readAll(memorySource(lines(header, row(), row()).slice(0, -20)))
    expect(chat.messages).toHaveLength(1)
    expect(chat.unread).toEqual([{ place: { line: 3 }, reason: 'truncated' }])
    expect(chat.warnings).toEqual(['truncated'])
  })

  it('of a single line, of a huge first line, in another encoding', async () => {
    expect(await readAll(memorySource(lines(header)))).toMatchObject({
      format: 'chatlab-jsonl',
      messages: [],
    })
    const huge = { ...header, avatar: 'A'.repeat(600_000) }
    expect((await readAll(memorySource(lines(huge, row(), row())))).messages).toHaveLength(2)
    const chat = await readAll(memorySource(encodeLegacy(lines(header, row()), 'gb18030')))
    expect([chat.encoding, chat.messages[0]?.text, chat.messages[0]?.assumed]).toEqual([
      'gb18030',
      '你好',
      ['encoding'],
    ])
    expect(chat.warnings).toEqual(['encoding_guessed'])
  })
})
