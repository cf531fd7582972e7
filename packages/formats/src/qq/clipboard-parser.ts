import type { Detection, Parser, Probe, Report } from '../parser.ts'
import { isBlank, OpenRecord } from '../text-chat/open-record.ts'
import { readLineBlocks } from '../text-lines.ts'
import type { Assumption, ByteSource, Item, MessageTime } from '../types.ts'
import { DayKeeper } from './clipboard-days.ts'
import { readDateSeparator, readTimedNotice } from './clipboard-lines.ts'
import {
  type ClipboardStyle,
  ClipboardSurvey,
  ContextWindow,
  headIn,
  isLoneNotice,
  type LineInContext,
} from './clipboard-survey.ts'
import type { Identity } from './identity.ts'
import { TextMessages, unreadAt } from './text-message.ts'

/** Text copied out of a window of QQ (chat, message manager, mobile app): head lines with the name first. */
export const qqClipboardParser: Parser = { formats: ['qq-clipboard'], detect, read }

function detect(probe: Probe): Detection | null {
  if (probe.shape !== 'text') return null
  const lines = probe.head.split(/\r\n|\r|\n/)
  if (!probe.complete) lines.pop()
  const window = new ContextWindow()
  const survey = new ClipboardSurvey()
  lines.forEach((text, at) => {
    for (const line of window.push({ no: at + 1, text, state: 'ok' })) survey.add(line)
  })
  for (const line of window.end()) survey.add(line)
  const confidence = weigh(survey)
  return confidence === 0 ? null : { format: 'qq-clipboard', confidence }
}

function weigh({ evidence: found }: ClipboardSurvey): number {
  if (found.heads === 0 || !found.beginsWithHead || found.headsWithoutText * 2 > found.heads) return 0
  if (found.accounts > 0) return found.heads >= 2 ? 0.85 : 0.65
  if (found.separators > 0) return 0.8
  if (found.heads === 1) return found.dated === 1 ? 0.6 : 0
  // Many texts have lines that end with a time; those of a chat stand apart.
  if (found.afterGap * 2 < found.heads - 1) return 0
  return found.dated > 0 ? 0.75 : 0.65
}

/** Reads the text twice, because only the whole tells which lines are heads; see `headIn` and `DayKeeper`. */
async function* read(source: ByteSource, probe: Probe, _: Detection, report: Report): AsyncGenerator<Item> {
  const survey = new ClipboardSurvey()
  for await (const line of linesInContext(source, probe)) survey.add(line)
  const reader = new ClipboardReader(survey.style, report, new TextMessages(report, probe.encodingGuessed))
  for await (const line of linesInContext(source, probe)) yield* reader.push(line)
  yield* reader.end()
}

async function* linesInContext(source: ByteSource, probe: Probe): AsyncGenerator<LineInContext> {
  const window = new ContextWindow()
  for await (const block of readLineBlocks(source, probe.encoding)) {
    for (const line of block) yield* window.push(line)
  }
  yield* window.end()
}

interface Head {
  readonly identity: Identity
  readonly time: MessageTime
  readonly assumed: readonly Assumption[]
}

class ClipboardReader {
  readonly #style: ClipboardStyle
  readonly #report: Report
  readonly #messages: TextMessages
  readonly #days: DayKeeper
  #open: OpenRecord<Head> | null = null
  #isAfterUnread = false

  constructor(style: ClipboardStyle, report: Report, messages: TextMessages) {
    this.#style = style
    this.#report = report
    this.#messages = messages
    this.#days = new DayKeeper(style.order)
  }

  *push(found: LineInContext): Generator<Item> {
    const { line } = found
    this.#messages.note(line)
    const { head, looksLike } = headIn(found, this.#style)
    if (looksLike) this.#report.warn('head_like_text')
    const day = readDateSeparator(line.text)
    const notice = readTimedNotice(line.text)
    if (line.state === 'too_long') {
      yield* this.#unread(line.no, 'line_too_long')
    } else if (head !== null) {
      yield* this.end()
      this.#isAfterUnread = false
      const { time, assumed } = this.#days.at(head.date, head.clock)
      if (head.period === null && this.#style.hasPeriods && head.clock.hour <= 12)
        assumed.push('twelve_hour_unmarked')
      if (assumed.includes('day_month_order')) this.#report.warn('day_month_assumed')
      this.#open = new OpenRecord({ identity: head.identity, time, assumed }, line, null)
    } else if (day !== null) {
      yield* this.end()
      this.#isAfterUnread = false
      this.#days.turnTo(day)
      yield { type: 'preamble', place: { line: line.no }, text: line.text.trim() }
    } else if (notice !== null) {
      yield* this.#notice(found, notice.text, this.#days.at(null, notice.clock))
    } else if (isLoneNotice(found)) {
      yield* this.#notice(found, line.text.trim(), { time: { kind: 'none' }, assumed: [] })
    } else {
      yield* this.#text(found)
    }
  }

  /** A notice is a record of its own; text that follows it without a head is nobody's. */
  *#notice(
    { line }: LineInContext,
    text: string,
    when: { time: MessageTime; assumed: readonly Assumption[] },
  ): Generator<Item> {
    yield* this.end()
    this.#isAfterUnread = false
    yield this.#messages.item({
      ...when,
      identity: null,
      text,
      line: line.no,
      recoded: line.state === 'recoded',
    })
  }

  *#text({ line }: LineInContext): Generator<Item> {
    if (this.#open !== null) this.#open.add(line)
    else if (!this.#isAfterUnread && !isBlank(line.text)) yield* this.#unread(line.no, 'no_head')
  }

  *#unread(line: number, reason: string): Generator<Item> {
    yield* this.end()
    this.#isAfterUnread = true
    yield unreadAt(line, reason)
  }

  *end(): Generator<Item> {
    const open = this.#open
    this.#open = null
    if (open === null) return
    yield open.tooLong
      ? unreadAt(open.firstLine, 'record_too_long')
      : this.#messages.item({ ...open.head, text: open.text, line: open.firstLine, recoded: open.recoded })
  }
}
