import { DateOrderSurvey, type DecidedOrder, resolveDate } from '../text-chat/date-order.ts'
import { type Container, type Header, readHeader } from './header.ts'
import { isMark, isSpace, withoutLeadingMarks } from './header-scanner.ts'
import { findColons, type KnownNames, nameBefore, splitSender } from './split-sender.ts'

/** What kind of header a line has: one export is written by one phone in one language, so it has one kind. */
export type Signature = string

export function signatureOf(header: Header): Signature {
  return `${header.container} ${header.separator} ${header.yearAt === 0 ? 'year first' : header.yearAt === 1 ? 'year between' : 'year last'}`
}

/** What was learnt about a file by reading it once; the second reading needs nothing else. */
export interface Layout {
  /** The kinds of header that begin a record, with the order of their dates. */
  readonly orders: ReadonlyMap<Signature, DecidedOrder>
  readonly names: KnownNames
  /** Whether the clock of the file counts to 12: no hour above it, and a marker somewhere. */
  readonly hasTwelveHourClock: boolean
  readonly highestHour: number
  /** How many lines begin like a header of another kind and so belong to the text they stand in. */
  readonly foreignHeaders: number
}

interface Seen {
  readonly separator: string
  count: number
  readonly firstLine: number
  lastLine: number
  readonly dates: DateOrderSurvey
}

/** Names kept for telling senders from notices; a chat has at most some thousand members. */
const MAX_NAMES = 20_000

/** Reads every line of a file once, in constant memory, and then tells its layout. */
export class LayoutSurvey {
  readonly #seen = new Map<Signature, Seen>()
  readonly #spaced = new Map<string, number>()
  readonly #spoken = new Set<string>()
  #lines = 0
  #spacedFirst = 0
  #bareFirst = 0
  #periods = 0
  #highestHour = 0

  add(line: string): void {
    this.#lines += 1
    const header = readHeader(line)
    if (header === null) return
    const signature = signatureOf(header)
    const rest = withoutLeadingMarks(line.slice(header.restAt))
    const colons = findColons(rest)
    if (isLoose(header.container) && nameBefore(rest, colons.spaced) === null) return
    const seen = this.#seen.get(signature) ?? this.#open(signature, header.separator)
    seen.count += 1
    seen.lastLine = this.#lines
    seen.dates.add(header, header.suggestsYearFirst)
    if (header.period !== null) this.#periods += 1
    this.#highestHour = Math.max(this.#highestHour, header.hour)
    this.#countName(rest, colons.spaced, colons.bare)
  }

  #open(signature: Signature, separator: string): Seen {
    const seen = {
      separator,
      count: 0,
      firstLine: this.#lines,
      lastLine: this.#lines,
      dates: new DateOrderSurvey(),
    }
    this.#seen.set(signature, seen)
    return seen
  }

  #countName(rest: string, spaced: number, bare: number): void {
    if (bare >= 0) {
      if (spaced === bare) this.#spacedFirst += 1
      else this.#bareFirst += 1
    }
    const name = nameBefore(rest, spaced)
    if (name === null || (this.#spaced.size >= MAX_NAMES && !this.#spaced.has(name))) return
    this.#spaced.set(name, (this.#spaced.get(name) ?? 0) + 1)
    const code = rest.charCodeAt(isSpace(rest.charCodeAt(spaced + 1)) ? spaced + 2 : spaced + 1)
    if (!isMark(code)) this.#spoken.add(name)
  }

  finish(): Layout {
    const accepted = this.#acceptedSignatures()
    const orders = new Map<Signature, DecidedOrder>()
    let foreignHeaders = 0
    for (const [signature, seen] of this.#seen) {
      if (accepted.has(signature)) orders.set(signature, seen.dates.decide('dmy', seen.separator))
      else foreignHeaders += seen.count
    }
    return {
      orders,
      names: { spaced: this.#spaced, spoken: this.#spoken, bareColons: this.#bareFirst > this.#spacedFirst },
      hasTwelveHourClock: this.#periods > 0 && this.#highestHour <= 12,
      highestHour: this.#highestHour,
      foreignHeaders,
    }
  }

  /**
   * The kind of the first header is the file's own. Another kind is text that was pasted into a message, unless
   * - it makes up more than half of all headers, or no kind does and there are at least three (lines put together
   *   by hand), or
   * - it only begins where the first kind has ended and is there at least twice (two exports in one file).
   */
  #acceptedSignatures(): ReadonlySet<Signature> {
    const all = [...this.#seen].sort((a, b) => a[1].firstLine - b[1].firstLine)
    const own = all[0]
    if (own === undefined) return new Set()
    const total = all.reduce((sum, [, seen]) => sum + seen.count, 0)
    const hasMajority = all.some(([, seen]) => seen.count * 2 > total)
    const isMixture = !hasMajority && all.length >= 3
    return new Set(
      all
        .filter(
          ([signature, seen]) =>
            signature === own[0] ||
            seen.count * 2 > total ||
            isMixture ||
            (seen.firstLine > own[1].lastLine && seen.count >= 2),
        )
        .map(([signature]) => signature),
    )
  }
}

/** Without bracket or dash a line is a header only if a name follows. */
export function isLoose(container: Container): boolean {
  return container === 'colon' || container === 'bare'
}

/** A line that begins a record, or one that should but has a time that does not exist. */
export interface RecordStart {
  readonly header: Header
  readonly order: DecidedOrder
  readonly isRealTime: boolean
}

/** Whether a line begins a record of this file. */
export function readRecordStart(line: string, layout: Layout): RecordStart | null {
  const header = readHeader(line)
  if (header === null) return null
  const order = layout.orders.get(signatureOf(header))
  if (order === undefined) return null
  if (
    isLoose(header.container) &&
    splitSender(line.slice(header.restAt), header.container, layout.names) === null
  )
    return null
  const isRealTime =
    resolveDate(header, order.order) !== null &&
    header.hour <= 24 &&
    header.minute <= 59 &&
    (header.second ?? 0) <= 59
  return { header, order, isRealTime }
}
