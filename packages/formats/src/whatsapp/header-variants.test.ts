import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { corpus, memorySource, readAll } from '../../test/sources.ts'
import type { Message } from '../types.ts'

async function readLine(line: string): Promise<Message> {
  const chat = await readAll(memorySource(`${line}\n`))
  expect(chat.format).toBe('whatsapp-txt')
  expect(chat.messages).toHaveLength(1)
  const [message] = chat.messages
  if (message === undefined) throw new Error('no message')
  return message
}

/** Lines that stand in the documentation of other readers of these exports, with the time they mean. */
const AFTERNOON = '2018-06-03T13:55:00'
const EVENING = '2018-06-13T21:25:15'
const VARIANTS: readonly (readonly [string, string])[] = [
  ['3/6/18, 1:55 p.m. - a: m', AFTERNOON],
  ['03-06-2018, 01.55 PM - a: m', AFTERNOON],
  ['13.06.18 21.25.15: a: m', EVENING],
  ['[06.13.18 21:25:15] a: m', EVENING],
  ['13.6.2018 klo 21.25.15 - a: m', EVENING],
  ['13. 6. 2018. 21:25:15 a: m', EVENING],
  ['[3/6/18 1:55:00 p. m.] a: m', AFTERNOON],
  ['\u200e[3/6/18 1:55:00 p. m.] a: m', AFTERNOON],
  ['[2018/06/13, 21:25:15] a: m', EVENING],
  ['[06/2018/13, 21:25:15] a: m', EVENING],
  ['3/6/2018 1:55 p.\u00a0m. - a: m', AFTERNOON],
  ['3/6/18, 1:55\u202fPM - a: m', AFTERNOON],
  ['[2018/6/13 21:25:15] a:m', EVENING],
  ['[2018/6/13 下午9:25:15] a: m', EVENING],
  ['[2018/6/13 晚上9:25:15] a: m', EVENING],
  ['2018年6月13日 21:25 - a: m', '2018-06-13T21:25:00'],
  ['[2018. 6. 13. 오후 9:25:15] a: m', EVENING],
  ['[21:25, 13/6/2018] a: m', '2018-06-13T21:25:00'],
  ['[٢٠١٨/٠٦/١٣، ٩:٢٥:١٥ م] a: m', EVENING],
  ['\u200f१३/०६/२०१८, ९:२५ अपराह्न - a: m', '2018-06-13T21:25:00'],
  ['13.6.2018 um 21:25 Uhr - a: m', '2018-06-13T21:25:00'],
  ['13/06/2018 às 21:25 - a: m', '2018-06-13T21:25:00'],
  ['13/06/2018 à 21:25 - a: m', '2018-06-13T21:25:00'],
  ['13-06-2018 om 21:25 - a: m', '2018-06-13T21:25:00'],
  ['13.06.2018, 9:25 abends - a: m', '2018-06-13T21:25:00'],
  ['13/6/2018, 12:05 a. m. - a: m', '2018-06-13T00:05:00'],
  ['13/6/2018, 12:05 p. m. - a: m', '2018-06-13T12:05:00'],
  ['13/6/2018, 00:08 a. m. - a: m', '2018-06-13T00:08:00'],
  ['13/6/2561 21:25 - a: m', '2018-06-13T21:25:00'],
]

describe('kinds of header', () => {
  it.each(VARIANTS)('%s', async (line, local) => {
    const message = await readLine(line)
    expect(message.time).toEqual({ kind: 'local', local })
    expect(message.sender).toEqual({ id: null, name: 'a', self: null })
    expect(message.text).toBe('m')
  })

  it('says what it had to assume', async () => {
    const short = await readLine('3/6/18, 1:55 p.m. - a: m')
    expect(short.assumed).toEqual(['day_month_order', 'seconds_missing', 'century'])
    expect((await readLine('[13/6/2018, 21:25:15] a: m')).assumed).toEqual([])
    expect((await readLine('[2018/06/03, 21:25:15] a: m')).assumed).toEqual([])
    expect((await readLine('[5/5/2018, 21:25:15] a: m')).assumed).toEqual([])
  })

  it('keeps the time of day where the calendar is not converted', async () => {
    const message = await readLine('[1445/9/13, 21:25:15] a: m')
    expect(message.time).toEqual({ kind: 'time_of_day', timeOfDay: '21:25:15' })
  })
})

interface HeaderFormat {
  readonly format: string
}

/** The header formats that whatstk says it reads, from its own list. */
describe.skipIf(corpus === null)('header formats of whatstk', () => {
  const path = join(corpus ?? '', 'chat/whatstk/whatstk/whatsapp/assets/header_format_support.json')
  const formats = corpus === null ? [] : (JSON.parse(readFileSync(path, 'utf8')) as HeaderFormat[])
  // The 31st proves which number is the day, the steps in time which is the year.
  const moments = [
    [2019, 1, 31, 9, 5, 7],
    [2019, 2, 13, 21, 25, 15],
    [2020, 10, 2, 0, 10, 59],
    [2020, 12, 30, 12, 59, 1],
  ] as const

  // Four orders, three separators, two clocks, brackets or dash, with seconds or without.
  it('lists 4 · 3 · 2 · 2 · 2 of them', () => {
    expect(formats).toHaveLength(96)
  })

  it.each(formats.flatMap(({ format }) => [4, 2].map(digits => [format, digits] as const)))(
    '%s with %i digits of the year',
    async (format, digits) => {
      const lines = moments.map(moment => written(format, digits, moment))
      const chat = await readAll(memorySource(lines.join('\n')))
      const hasSeconds = format.includes('%S')
      expect(chat.messages.map(message => [message.time, message.sender?.name, message.text])).toEqual(
        moments.map(([y, mo, d, h, mi, s]) => [
          {
            kind: 'local',
            local: new Date(Date.UTC(y, mo - 1, d, h, mi, hasSeconds ? s : 0)).toISOString().slice(0, 19),
          },
          'Anna Maria',
          'hello: there',
        ]),
      )
    },
  )
})

type Moment = readonly [number, number, number, number, number, number]

function written(format: string, digits: number, [y, mo, d, h, mi, s]: Moment): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const fields: Record<string, string> = {
    '%y': digits === 4 ? String(y) : two(y % 100),
    '%m': two(mo),
    '%d': two(d),
    '%H': two(h),
    '%I': two(h % 12 === 0 ? 12 : h % 12),
    '%M': two(mi),
    '%S': two(s),
    '%p': h < 12 ? 'AM' : 'PM',
    '%name': 'Anna Maria',
  }
  return `${format.replace(/%name|%[a-zA-Z]/g, field => fields[field] ?? field)} hello: there`
}
