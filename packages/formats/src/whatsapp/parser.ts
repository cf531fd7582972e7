import type { Detection, Parser, Probe, Report } from '../parser.ts'
import { isBlank, OpenRecord } from '../text-chat/open-record.ts'
import { type Line, readLineBlocks } from '../text-lines.ts'
import type { Assumption, ByteSource, Item } from '../types.ts'
import { detectWhatsapp } from './detect.ts'
import { type Layout, LayoutSurvey, readRecordStart } from './layout-survey.ts'
import { groupNameIn, isEncryptionNotice } from './notices.ts'
import { type RecordHead, readRecordHead, toMessage } from './to-message.ts'

/** WhatsApp's "Export chat" as text (`_chat.txt`), from iOS and Android, in every language. */
export const whatsappParser: Parser = { formats: ['whatsapp-txt'], detect: detectWhatsapp, read }

/**
 * Reads the file twice: what kind of header it has, which number of its dates is the day and which names it knows
 * are told by the whole file. A record goes from its header to the next; blank lines at its end are no part of it.
 */
async function* read(
  source: ByteSource,
  probe: Probe,
  _detection: Detection,
  report: Report,
): AsyncGenerator<Item> {
  const survey = new LayoutSurvey()
  for await (const block of readLineBlocks(source, probe.encoding))
    for (const line of block) survey.add(line.text)
  const layout = survey.finish()
  if (layout.foreignHeaders > 0) report.warn('head_like_text')
  const reader = new RecordReader(layout, report, probe.encodingGuessed ? ['encoding'] : [])
  for await (const block of readLineBlocks(source, probe.encoding))
    for (const line of block) yield* reader.push(line)
  yield* reader.end()
}

class RecordReader {
  readonly #layout: Layout
  readonly #report: Report
  readonly #always: readonly Assumption[]
  #open: OpenRecord<RecordHead> | null = null
  /** Set after a line that is listed as unread: what follows belongs to it, not to the message before. */
  #isAfterUnread = false
  #index = 0
  #chatName: string | null = null

  constructor(layout: Layout, report: Report, always: readonly Assumption[]) {
    this.#layout = layout
    this.#report = report
    this.#always = always
  }

  *push(line: Line): Generator<Item> {
    if (line.state === 'damaged') this.#report.warn('undecodable_bytes')
    if (line.state === 'recoded') this.#report.warn('encoding_mixed')
    const start = readRecordStart(line.text, this.#layout)
    if (line.state === 'too_long') {
      yield* this.#unread(line, 'line_too_long')
    } else if (start !== null && !start.isRealTime) {
      yield* this.#unread(line, 'invalid_time')
    } else if (start !== null) {
      yield* this.end()
      const head = readRecordHead(line.text, start, this.#layout)
      this.#open = new OpenRecord(head, line, head.split === null ? head.rest : head.split.text)
      this.#isAfterUnread = false
    } else if (this.#open !== null) {
      this.#open.add(line)
    } else if (!this.#isAfterUnread) {
      yield* this.#beforeFirst(line)
    }
  }

  /** Some exports begin with the notice about encryption without a time; other text there is nobody's. */
  *#beforeFirst(line: Line): Generator<Item> {
    if (isBlank(line.text)) return
    if (isEncryptionNotice(line.text)) {
      yield { type: 'preamble', place: { line: line.no }, text: line.text }
    } else {
      yield* this.#unread(line, 'no_head')
    }
  }

  *#unread(line: Line, reason: string): Generator<Item> {
    yield* this.end()
    this.#isAfterUnread = true
    yield { type: 'unread', unread: { place: { line: line.no }, reason } }
  }

  *end(): Generator<Item> {
    const open = this.#open
    this.#open = null
    if (open === null) return
    if (open.tooLong) {
      yield { type: 'unread', unread: { place: { line: open.firstLine }, reason: 'record_too_long' } }
      return
    }
    const always: readonly Assumption[] = open.recoded
      ? [...new Set([...this.#always, 'encoding' as const])]
      : this.#always
    const read = toMessage(
      open.head,
      open.bodyLines,
      this.#index,
      open.firstLine,
      this.#layout,
      always,
      this.#chatName,
    )
    this.#chatName ??= read.chatName
    this.#index += 1
    this.#note(read.message.assumed, read.message.time.kind)
    this.#report.title ??=
      read.chatName ?? (read.message.kind === 'system' ? groupNameIn(read.message.text) : null)
    yield { type: 'message', message: read.message }
  }

  #note(assumed: readonly Assumption[], timeKind: string): void {
    if (assumed.includes('day_month_order')) this.#report.warn('day_month_assumed')
    this.#report.warn(timeKind === 'local' ? 'time_zone_unknown' : 'date_missing')
  }
}
