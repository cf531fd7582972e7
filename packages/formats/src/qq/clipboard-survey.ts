import { DateOrderSurvey, type DateParts, type DecidedOrder, resolveDate } from '../text-chat/date-order.ts'
import { isBlank } from '../text-chat/open-record.ts'
import type { Line } from '../text-lines.ts'
import { type ClipboardHead, readClipboardHead, readDateSeparator } from './clipboard-lines.ts'
import { isNotice } from './content.ts'
import { isSystem } from './identity.ts'

/** A line with what stands around it. */
export interface LineInContext {
  readonly line: Line
  /** Whether a blank line, a date or nothing stands before it. */
  readonly isAfterGap: boolean
  /** Whether a blank line or nothing stands after it. */
  readonly isBeforeGap: boolean
}

/** Gives every line its context, one line later. */
export class ContextWindow {
  #held: { line: Line; isAfterGap: boolean } | null = null
  #isAfterGap = true;

  *push(line: Line): Generator<LineInContext> {
    yield* this.#give(isBlank(line.text))
    this.#held = { line, isAfterGap: this.#isAfterGap }
    this.#isAfterGap = isBlank(line.text) || readDateSeparator(line.text) !== null
  }

  *end(): Generator<LineInContext> {
    yield* this.#give(true)
  }

  *#give(isBeforeGap: boolean): Generator<LineInContext> {
    if (this.#held !== null) yield { ...this.#held, isBeforeGap }
    this.#held = null
  }
}

/** What a text copied out of QQ is like as a whole. */
export interface ClipboardStyle {
  /** Heads name accounts (message manager): then a line without one is no head. */
  readonly hasAccounts: boolean
  /** Heads stand after blank lines: then a line that does not is part of a text. */
  readonly hasGaps: boolean
  /** Heads are the mobile app's, with two spaces before the time. */
  readonly isMobile: boolean
  /** Of dates whose year does not stand in front. */
  readonly order: DecidedOrder
  /** Some heads say AM or PM: one that does not is in doubt. */
  readonly hasPeriods: boolean
}

export interface ClipboardEvidence {
  readonly heads: number
  readonly dated: number
  readonly accounts: number
  readonly afterGap: number
  readonly separators: number
  readonly beginsWithHead: boolean
  readonly headsWithoutText: number
}

/** Reads the lines once and tells their style. Constant memory. */
export class ClipboardSurvey {
  readonly #dates = new DateOrderSurvey()
  #lines = 0
  #heads = 0
  #dated = 0
  #accounts = 0
  #mobile = 0
  #periods = 0
  #separators = 0
  #afterGap = 0
  #inside = 0
  #headsWithoutText = 0
  #beginsWithHead = false
  #isAfterHead = false
  #separator = '/'

  add({ line, isAfterGap }: LineInContext): void {
    if (isBlank(line.text)) return
    this.#lines += 1
    if (readDateSeparator(line.text) !== null) {
      this.#separators += 1
      if (this.#lines === 1) this.#beginsWithHead = true
      return
    }
    const head = readClipboardHead(line.text)
    if (head === null) {
      this.#isAfterHead = false
      return
    }
    if (this.#isAfterHead) this.#headsWithoutText += 1
    this.#isAfterHead = true
    if (this.#lines === 1) this.#beginsWithHead = true
    this.#count(head, isAfterGap)
  }

  #count(head: ClipboardHead, isAfterGap: boolean): void {
    this.#heads += 1
    if (head.identity.id !== null && !isSystem(head.identity)) this.#accounts += 1
    if (head.isMobile) this.#mobile += 1
    if (head.period !== null) this.#periods += 1
    if (head.date !== null) {
      this.#dated += 1
      if (head.date.yearAt !== 0) {
        this.#dates.add(head.date, false)
        this.#separator = head.date.separator
      }
    }
    if (this.#heads === 1) return
    if (isAfterGap) this.#afterGap += 1
    else this.#inside += 1
  }

  get style(): ClipboardStyle {
    return {
      hasAccounts: this.#accounts > 0,
      hasGaps: this.#accounts === 0 && this.#afterGap >= 1 && this.#afterGap >= this.#inside,
      isMobile: this.#mobile * 2 > this.#heads,
      // The dates of an English Windows are the common case: month first.
      order: this.#dates.decide(this.#separator === '/' ? 'mdy' : 'dmy', this.#separator),
      hasPeriods: this.#periods > 0,
    }
  }

  get evidence(): ClipboardEvidence {
    return {
      heads: this.#heads,
      dated: this.#dated,
      accounts: this.#accounts,
      afterGap: this.#afterGap,
      separators: this.#separators,
      beginsWithHead: this.#beginsWithHead,
      headsWithoutText: this.#headsWithoutText,
    }
  }
}

const YEAR_FIRST: DecidedOrder = { order: 'ymd', isProven: true }

/** A Chinese Windows writes 2020/3/28, where nothing is in doubt. */
export function orderOf(date: DateParts, order: DecidedOrder): DecidedOrder {
  return date.yearAt === 0 ? YEAR_FIRST : order
}

/** The head in a line, where by the style of the whole text it is one; `looksLike` where only its form is. */
export function headIn(
  { line, isAfterGap }: LineInContext,
  style: ClipboardStyle,
): { readonly head: ClipboardHead | null; readonly looksLike: boolean } {
  const none = { head: null, looksLike: false }
  if (line.state === 'too_long') return none
  const head = readClipboardHead(line.text)
  if (head === null) return none
  const isRefused =
    (style.hasAccounts && head.identity.id === null && !isSystem(head.identity)) ||
    (style.hasGaps && !isAfterGap) ||
    (style.isMobile && !head.isMobile) ||
    (head.date !== null && resolveDate(head.date, orderOf(head.date, style.order).order) === null)
  return isRefused ? { head: null, looksLike: true } : { head, looksLike: false }
}

/** A notice stands alone: blank lines around it, so that a text which only quotes it stays one. */
export function isLoneNotice({ line, isAfterGap, isBeforeGap }: LineInContext): boolean {
  return isAfterGap && isBeforeGap && isNotice(line.text)
}
