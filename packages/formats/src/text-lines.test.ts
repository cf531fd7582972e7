import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeLegacy, encodeUtf16 } from '../test/legacy-encode.ts'
import { memorySource } from '../test/sources.ts'
import type { Encoding } from './text-encoding.ts'
import { decodeText, type Line, type LineOptions, readLines } from './text-lines.ts'

async function linesOf(
  content: string | Uint8Array,
  encoding: Encoding,
  chunkBytes = 64 * 1024,
  options: LineOptions = {},
): Promise<Line[]> {
  const lines: Line[] = []
  for await (const line of readLines(memorySource(content, chunkBytes), encoding, options)) lines.push(line)
  return lines
}

const texts = async (...args: Parameters<typeof linesOf>) => (await linesOf(...args)).map(line => line.text)

describe('lines', () => {
  it('end with LF, CR or CRLF, and are numbered from 1', async () => {
    expect(await linesOf('a\nb\rc\r\nd', 'utf-8')).toEqual([
      { no: 1, text: 'a', state: 'ok' },
      { no: 2, text: 'b', state: 'ok' },
      { no: 3, text: 'c', state: 'ok' },
      { no: 4, text: 'd', state: 'ok' },
    ])
  })

  it('that are blank are lines; the end of the file is none', async () => {
    expect(await texts('a\n\n\nb\n', 'utf-8')).toEqual(['a', '', '', 'b'])
    expect(await texts('', 'utf-8')).toEqual([])
    expect(await texts('\r\n', 'utf-8')).toEqual([''])
  })

  it('lose a byte order mark and keep U+2028, which ends no line of a file', async () => {
    expect(await texts('\ufeffa\u2028b', 'utf-8')).toEqual(['a\u2028b'])
    expect(await texts(encodeUtf16('\ufeff中\n文', 'le'), 'utf-16le')).toEqual(['中', '文'])
    expect(await texts(encodeUtf16('\ufeff中\n文', 'be'), 'utf-16be')).toEqual(['中', '文'])
  })

  it('are the same wherever chunks are cut, in every encoding', async () => {
    const text = '消息记录\r\n第二行\r\r\n\n末行😀abc\n'
    const plain = text.replace('😀', '')
    const files: [Encoding, Uint8Array, string][] = [
      ['utf-8', new TextEncoder().encode(text), text],
      ['utf-16le', encodeUtf16(text, 'le'), text],
      ['utf-16be', encodeUtf16(text, 'be'), text],
      ['gb18030', encodeLegacy(plain, 'gb18030'), plain],
      [
        'big5',
        encodeLegacy('訊息紀錄\r\n第二行\r\r\n\n末行abc\n', 'big5'),
        '訊息紀錄\r\n第二行\r\r\n\n末行abc\n',
      ],
    ]
    for (const [encoding, bytes, whole] of files) {
      const expected = whole.split(/\r\n|\r|\n/).slice(0, -1)
      for (let chunkBytes = 1; chunkBytes <= bytes.length; chunkBytes += 1) {
        expect(await texts(bytes, encoding, chunkBytes), `${encoding} in chunks of ${chunkBytes}`).toEqual(
          expected,
        )
      }
    }
  })

  it('hold what was written, whatever it is (property)', async () => {
    const line = fc.string({ unit: 'grapheme' }).map(text => text.replace(/[\r\n\0\ufeff]/g, ''))
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        async (lines, size) => {
          const content = `${lines.join('\n')}\n`
          expect(await texts(content, 'utf-8', size)).toEqual(lines)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('longer than the bound come as too long, with their beginning; the next ones are read', async () => {
    const lines = await linesOf(`ok\n${'x'.repeat(5000)}\nlast`, 'utf-8', 100, { maxLength: 1000 })
    expect(lines.map(({ no, state, text }) => [no, state, text.length])).toEqual([
      [1, 'ok', 2],
      [2, 'too_long', 200],
      [3, 'ok', 4],
    ])
    expect((await linesOf('x'.repeat(1000), 'utf-8', 64, { maxLength: 1000 }))[0]?.state).toBe('ok')
  })

  it('without any end do not fill the memory', async () => {
    const chunk = new Uint8Array(1024 * 1024).fill(0x61)
    const source = {
      name: 'endless',
      sizeBytes: null,
      async *open() {
        for (let i = 0; i < 64; i += 1) yield chunk
      },
    }
    const states: string[] = []
    for await (const line of readLines(source, 'utf-8')) states.push(line.state)
    expect(states).toEqual(['too_long'])
  })

  it('glued in from a program with another encoding are decoded by that one', async () => {
    const glued = Uint8Array.from([
      ...new TextEncoder().encode('第一行是 UTF-8\n'),
      ...encodeLegacy('这一行是国标\n', 'gb18030'),
      ...new TextEncoder().encode('又是 UTF-8\n'),
    ])
    expect(await linesOf(glued, 'utf-8')).toEqual([
      { no: 1, text: '第一行是 UTF-8', state: 'ok' },
      { no: 2, text: '这一行是国标', state: 'recoded' },
      { no: 3, text: '又是 UTF-8', state: 'ok' },
    ])
  })

  it('in UTF-8 within a file in GBK are found too, although nearly all bytes are valid GBK', async () => {
    const glued = Uint8Array.from([
      ...encodeLegacy('消息记录\n', 'gb18030'),
      ...new TextEncoder().encode('今天的快递什么时候到？\n'),
      ...encodeLegacy('联通客服\n', 'gb18030'),
    ])
    expect(await linesOf(glued, 'gb18030')).toEqual([
      { no: 1, text: '消息记录', state: 'ok' },
      { no: 2, text: '今天的快递什么时候到？', state: 'recoded' },
      { no: 3, text: '联通客服', state: 'ok' },
    ])
  })

  it('with bytes that are no text in either encoding are marked as damaged', async () => {
    const lines = await linesOf(Uint8Array.of(0x61, 0xff, 0x0a, 0x62, 0x0a, 0x63, 0x00), 'utf-8')
    expect(lines).toEqual([
      { no: 1, text: 'a\ufffd', state: 'damaged' },
      { no: 2, text: 'b', state: 'ok' },
      { no: 3, text: 'c\ufffd', state: 'damaged' },
    ])
    const wide = Uint8Array.from([...encodeUtf16('a\n', 'le'), 0x00, 0xd8, 0x0a, 0x00])
    expect((await linesOf(wide, 'utf-16le')).map(line => line.state)).toEqual(['ok', 'damaged'])
    expect(await linesOf(encodeUtf16('a\0\n', 'le'), 'utf-16le')).toEqual([
      { no: 1, text: 'a\ufffd', state: 'damaged' },
    ])
  })
})

describe('a stream of text', () => {
  it('keeps sequences that chunks cut in two', async () => {
    const bytes = new TextEncoder().encode('\ufeff原委😀')
    for (let size = 1; size < bytes.length; size += 1) {
      let all = ''
      for await (const text of decodeText(memorySource(bytes, size), 'utf-8')) all += text
      expect(all).toBe('原委😀')
    }
    let marked = ''
    const gb = Uint8Array.from([0x84, 0x31, 0x95, 0x33, ...encodeLegacy('原委', 'gb18030')])
    for await (const text of decodeText(memorySource(gb, 3), 'gb18030')) marked += text
    expect(marked).toBe('原委')
  })
})
