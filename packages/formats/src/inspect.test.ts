import { describe, expect, it } from 'vitest'
import { encodeLegacy } from '../test/legacy-encode.ts'
import { corpus, corpusFiles, corpusSource, memorySource } from '../test/sources.ts'
import { inspectFile } from './inspect.ts'

const chatlab = (...messages: object[]) =>
  JSON.stringify({ chatlab: { version: '0.0.2' }, meta: {}, messages })
const at = (timestamp: unknown, more: object = {}) => ({
  sender: 'a',
  accountName: 'A',
  timestamp,
  type: 0,
  content: 'x',
  ...more,
})
const inspect = async (content: string | Uint8Array) => await inspectFile(memorySource(content))

describe('what a file is and holds', () => {
  it('is told by exactly these keys, in this order', async () => {
    const inspection = await inspect(
      chatlab(
        at(1704164645),
        at(1704164646, { sender: 'b' }),
        at(1704164647, { type: 80, sender: 'system' }),
      ),
    )
    expect(Object.entries(inspection)).toEqual([
      ['file', 'file'],
      ['format', 'chatlab-json'],
      ['messages', 3],
      ['participants', 2],
      ['first', '2024-01-02T03:04:05Z'],
      ['last', '2024-01-02T03:04:07Z'],
      ['unread', []],
      ['warnings', []],
    ])
  })

  it('gives times as the file does: epoch in UTC, an offset kept, milliseconds where there are some', async () => {
    const times = async (timestamp: unknown) => (await inspect(chatlab(at(timestamp)))).first
    expect(await times(1704164645)).toBe('2024-01-02T03:04:05Z')
    expect(await times('1704164645')).toBe('2024-01-02T03:04:05Z')
    expect(await times(1704164645123)).toBe('2024-01-02T03:04:05.123Z')
    expect(await times('2024-01-02T11:04:05+08:00')).toBe('2024-01-02T11:04:05+08:00')
    expect(await times('2024-01-01T22:34:05-0430')).toBe('2024-01-01T22:34:05-04:30')
    expect(await times('2024-01-02 11:04:05')).toBe('2024-01-02T11:04:05')
    expect(await times('2024-02-30 11:04:05')).toBeNull()
    expect(await times(null)).toBeNull()
  })

  it('names the earliest and the latest time, whatever the order of the file', async () => {
    const { first, last, warnings } = await inspect(
      chatlab(at(1704164700), at(null), at(1704164600), at(1704164800), at(1704164650)),
    )
    expect([first, last]).toEqual(['2024-01-02T03:03:20Z', '2024-01-02T03:06:40Z'])
    expect(warnings).toEqual(['date_missing', 'time_out_of_order'])
  })

  it('compares instants with offsets as instants', async () => {
    const { first, last } = await inspect(
      chatlab(at('2024-01-02T01:00:00+08:00'), at('2024-01-01T18:00:00Z')),
    )
    expect([first, last]).toEqual(['2024-01-02T01:00:00+08:00', '2024-01-01T18:00:00Z'])
  })

  it('counts senders, not names: one person with two names is one, two with one name are two', async () => {
    const { participants } = await inspect(
      chatlab(
        at(1, { sender: 'a', accountName: 'A' }),
        at(2, { sender: 'a', accountName: 'B' }),
        at(3, { sender: 'b', accountName: 'A' }),
      ),
    )
    expect(participants).toBe(2)
  })

  it('says that a chat without messages is empty', async () => {
    expect(await inspect(chatlab())).toMatchObject({
      messages: 0,
      participants: 0,
      first: null,
      last: null,
      warnings: ['empty'],
    })
  })

  it('describes what is no chat, and what is not read', async () => {
    const none = { messages: 0, participants: 0, first: null, last: null, warnings: [] }
    expect(await inspect('Dear all,\nhello.\n')).toMatchObject({
      ...none,
      format: 'unknown',
      unread: [{ place: {}, reason: 'not_a_chat' }],
    })
    expect(await inspect('')).toMatchObject({
      ...none,
      format: 'unknown',
      unread: [{ place: {}, reason: 'not_a_chat' }],
    })
    expect(await inspect('time,sender,message\n2024-01-02,A,x\n')).toMatchObject({
      ...none,
      format: 'chat-csv',
      unread: [{ place: {}, reason: 'not_supported_yet' }],
    })
    const hz = 'QQ ~{O{O"<GB<~}\n~{=qLl5D?l5]J2C4J1:r5=~}\n'
    expect(await inspect(hz)).toMatchObject({
      ...none,
      format: 'unknown',
      unread: [{ place: {}, reason: 'encoding_hz' }],
    })
  })

  it('says where the encoding was guessed', async () => {
    const bytes = encodeLegacy(chatlab(at(1704164645, { content: '请问什么时候发货' })), 'gb18030')
    expect(await inspect(bytes)).toMatchObject({ messages: 1, warnings: ['encoding_guessed'] })
  })

  it('hands out every message on the way, and waits where it is asked to', async () => {
    const seen: number[] = []
    await inspectFile(memorySource(chatlab(at(1), at(2))), async message => {
      await new Promise(resolve => setTimeout(resolve, 1))
      seen.push(message.index)
    })
    expect(seen).toEqual([0, 1])
  })

  it('knows an archive by the table of contents at its end too', async () => {
    const name = new TextEncoder().encode('general/2024-01-02.json')
    const more = new TextEncoder().encode('channels.json')
    const entry = (signature: number, size: number, lengthAt: number, bytes: Uint8Array) => {
      const header = new Uint8Array(size + bytes.length)
      const view = new DataView(header.buffer)
      view.setUint32(0, signature, true)
      view.setUint16(lengthAt, bytes.length, true)
      header.set(bytes, size)
      return header
    }
    const archive = [
      ...entry(0x04034b50, 30, 26, name),
      ...new Uint8Array(400_000),
      ...entry(0x02014b50, 46, 28, name),
      ...entry(0x02014b50, 46, 28, more),
    ]
    expect(await inspect(Uint8Array.from(archive))).toMatchObject({ format: 'slack' })
  })

  it('does not hide errors of the source', async () => {
    const source = memorySource(chatlab(at(1)))
    const failing = {
      ...source,
      open: () => {
        throw new Error('disk')
      },
    }
    await expect(inspectFile(failing)).rejects.toThrow('disk')
  })
})

/** Counted by hand in the files; why, in the last column. */
const COUNTED: readonly [
  file: string,
  format: string,
  messages: number,
  participants: number,
  first: string | null,
  last: string | null,
  unread: number,
  why: string,
][] = [
  [
    'chatlab-fixtures/chatlab.json',
    'chatlab-json',
    1,
    1,
    '2024-01-02T03:04:05Z',
    '2024-01-02T03:04:05Z',
    0,
    'one element in `messages` by u1; u2 is a member who never speaks; 1704164645 s',
  ],
  [
    'chatlab-fixtures/chatlab.jsonl',
    'chatlab-jsonl',
    1,
    1,
    '2024-01-02T03:04:05Z',
    '2024-01-02T03:04:05Z',
    0,
    'three lines: header, member, one message by tg1',
  ],
  [
    'chatlab-fixtures/weflow.json',
    'weflow-json',
    2,
    2,
    '2024-01-02T03:04:05Z',
    '2024-01-02T03:05:06Z',
    0,
    'two elements; wxid_alice (isSend 0) and wxid_bob (isSend 1); createTime …645 and …706, 61 s later',
  ],
  [
    'chatlab-fixtures/weflow-unknown-type-null-content-id54493918996.json',
    'weflow-json',
    4,
    2,
    '1970-01-01T00:01:40Z',
    '1970-01-01T00:01:43Z',
    0,
    'four elements, the system one (isSend null) counted, its room no participant; wxid_a twice, wxid_b once; createTime 100 to 103',
  ],
]

/** Known and not read yet, or no chat: told by the name of the folder or file, as the corpus names them. */
function expectedFormat(file: string): string | null {
  if (
    /LICENSE$|README\.txt$|\.(?:png|heic)$|prose-mentions|not-a-chat|header_format_support|url_verification/.test(
      file,
    )
  )
    return 'unknown'
  if (file.endsWith('target.json')) return 'chat-json'
  if (/telegram/.test(file)) return 'telegram'
  if (/^wechat-misc\/csv-/.test(file)) return 'chat-csv'
  const folder =
    /^(?:chat-miner\/test\/)?(line|slack|discord|imessage|dingtalk|feishu|signal|instagram)\//.exec(file)
  if (folder !== null) return folder[1] ?? null
  return file.startsWith('wecom-msgaudit/') ? 'wecom' : null
}

describe('the files of the corpus', () => {
  const files = corpusFiles('chat')

  for (const [file, format, messages, participants, first, last, unread, why] of COUNTED) {
    it(`${file}: ${why}`, async ({ skip }) => {
      if (!files.includes(file)) skip('not in this corpus')
      const inspection = await inspectFile(corpusSource(`chat/${file}`))
      expect({ ...inspection, unread: inspection.unread.length }).toEqual({
        file: `chat/${file}`,
        format,
        messages,
        participants,
        first,
        last,
        unread,
        warnings: [],
      })
    })
  }

  it('that are not read are named by what they are', async ({ skip }) => {
    if (corpus === null) skip('no corpus')
    const named = files.flatMap(file => {
      const format = expectedFormat(file)
      return format === null ? [] : [{ file, format }]
    })
    console.log(`read ${named.length} files of the corpus that are not read yet or no chats`)
    expect(named.length).toBeGreaterThan(60)
    for (const { file, format } of named) {
      const { messages, unread, ...rest } = await inspectFile(corpusSource(`chat/${file}`))
      const reason = format === 'unknown' ? 'not_a_chat' : 'not_supported_yet'
      expect({ file, format: rest.format, messages, unread }).toEqual({
        file,
        format,
        messages: 0,
        unread: [{ place: {}, reason }],
      })
    }
  })
})
