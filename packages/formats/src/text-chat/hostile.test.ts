import { describe, expect, it } from 'vitest'
import { memorySource, readAll } from '../../test/sources.ts'

const MEGA = 1024 * 1024

/** Parts that a backtracking reader would try in every combination; each is repeated up to a line of one megabyte. */
const PARTS: readonly string[] = [
  ' ',
  ':',
  ': ',
  '(',
  ')',
  '()',
  '<',
  '<a',
  '<a:',
  '[',
  '[1',
  '1',
  '1/',
  '1:',
  '1:1 ',
  '- ',
  '年',
  '【',
  '【】',
  '"',
  '“',
  '=',
  'a',
  'a ',
  '撤回了',
  '\u200e',
  '\u202f',
  ' PM',
  '12:00:00 ',
  '2020-02-02 ',
  '(12345)',
]

const HEADS: readonly (readonly [string, string, string])[] = [
  ['whatsapp-txt', '[13/6/18, 10:00:00] Anna: hello', '[13/6/18, 10:00:01] '],
  ['whatsapp-txt', '13/6/18, 10:00 - Anna: hello', '13/6/18, 10:00 - '],
  [
    'qq-txt',
    '消息记录（此消息记录为文本格式，不支持重新导入）\n2024-01-02 3:04:05 A(12345)\nx\n',
    '2024-01-02 3:04:06 ',
  ],
  ['qq-clipboard', 'A(12345) 3:04:05\nx\nB(12346) 3:04:06\ny', '12:00:00 '],
  ['qq-chat-exporter-txt', '[QQChatExporter V5 / x]\n\nA:\n时间: 2024-01-02 03:04:05\n内容: x\n', '内容: '],
]

async function readHostile(begin: string, head: string, long: string) {
  const started = performance.now()
  const chat = await readAll(memorySource(`${begin}\n${head}${long}\n${long}\n${long}(12345)\nend\n`))
  return { chat, ms: performance.now() - started }
}

describe.each(HEADS)('%s', (format, begin, head) => {
  it.each(PARTS)('with long lines of %j', async part => {
    const { chat, ms } = await readHostile(begin, head, part.repeat(Math.floor(MEGA / 8 / part.length)))
    // Some milliseconds; a reader that tries all combinations would take minutes.
    expect(ms).toBeLessThan(5000)
    expect(chat.format).toBe(format)
    expect(chat.messages.length).toBeGreaterThan(0)
  })
  it('with a line of a megabyte, which is text, and a longer one, which is listed as unread', async () => {
    const fitting = await readHostile(begin, head, 'a: (1) '.repeat(MEGA / 7 - 100))
    expect(fitting.chat.unread).toEqual([])
    const { chat } = await readHostile(begin, head, 'a: (1) '.repeat(MEGA / 7 + 100))
    expect(chat.unread.map(unread => unread.reason)).toContain('line_too_long')
  })
})

describe('time grows with the length of the file, not faster', () => {
  const files: readonly (readonly [string, (n: number) => string])[] = [
    ['WhatsApp', n => `[13/6/18, 10:00:${pad(n)}] Anna ${n % 50}: text ${n}\nmore\n`],
    ['WhatsApp with a name for each', n => `13/6/18, 10:${pad(n)} - Anna ${n}: text\nmore\n`],
    ['QQ export', n => `2024-01-02 3:04:${pad(n)} A(${10000 + n})\ntext ${n}\n\n`],
    ['QQ clipboard', n => `A(${10000 + n}) 3:04:${pad(n)} PM\ntext ${n}\n`],
    [
      'QQ sections',
      n => `${'='.repeat(64)}\n消息对象:${n}\n${'='.repeat(64)}\n\n2024-01-02 3:04:05 A\nx\n\n`,
    ],
  ]
  it.each(files)(
    '%s with 100,000 lines and more',
    async (_name, line) => {
      const small = await timed(5_000, line)
      const large = await timed(50_000, line)
      expect(large.messages).toBe(50_000)
      // Ten times the records in at most forty times the time: noise is allowed for, squares are not.
      expect(large.ms).toBeLessThan(Math.max(small.ms, 50) * 40)
    },
    60_000,
  )
})

function pad(n: number): string {
  return String(n % 60).padStart(2, '0')
}

async function timed(count: number, line: (n: number) => string): Promise<{ messages: number; ms: number }> {
  const text = Array.from({ length: count }, (_, n) => line(n)).join('')
  const started = performance.now()
  const chat = await readAll(memorySource(text))
  return { messages: chat.messages.length, ms: performance.now() - started }
}
