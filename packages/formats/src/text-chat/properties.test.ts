import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memorySource, type ReadChat, readAll } from '../../test/sources.ts'
import type { Parser } from '../parser.ts'
import { probeSource } from '../probe.ts'
import { qqClipboardParser } from '../qq/clipboard-parser.ts'
import { qqExportParser } from '../qq/export-parser.ts'
import { qqExporterTextParser } from '../qq/exporter-text.ts'
import type { Item } from '../types.ts'
import { whatsappParser } from '../whatsapp/parser.ts'
import { isBlank } from './open-record.ts'

/** Lines of every kind that these formats know, whole, in parts and slightly wrong, and lines of none. */
const SOUP = [
  ...['', ' ', '\u200e', 'hello', '  indented', '第二段', ':', 'a: b', '[1]', '====', '='.repeat(64)],
  ...[
    '[13/6/18, 10:00:00] Anna: hi',
    '[13/6/18, 10:00:01] Ben:',
    '[31/2/18, 10:00:00] Cy: hi',
    '[13/6/18, 10:00] x',
  ],
  ...[
    '13/6/18, 10:00 - Anna: hi',
    '13/6/18, 10:00 - Anna left',
    '13/6/18, 25:00 - Anna: hi',
    '13.06.18 21.25.15: a: m',
  ],
  ...[
    '消息记录（此消息记录为文本格式，不支持重新导入）',
    '消息分组:我的群聊',
    '消息对象:G',
    '日期: 2020-02-27',
    ' 2020-02-27',
  ],
  ...[
    '2024-01-02 3:04:05 A(12345)',
    '2024-01-02 3:04:06 B',
    '2024-02-30 3:04:06 C(12345)',
    '2024-01-02 3:04:05',
  ],
  ...[
    'A 2/14/2020 9:16:13 PM',
    'B(12345) 3:04:05',
    'C  23:50:12 ',
    '9:59:54 PM',
    '8:35:36 PM你撤回了一条消息',
  ],
  ...[
    '守善锤撤回了一条消息',
    '— —  2020-2-21  — —',
    '[QQChatExporter V5 / x]',
    'Alice:',
    '时间: 2023-11-15 06:15:23',
  ],
  ...[
    '时间: 0',
    '时间: x',
    '类型: image',
    '内容: x',
    '资源: 1 个文件',
    '  - image: a.jpg',
    '提及: A',
    '回复: A - x',
    '导出完成',
  ],
  ...['Messages and calls are end-to-end encrypted.', '总计导出 1 条消息'],
]
const soup = fc.array(fc.constantFrom(...SOUP), { maxLength: 40 })
const lineEnd = fc.constantFrom('\n', '\r\n')
const PARSERS: readonly (readonly [string, Parser])[] = [
  ['WhatsApp', whatsappParser],
  ['QQ export', qqExportParser],
  ['QQ clipboard', qqClipboardParser],
  ['QQ Chat Exporter', qqExporterTextParser],
]

/** Reads with one parser whatever the text is, as `read` must accept every file. */
async function readWith(parser: Parser, text: string, chunkBytes?: number): Promise<Item[]> {
  const source = memorySource(text, chunkBytes)
  const probe = await probeSource(source)
  const format = parser.formats[0] ?? ''
  const report = { title: null, warn: () => {} }
  const items: Item[] = []
  for await (const item of parser.read(source, probe, { format, confidence: 1 }, report)) items.push(item)
  return items
}

function placeOf(item: Item): number {
  const place =
    item.type === 'message' ? item.message.place : item.type === 'unread' ? item.unread.place : item.place
  return place.line ?? 0
}

/**
 * An item covers the lines from its own to that of the next item. So every line is covered once if the lines ascend
 * and nothing but blank lines stands before the first; and of a message no line may be missing in its text.
 */
function expectCovered(lines: readonly string[], items: readonly Item[]): void {
  const places = items.map(placeOf)
  places.forEach((place, at) => {
    expect(place).toBeGreaterThan(places[at - 1] ?? 0)
  })
  expect(lines.slice(0, (places[0] ?? lines.length + 1) - 1).filter(line => !isBlank(line))).toEqual([])
  items.forEach((item, at) => {
    const covered = lines.slice((places[at] ?? 1) - 1, (places[at + 1] ?? lines.length + 1) - 1)
    if (item.type === 'message') expectWhole(covered, item.message.text)
    if (item.type === 'preamble') {
      const kept = item.text.split('\n').map(line => line.trim())
      expect(covered.filter(line => !isBlank(line) && !kept.includes(line.trim()))).toEqual([])
    }
  })
}

/** Lines that a head takes: their content is in the other fields of the message. */
const FIELDS = /^(?:\[\d+\]|.*[:：]|(?:时间|类型|资源|提及|回复)[:：].*| {2}- .*)\s*$/

function expectWhole(covered: readonly string[], text: string): void {
  const [head = '', ...body] = covered
  const textLines = text.split('\n')
  const isWhole = (line: string) =>
    isBlank(line) ||
    textLines.some(one => one === line || one.trim() === line.trim() || line.endsWith(`: ${one}`))
  const isHead = (line: string) => line === head || FIELDS.test(line)
  expect(body.filter(line => !isWhole(line) && !isHead(line))).toEqual([])
  // And nothing in the text that is not in the file.
  const file = covered.join('\n')
  for (const line of textLines) expect(file).toContain(line.trim())
}

describe.each(PARSERS)('%s', (_name, parser) => {
  it('puts every line into exactly one of message, unread, preamble', async () => {
    await fc.assert(
      fc.asyncProperty(soup, lineEnd, async (lines, end) => {
        expectCovered(lines, await readWith(parser, lines.join(end)))
      }),
      { numRuns: 300 },
    )
  })
  it('gives the same items however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(soup, lineEnd, fc.integer({ min: 1, max: 7 }), async (lines, end, chunkBytes) => {
        const text = lines.join(end)
        expect(await readWith(parser, text, chunkBytes)).toEqual(await readWith(parser, text))
      }),
      { numRuns: 60 },
    )
  })
  it('numbers its messages from 0', async () => {
    await fc.assert(
      fc.asyncProperty(soup, async lines => {
        const items = await readWith(parser, lines.join('\n'))
        const indexes = items.flatMap(item => (item.type === 'message' ? [item.message.index] : []))
        expect(indexes).toEqual(indexes.map((_, at) => at))
      }),
      { numRuns: 60 },
    )
  })
})

/** What a writer below is given, and what reading must give back. */
interface Said {
  readonly who: { readonly name: string; readonly id: string }
  /** Seconds since 2019-01-20; they ascend. */
  readonly second: number
  readonly lines: readonly string[]
}

const person = fc.record({
  name: fc.constantFrom(
    'Anna',
    '小明',
    'Ben B.',
    '🤓',
    '+49 171 5550100',
    'a-b',
    '名字(带(嵌套)括号)',
    'Ümit Öz',
  ),
  id: fc.constantFrom('10001', '0012345', '123456789012', 'indo@qq.com'),
})
const word = fc.constantFrom(
  'hello',
  '你好：在吗',
  'a: b',
  '12:30',
  '3/4',
  '(1)',
  '"x"',
  '=====',
  '- x',
  '<ok>',
  '🤓',
  'Ben:',
)
const textLine = fc.array(word, { minLength: 1, maxLength: 4 }).map(words => words.join(' '))
const body = fc
  .tuple(textLine, fc.array(fc.oneof(textLine, fc.constant('')), { maxLength: 3 }), textLine)
  .map(([first, middle, last]) => [first, ...middle, last])
const conversation: fc.Arbitrary<readonly Said[]> = fc
  .array(fc.record({ who: person, gap: fc.integer({ min: 0, max: 30 * 86_400 }), lines: body }), {
    minLength: 2,
    maxLength: 12,
  })
  .map(turns => {
    let second = 0
    return turns.map(({ who, gap, lines }, at) => {
      // The first day is one from the 20th to the 29th, so that the file proves which number is the day.
      second += at === 0 ? gap % (10 * 86_400) : gap
      return { who, second, lines }
    })
  })

interface Stamp {
  readonly y: number
  readonly mo: number
  readonly d: number
  readonly h: number
  readonly mi: number
  readonly s: number
}

function stampOf({ second }: Said): Stamp {
  const date = new Date(Date.UTC(2019, 0, 20) + second * 1000)
  return {
    y: date.getUTCFullYear(),
    mo: date.getUTCMonth() + 1,
    d: date.getUTCDate(),
    h: date.getUTCHours(),
    mi: date.getUTCMinutes(),
    s: date.getUTCSeconds(),
  }
}

const two = (value: number) => String(value).padStart(2, '0')
const twelve = (hour: number) => (hour % 12 === 0 ? 12 : hour % 12)
const half = (hour: number, am: string, pm: string) => (hour < 12 ? am : pm)

/** A way to write a conversation, by formats.md. `seconds`: whether the format has them; `id`: whether it has ids. */
interface Writer {
  readonly format: string
  readonly seconds: boolean
  readonly id: boolean
  write(said: readonly Said[]): string
}

const whatsapp = (seconds: boolean, header: (stamp: Stamp) => string): Writer => ({
  format: 'whatsapp-txt',
  seconds,
  id: false,
  write: said =>
    said.map(one => `${header(stampOf(one))}${one.who.name}: ${one.lines.join('\n')}\n`).join(''),
})

const RULE = '='.repeat(64)
const qqExport = (id: boolean, time: (stamp: Stamp) => string): Writer => ({
  format: 'qq-txt',
  seconds: true,
  id,
  write: said =>
    [
      '消息记录（此消息记录为文本格式，不支持重新导入）',
      '',
      RULE,
      '消息分组:我的群聊',
      RULE,
      '消息对象:群',
      RULE,
      '',
    ]
      .concat(
        said.flatMap(one => {
          const { y, mo, d } = stampOf(one)
          const account = one.who.id.includes('@') ? `<${one.who.id}>` : `(${one.who.id})`
          return [
            `${y}-${two(mo)}-${two(d)} ${time(stampOf(one))} ${one.who.name}${id ? account : ''}`,
            ...one.lines,
            '',
          ]
        }),
      )
      .join('\r\n'),
})

const clipboard = (id: boolean, gap: boolean, tail: (stamp: Stamp) => string): Writer => ({
  format: 'qq-clipboard',
  seconds: true,
  id,
  write: said =>
    said
      .flatMap(one => {
        const account = one.who.id.includes('@') ? `<${one.who.id}>` : `(${one.who.id})`
        return [
          `【头衔】${one.who.name}${id ? account : ''} ${tail(stampOf(one))}`,
          ...one.lines,
          ...(gap ? [''] : []),
        ]
      })
      .join('\n'),
})

const exporter = (numbered: boolean): Writer => ({
  format: 'qq-chat-exporter-txt',
  seconds: true,
  id: false,
  write: said =>
    ['[QQChatExporter V5 / https://example.org]', '', '聊天名称: 群', '', '']
      .concat(
        said.flatMap((one, at) => {
          const { y, mo, d, h, mi, s } = stampOf(one)
          return [
            ...(numbered ? [`[${at + 1}]`] : []),
            `${one.who.name}:`,
            `时间: ${y}-${two(mo)}-${two(d)} ${two(h)}:${two(mi)}:${two(s)}`,
            `内容: ${one.lines.join('\n')}`,
            '',
            '',
          ]
        }),
        [RULE, '   导出完成', RULE, `总计导出 ${said.length} 条消息`],
      )
      .join('\n'),
})

const WRITERS: Readonly<Record<string, Writer>> = {
  'WhatsApp iOS d/m/y': whatsapp(
    true,
    t => `[${two(t.d)}/${two(t.mo)}/${t.y}, ${two(t.h)}:${two(t.mi)}:${two(t.s)}] `,
  ),
  'WhatsApp iOS d/m/yy 12 h, U+202F': whatsapp(
    true,
    t =>
      `[${t.d}/${t.mo}/${t.y % 100}, ${twelve(t.h)}:${two(t.mi)}:${two(t.s)}\u202f${half(t.h, 'AM', 'PM')}] `,
  ),
  'WhatsApp iOS 上午/下午': whatsapp(
    true,
    t => `[${t.y}/${t.mo}/${t.d} ${half(t.h, '上午', '下午')}${twelve(t.h)}:${two(t.mi)}:${two(t.s)}] `,
  ),
  'WhatsApp Android d.m.yyyy': whatsapp(
    false,
    t => `${two(t.d)}.${two(t.mo)}.${t.y}, ${two(t.h)}:${two(t.mi)} - `,
  ),
  'WhatsApp Android p. m. with U+00A0': whatsapp(
    false,
    t => `${t.d}/${t.mo}/${t.y}, ${twelve(t.h)}:${two(t.mi)} ${half(t.h, 'a.\u00a0m.', 'p.\u00a0m.')} - `,
  ),
  'WhatsApp Android yyyy-mm-dd': whatsapp(
    false,
    t => `${t.y}-${two(t.mo)}-${two(t.d)}, ${two(t.h)}:${two(t.mi)} - `,
  ),
  'WhatsApp Android klo': whatsapp(true, t => `${t.d}.${t.mo}.${t.y} klo ${t.h}.${two(t.mi)}.${two(t.s)} - `),
  'QQ export with accounts': qqExport(true, t => `${t.h}:${two(t.mi)}:${two(t.s)}`),
  'QQ export, 12 h': qqExport(true, t => `${twelve(t.h)}:${two(t.mi)}:${two(t.s)} ${half(t.h, 'AM', 'PM')}`),
  'QQ export, private': qqExport(false, t => `${t.h}:${two(t.mi)}:${two(t.s)}`),
  'QQ clipboard Y/M/D': clipboard(false, true, t => `${t.y}/${t.mo}/${t.d} ${t.h}:${two(t.mi)}:${two(t.s)}`),
  'QQ clipboard with accounts and dates': clipboard(
    true,
    false,
    t => `${t.y}/${t.mo}/${t.d} ${twelve(t.h)}:${two(t.mi)}:${two(t.s)} ${half(t.h, 'AM', 'PM')}`,
  ),
  'QQ Chat Exporter, numbered': exporter(true),
  'QQ Chat Exporter': exporter(false),
}

describe.each(Object.entries(WRITERS))('what was written comes back: %s', (_name, writer) => {
  it('with its times, senders and texts', async () => {
    await fc.assert(
      fc.asyncProperty(conversation, async said => {
        const chat: ReadChat = await readAll(memorySource(writer.write(said)))
        expect(chat.format).toBe(writer.format)
        expect(chat.unread).toEqual([])
        expect(
          chat.messages.map(({ time, sender, text }) => [
            time.kind === 'local' ? time.local : time.kind,
            sender?.name,
            sender?.id,
            text,
          ]),
        ).toEqual(
          said.map(one => {
            const t = stampOf(one)
            const second = writer.seconds ? t.s : 0
            return [
              `${t.y}-${two(t.mo)}-${two(t.d)}T${two(t.h)}:${two(t.mi)}:${two(second)}`,
              one.who.name,
              writer.id ? one.who.id : null,
              one.lines.join('\n'),
            ]
          }),
        )
      }),
      { numRuns: 120 },
    )
  })
})
