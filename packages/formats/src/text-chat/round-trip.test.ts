import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memorySource, type ReadChat, readAll } from '../../test/sources.ts'

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
