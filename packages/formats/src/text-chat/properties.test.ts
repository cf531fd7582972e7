import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../test/sources.ts'
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
