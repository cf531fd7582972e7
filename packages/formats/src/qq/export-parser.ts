import type { Detection, Parser, Probe, Report } from '../parser.ts'
import { isBlank, OpenRecord } from '../text-chat/open-record.ts'
import { formatLocal } from '../text-chat/wall-clock.ts'
import { type Line, readLineBlocks } from '../text-lines.ts'
import type { ByteSource, Item } from '../types.ts'
import type { ExportHead } from './export-lines.ts'
import { type ExportPiece, ExportSplitter, isHead, SectionSurvey } from './export-sections.ts'
import { TextMessages, unreadAt } from './text-message.ts'

/** The text that the message manager of desktop QQ exports: head lines with the time first. */
export const qqExportParser: Parser = { formats: ['qq-txt'], detect, read }

function detect(probe: Probe): Detection | null {
  if (probe.shape !== 'text') return null
  const lines = probe.head.split(/\r\n|\r|\n/)
  if (!probe.complete) lines.pop()
  const splitter = new ExportSplitter()
  const survey = new SectionSurvey()
  const add = (pieces: Iterable<ExportPiece>) => {
    for (const piece of pieces) survey.add(piece)
  }
  lines.forEach((text, at) => {
    add(splitter.push({ no: at + 1, text, state: 'ok' }))
  })
  add(splitter.end())
  const confidence = weigh(survey)
  return confidence === 0 ? null : { format: 'qq-txt', confidence }
}

function weigh({ evidence: found }: SectionSurvey): number {
  if (found.hasTitle) return 0.97
  if (found.heads === 0 || found.quotedNames > 0) return 0
  if (found.accounts >= 2) return 0.88
  if (found.accounts === 1) return found.linesBeforeFirst <= 1 ? 0.65 : 0
  // Without accounts anything that begins its lines with a time looks the same, log files first of all.
  const isLog = found.headsWithoutText * 2 > found.heads || !found.hasGaps || found.linesBeforeFirst > 0
  if (found.heads < 2 || isLog) return 0
  if (found.ownHours > 0) return 0.7
  return found.paddedHours > 0 ? 0.45 : 0.5
}

/**
 * Reads the file twice, because only a whole section tells which of its lines are heads; see `isHead`. A record goes
 * from its head to the next head or banner; the blank lines before that are no part of it.
 */
async function* read(source: ByteSource, probe: Probe, _: Detection, report: Report): AsyncGenerator<Item> {
  const survey = new SectionSurvey()
  for await (const piece of pieces(source, probe)) survey.add(piece)
  const reader = new ExportReader(survey, report, new TextMessages(report, probe.encodingGuessed))
  for await (const piece of pieces(source, probe)) yield* reader.push(piece)
  yield* reader.end()
}

async function* pieces(source: ByteSource, probe: Probe): AsyncGenerator<ExportPiece> {
  const splitter = new ExportSplitter()
  for await (const block of readLineBlocks(source, probe.encoding)) {
    for (const line of block) yield* splitter.push(line)
  }
  yield* splitter.end()
}

class ExportReader {
  readonly #survey: SectionSurvey
  readonly #report: Report
  readonly #messages: TextMessages
  #open: OpenRecord<ExportHead> | null = null
  /** Set after a line listed as unread: what follows up to the next head belongs to it. */
  #isAfterUnread = false
  #counterparts = 0

  constructor(survey: SectionSurvey, report: Report, messages: TextMessages) {
    this.#survey = survey
    this.#report = report
    this.#messages = messages
  }

  *push(piece: ExportPiece): Generator<Item> {
    if (piece.kind === 'banner') {
      yield* this.end()
      this.#isAfterUnread = false
      this.#noteCounterpart(piece.banner.counterpart)
      yield { type: 'preamble', place: { line: piece.banner.firstLine }, text: piece.banner.lines.join('\n') }
      return
    }
    this.#messages.note(piece.line)
    if (piece.head !== null && isHead(piece, this.#survey.styleOf(piece.section))) {
      yield* this.end()
      this.#isAfterUnread = false
      this.#open = new OpenRecord(piece.head, piece.line, null)
      return
    }
    if (piece.head !== null) this.#report.warn('head_like_text')
    yield* this.#text(piece.line)
  }

  *#text(line: Line): Generator<Item> {
    if (line.state === 'too_long') yield* this.#unread(line, 'line_too_long')
    else if (this.#open !== null) this.#open.add(line)
    else if (!this.#isAfterUnread && !isBlank(line.text)) yield* this.#unread(line, 'no_head')
  }

  *#unread(line: Line, reason: string): Generator<Item> {
    yield* this.end()
    this.#isAfterUnread = true
    yield unreadAt(line.no, reason)
  }

  #noteCounterpart(counterpart: string | null): void {
    if (counterpart === null) return
    this.#counterparts += 1
    if (this.#counterparts > 1) this.#report.warn('several_conversations')
    this.#report.title ??= counterpart === '' ? null : counterpart
  }

  *end(): Generator<Item> {
    const open = this.#open
    this.#open = null
    if (open === null) return
    if (open.tooLong) {
      yield unreadAt(open.firstLine, 'record_too_long')
      return
    }
    yield this.#messages.item({
      time: { kind: 'local', local: formatLocal(open.head.date, open.head.clock) },
      assumed: [],
      identity: open.head.identity,
      text: open.text,
      line: open.firstLine,
      recoded: open.recoded,
    })
  }
}
