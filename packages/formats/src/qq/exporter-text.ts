import type { Detection, Parser, Probe, Report } from '../parser.ts'
import { OpenRecord } from '../text-chat/open-record.ts'
import { type Line, readLineBlocks } from '../text-lines.ts'
import { NO_TIME } from '../time.ts'
import type { Assumption, ByteSource, Item, Message } from '../types.ts'
import { noticeKind } from './content.ts'
import { isSignature, type TextHead, type TextLine, TextWindow } from './exporter-text-lines.ts'
import { readFields } from './exporter-text-record.ts'
import { unreadAt } from './text-message.ts'

/** QQ Chat Exporter's text: `[n]`, `名:`, `时间: …`, `内容: …`, between a signed head and a closing line. */
export const qqExporterTextParser: Parser = { formats: ['qq-chat-exporter-txt'], detect, read }

function detect(probe: Probe): Detection | null {
  if (probe.shape !== 'text') return null
  const first = probe.head.split(/\r\n|\r|\n/, 20).find(line => line.trim() !== '')
  return isSignature(first ?? '') ? { format: 'qq-chat-exporter-txt', confidence: 0.97 } : null
}

/** How the records of a file are set apart; told by reading it once. */
interface Style {
  /** Records carry numbers: then only a line with the next greater one begins a record. */
  readonly isNumbered: boolean
  /** Blank lines that stand before a record at least. */
  readonly gap: number
}

async function* read(source: ByteSource, probe: Probe, _: Detection, report: Report): AsyncGenerator<Item> {
  const reader = new ExporterTextReader(await surveyStyle(source, probe), probe, report)
  for await (const line of textLines(source, probe)) yield* reader.push(line)
  yield* reader.end()
}

async function* textLines(source: ByteSource, probe: Probe): AsyncGenerator<TextLine> {
  const window = new TextWindow()
  for await (const block of readLineBlocks(source, probe.encoding)) {
    for (const line of block) yield* window.push(line)
  }
  yield* window.end()
}

/** The first record tells whether records are numbered, most of the others by how many blank lines they are parted. */
async function surveyStyle(source: ByteSource, probe: Probe): Promise<Style> {
  let first: TextHead | null = null
  let wide = 0
  let narrow = 0
  for await (const { head, blankBefore } of textLines(source, probe)) {
    if (head === null) continue
    if (first === null) first = head
    else if (blankBefore >= 2) wide += 1
    else narrow += 1
  }
  return { isNumbered: first !== null && first.number !== null, gap: wide > narrow ? 2 : 1 }
}

/** Lines of a preamble item; a head has some fifteen. */
const MAX_PREAMBLE_LINES = 200

class ExporterTextReader {
  readonly #style: Style
  readonly #report: Report
  readonly #always: readonly Assumption[]
  #preamble: Line[] = []
  #isFooter = false
  #open: OpenRecord<TextHead> | null = null
  #isAfterUnread = false
  #skip = 0
  #number = 0
  #index = 0
  #announced: number | null = null

  constructor(style: Style, probe: Probe, report: Report) {
    this.#style = style
    this.#report = report
    this.#always = probe.encodingGuessed ? ['encoding'] : []
  }

  *push(found: TextLine): Generator<Item> {
    const { line } = found
    if (line.state === 'damaged') this.#report.warn('undecodable_bytes')
    if (line.state === 'recoded') this.#report.warn('encoding_mixed')
    if (this.#skip > 0) {
      this.#skip -= 1
    } else if (line.state === 'too_long') {
      yield* this.#close()
      this.#isAfterUnread = true
      yield unreadAt(line.no, 'line_too_long')
    } else if (!this.#isFooter && found.head !== null && this.#begins(found, found.head)) {
      yield* this.#close()
      this.#begin(found.head, line)
    } else if (found.isFooter && !this.#isFooter) {
      yield* this.#close()
      this.#isFooter = true
      yield* this.#addPreamble(line)
    } else if (this.#open !== null) {
      this.#open.add(line)
    } else if (!this.#isAfterUnread || this.#isFooter) {
      yield* this.#addPreamble(line)
    }
  }

  #begins({ blankBefore }: TextLine, head: TextHead): boolean {
    const isFirst = this.#index === 0 && this.#open === null
    if (this.#style.isNumbered) return head.number !== null && head.number > this.#number
    return isFirst || blankBefore >= this.#style.gap
  }

  #begin(head: TextHead, line: Line): void {
    if (head.number !== null) {
      // A number left out is a record left out.
      if (head.number !== this.#number + 1) this.#report.warn('count_mismatch')
      this.#number = head.number
    }
    this.#isAfterUnread = false
    this.#skip = Math.max(0, head.lines - 1)
    this.#open = new OpenRecord(head, line, head.lines === 0 ? line.text : null)
  }

  *#addPreamble(line: Line): Generator<Item> {
    this.#preamble.push(line)
    const title = /^聊天名称[:：]\s*(.+)$/.exec(line.text)?.[1]
    if (title !== undefined && !this.#isFooter) this.#report.title ??= title.trim()
    const count = /^(?:消息总数[:：]\s*|总计导出 )(\d{1,9})/.exec(line.text)?.[1]
    if (count !== undefined) this.#announced = Number(count)
    if (this.#preamble.length >= MAX_PREAMBLE_LINES) yield* this.#flushPreamble()
  }

  *#flushPreamble(): Generator<Item> {
    const lines = this.#preamble
    this.#preamble = []
    const first = lines[0]
    const text = lines.map(line => line.text).join('\n')
    if (first !== undefined && text.trim() !== '') yield { type: 'preamble', place: { line: first.no }, text }
  }

  *end(): Generator<Item> {
    yield* this.#close()
    if (!this.#isFooter) this.#report.warn('truncated')
    if (this.#announced !== null && this.#announced !== this.#index) this.#report.warn('count_mismatch')
  }

  *#close(): Generator<Item> {
    yield* this.#flushPreamble()
    const open = this.#open
    this.#open = null
    if (open === null) return
    if (open.tooLong) yield unreadAt(open.firstLine, 'record_too_long')
    else yield { type: 'message', message: this.#message(open) }
  }

  #message(open: OpenRecord<TextHead>): Message {
    const fields = readFields(open.bodyLines)
    const isNotice = fields.kind === 'system'
    const name = open.head.name
    if (fields.time === null) this.#report.warn('date_missing')
    else if (fields.time.time.kind === 'local') this.#report.warn('time_zone_unknown')
    const message: Message = {
      index: this.#index,
      time: fields.time?.time ?? NO_TIME,
      assumed: [
        ...(this.#always.length > 0 || !open.recoded ? this.#always : (['encoding'] as const)),
        ...(fields.time?.assumed ?? []),
      ],
      sender: isNotice || name === null ? null : { id: null, name, self: null },
      kind: isNotice ? noticeKind(fields.text) : fields.kind,
      text: fields.text,
      rawKind: fields.type,
      reply: fields.reply === null ? null : { platformId: null, text: fields.reply },
      media: fields.media,
      platformId: null,
      place: { line: open.firstLine },
      grade: 'editable_export',
    }
    this.#index += 1
    return message
  }
}
