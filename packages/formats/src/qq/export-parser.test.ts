import { describe, expect, it } from 'vitest'
import { memorySource, readAll } from '../../test/sources.ts'
import { identifyFormat } from '../open-chat.ts'

const RULE = '='.repeat(64)
const TITLE = '消息记录（此消息记录为文本格式，不支持重新导入）'
const banner = (group: string, counterpart: string) => [
  RULE,
  `消息分组:${group}`,
  RULE,
  `消息对象:${counterpart}`,
  RULE,
  '',
]

const read = async (...lines: string[]) => await readAll(memorySource(lines.join('\n')))
const shown = async (...lines: string[]) =>
  (await read(...lines)).messages.map(({ time, sender, text }) => [
    time.kind === 'local' ? time.local : time.kind,
    sender?.name ?? null,
    sender?.id ?? null,
    text,
  ])

describe('head lines', () => {
  const CASES: readonly (readonly [string, string, string | null, string])[] = [
    [
      '2022-05-10 1:2:3 名字(带(嵌套)括号) (0012345)  ',
      '名字(带(嵌套)括号)',
      '0012345',
      '2022-05-10T01:02:03',
    ],
    ['2022-05-10 11:28:25 Alice(12345)', 'Alice', '12345', '2022-05-10T11:28:25'],
    [
      '2022-05-10 11:29:26 名字(场外)<player@example.com>',
      '名字(场外)',
      'player@example.com',
      '2022-05-10T11:29:26',
    ],
    ['2022-05-10 11:29:26 Bob<67890>', 'Bob', '67890', '2022-05-10T11:29:26'],
    ['2022-05-10 1:29:26 PM 【管理员】【吐槽】Bob(67890)', 'Bob', '67890', '2022-05-10T13:29:26'],
    ['2022-05-10 12:29:26 AM 【】(67890)', '【】', '67890', '2022-05-10T00:29:26'],
    ['2022-05-10 11:29:26 (67890)', '67890', '67890', '2022-05-10T11:29:26'],
    ['2022-05-10 11:29:26 a:b - 12:00 (67890)', 'a:b - 12:00', '67890', '2022-05-10T11:29:26'],
  ]
  it.each(CASES)('%s', async (line, name, id, local) => {
    expect(await shown(line, '正文')).toEqual([[local, name, id, '正文']])
  })

  it('writes notices of QQ without a sender', async () => {
    const chat = await read(
      ...[TITLE, '', ...banner('我的群聊', 'G')],
      ...['2022-05-10 11:29:26 系统消息(10000)', '小明撤回了一条消息', ''],
      ...['2022-05-10 11:29:27 系统消息(1000000)', '小明加入本群。', ''],
      ...['2022-05-10 11:29:28 小明(10001)', '[图片]', ''],
    )
    expect(chat.messages.map(({ sender, kind, rawKind }) => [sender?.id ?? null, kind, rawKind])).toEqual([
      [null, 'recall', '系统消息'],
      [null, 'system', '系统消息'],
      ['10001', 'image', null],
    ])
  })
})

describe('which lines are heads', () => {
  it('takes a line without account for text where heads have accounts', async () => {
    const body = ['2022-05-10 11:28:25', '名字(12345)', '2022-05-10 11:28:25 这行没有账号', '最后一行'].join(
      '\n',
    )
    const chat = await read(
      '导出说明',
      '2022-05-10 11:28:25 Alice(12345)',
      body,
      '2022-05-10 11:29:00 Bob(12346)',
      'x',
    )
    expect(chat.messages.map(message => message.text)).toEqual([body, 'x'])
    expect(chat.unread).toEqual([{ place: { line: 1 }, reason: 'no_head' }])
    expect(chat.warnings).toContain('head_like_text')
  })
  it('takes a pasted head within a text for text where heads stand after blank lines', async () => {
    const pasted = [
      '他昨天说：',
      '2022-05-09 8:00:00 Bob(12346)',
      '我同意',
      '2022-05-09 8:00:01 Alice(12345)',
      '好',
    ]
    expect(
      await shown(
        ...[TITLE, '', ...banner('我的群聊', 'G')],
        ...['2022-05-10 11:28:25 Alice(12345)', ...pasted, ''],
        ...['2022-05-10 11:29:25 Bob(12346)', '不是我', ''],
      ),
    ).toEqual([
      ['2022-05-10T11:28:25', 'Alice', '12345', pasted.join('\n')],
      ['2022-05-10T11:29:25', 'Bob', '12346', '不是我'],
    ])
  })
  it('reads exports without blank lines', async () => {
    expect(
      await shown('2022-05-10 11:28:25 A(12345)', '一', '', '二', '2022-05-10 11:29:25 B(12346)', '三'),
    ).toEqual([
      ['2022-05-10T11:28:25', 'A', '12345', '一\n\n二'],
      ['2022-05-10T11:29:25', 'B', '12346', '三'],
    ])
  })
  it('keeps blank lines within a text and drops those behind it', async () => {
    const [first] = await shown(
      ...[TITLE, '', ...banner('我的好友', 'B')],
      ...['2022-05-10 9:28:25 A', '', '一', '', '', '  二 ', '', ''],
      ...['2022-05-10 9:29:25 B', '三', ''],
    )
    expect(first?.[3]).toBe('\n一\n\n\n  二 ')
  })
})

describe('several conversations in one file', () => {
  it('tells style and counterpart of each', async () => {
    const chat = await read(
      ...[TITLE, '', ...banner('我的群聊', '群（一）')],
      ...[
        '2022-05-10 9:28:25 A(12345)',
        '2022-05-10 9:28:00 没有账号',
        '',
        '2022-05-10 9:28:26 B(12346)',
        '二',
        '',
      ],
      ...banner('我的好友', '小明'),
      ...['2021-01-01 9:00:00 小明', '在吗', '====', '', '2021-01-01 9:00:10 我', '在', ''],
      ...banner('我的好友', '空'),
    )
    expect(chat.title).toBe('群（一）')
    expect(chat.warnings).toContain('several_conversations')
    expect(chat.messages.map(({ sender, text }) => [sender?.name, text])).toEqual([
      ['A', '2022-05-10 9:28:00 没有账号'],
      ['B', '二'],
      ['小明', '在吗\n===='],
      ['我', '在'],
    ])
    expect(chat.preamble.map(({ place }) => place.line)).toEqual([1, 3, 15, 28])
    expect(chat.unread).toEqual([])
  })
  it('does not take a rule or a label within a text for a banner', async () => {
    const text = [RULE, '消息分组:说的就是这个', '', '消息对象:也是'].join('\n')
    expect(await shown('2022-05-10 9:28:25 A(12345)', text, '2022-05-10 9:28:26 B(12346)', 'x')).toEqual([
      ['2022-05-10T09:28:25', 'A', '12345', text],
      ['2022-05-10T09:28:26', 'B', '12346', 'x'],
    ])
  })
})

describe('what is no export of QQ', () => {
  it.each([
    ['a log', '2024-01-02 3:04:05 Server started\n2024-01-02 3:04:06 Server stopped\n'],
    ['a log with numbers in brackets', '2024-01-02 03:04:05 kernel(1)\n2024-01-02 03:04:06 init(1)\n'],
    ['a diary', '2024-01-02 起床很早\n\n2024-01-03 8:00:00 起床\n'],
    ['WeFlow', "2024-01-02 03:04:05 '小明'\n在吗\n\n2024-01-02 03:04:06 '我'\n在\n"],
  ])('%s', async (_name, text) => {
    expect(await identifyFormat(memorySource(text))).not.toBe('qq-txt')
  })
  it('a title alone is an export without messages', async () => {
    const chat = await read(TITLE)
    expect([chat.format, chat.messages.length, chat.unread.length]).toEqual(['qq-txt', 0, 0])
  })
})
