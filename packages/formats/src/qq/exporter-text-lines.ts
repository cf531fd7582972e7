import { isBlank } from '../text-chat/open-record.ts'
import type { Line } from '../text-lines.ts'
import { epochTime, type ReadTime, writtenTime } from '../time.ts'

/** First line of a text export of QQ Chat Exporter, in any version. */
export function isSignature(line: string): boolean {
  return /^\ufeff?\[QQChatExporter\b[^\]]{0,200}\]\s*$/.test(line)
}

/** The beginning of a record: `[n]` where numbered, then `名:`; the line with the time comes next. */
export interface TextHead {
  readonly number: number | null
  /** null where the exporter left senders out. */
  readonly name: string | null
  /** Lines before the one with the time. */
  readonly lines: 0 | 1 | 2
}

/** A line with how many blank lines stand before it; the lines after it decide whether a record begins here. */
export interface TextLine {
  readonly line: Line
  readonly blankBefore: number
  readonly head: TextHead | null
  /** Whether the closing lines of the export begin here. */
  readonly isFooter: boolean
}

const NUMBER = /^\[(\d{1,9})\]\s*$/
const NAME = /^(.{1,300})[:：]\s*$/
const FIELD = /^(?:时间|类型|内容|资源|提及|回复)[:：]/
const TIME = /^时间[:：]\s?(.{1,40})$/
const RULE = /^={8,}\s*$/

/** The time of a `时间:` line; null where the line is none or what it says is no time. */
export function readTimeLine(text: string): ReadTime | null {
  const written = TIME.exec(text)?.[1]?.trim() ?? ''
  return /^\d{1,16}$/.test(written) ? epochTime(Number(written), 'ms') : writtenTime(written)
}

function headAt(first: string, second: string, third: string): TextHead | null {
  const number = NUMBER.exec(first)
  const named = NAME.exec(second)
  if (number !== null && named !== null && FIELD.test(third))
    return { number: Number(number[1]), name: nameOf(named[1] ?? ''), lines: 2 }
  const name = NAME.exec(first)
  if (name !== null && !FIELD.test(first) && (readTimeLine(second) !== null || isZeroTime(second)))
    return { number: null, name: nameOf(name[1] ?? ''), lines: 1 }
  if (readTimeLine(first) !== null && FIELD.test(second)) return { number: null, name: null, lines: 0 }
  return null
}

/** The exporter writes 0 where it knows no time. */
function isZeroTime(line: string): boolean {
  return /^时间[:：]\s?0\s*$/.test(line)
}

/** The rank in the group is no part of the name. */
function nameOf(shown: string): string {
  return shown.trim().replace(/^\[(?:群主|管理员)\]\s+(?=\S)/, '')
}

/** Gives every line what it is, two lines later. */
export class TextWindow {
  readonly #held: Line[] = []
  #blankBefore = Number.POSITIVE_INFINITY;

  *push(line: Line): Generator<TextLine> {
    this.#held.push(line)
    if (this.#held.length === 3) yield this.#give()
  }

  *end(): Generator<TextLine> {
    while (this.#held.length > 0) yield this.#give()
  }

  #give(): TextLine {
    const [line, second, third] = this.#held
    this.#held.shift()
    if (line === undefined) throw new RangeError('no line is held')
    const blankBefore = this.#blankBefore
    this.#blankBefore = isBlank(line.text) ? blankBefore + 1 : 0
    const head = blankBefore > 0 ? headAt(line.text, second?.text ?? '', third?.text ?? '') : null
    const isFooter = RULE.test(line.text) && second?.text.trim() === '导出完成'
    return { line, blankBefore, head, isFooter }
  }
}
