import { hourOfDay, isRealClock, isRealDate, type WallClock, type WallDate } from '../text-chat/wall-clock.ts'
import { type Identity, readIdentity } from './identity.ts'

/** A line of the message manager's export that has the form of a head. */
export interface ExportHead {
  readonly date: WallDate
  readonly clock: WallClock
  readonly identity: Identity
  /** Whether the hour was written without a leading zero, or with AM and PM: what no other program writes. */
  readonly hasOwnHour: boolean
}

const HEAD =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})\s{1,4}(?:(上午|下午)\s?)?(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\s{0,2}(AM|PM))?\s{1,4}(\S.*)$/i

/** Reads `YYYY-MM-DD H:MM:SS[ AM|PM] 昵称(QQ号)`; null where the line is none or the time does not exist. */
export function readExportHead(line: string): ExportHead | null {
  const first = line.charCodeAt(0)
  if (first < 0x30 || first > 0x39 || line.length > 400) return null
  const match = HEAD.exec(line)
  if (match === null) return null
  const identity = readIdentity(match[9] ?? '')
  const marker = match[4] ?? match[8]
  const written = Number(match[5])
  const isAfternoon = marker === '下午' || marker?.toUpperCase() === 'PM'
  const hour = marker === undefined ? written : hourOfDay(written, isAfternoon ? 'pm' : 'am')
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }
  const clock = { hour, minute: Number(match[6]), second: Number(match[7]) }
  if (identity === null || !isRealDate(date) || !isRealClock(clock)) return null
  return { date, clock, identity, hasOwnHour: marker !== undefined || match[5]?.length === 1 }
}

/** What introduces a conversation in an export: one file may hold several. */
export interface Banner {
  readonly lines: readonly string[]
  readonly firstLine: number
  /** 消息对象 as the file names it; null in the title of the file. */
  readonly counterpart: string | null
  /** Whether rules of `=` frame it, as the message manager always draws them. */
  readonly hasRules: boolean
}

const TITLE = /^\ufeff?消息记录（此消息记录为文本格式/
const RULE = /^={8,}\s*$/
const GROUP = /^消息分组[:：]/
const COUNTERPART = /^消息对象[:：]\s*(.*)$/

export function isExportTitle(line: string): boolean {
  return TITLE.test(line)
}

export function isBannerLine(line: string): boolean {
  return TITLE.test(line) || RULE.test(line) || GROUP.test(line) || COUNTERPART.test(line)
}

/** Whether a banner may begin here: between messages only a title or a rule can. */
export function opensBanner(line: string, isBeforeFirstMessage: boolean): boolean {
  return TITLE.test(line) || RULE.test(line) || (isBeforeFirstMessage && isBannerLine(line))
}

export function toBanner(lines: readonly string[], firstLine: number): Banner {
  const counterparts = lines.flatMap(line => COUNTERPART.exec(line)?.[1]?.trim() ?? [])
  return {
    lines,
    firstLine,
    counterpart: counterparts.at(-1) ?? null,
    hasRules: lines.some(line => RULE.test(line)),
  }
}
