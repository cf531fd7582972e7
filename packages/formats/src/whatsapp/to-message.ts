import { isAmbiguous, resolveDate } from '../text-chat/date-order.ts'
import { formatClock, formatLocal, hourOfDay, type WallClock } from '../text-chat/wall-clock.ts'
import type { Assumption, Message, MessageTime, Sender } from '../types.ts'
import { type BodyKind, beginsWithMark, bodyKind } from './body-kind.ts'
import type { Layout, RecordStart } from './layout-survey.ts'
import { holdsNoticeVerb, isEncryptionNotice } from './notices.ts'
import { type SplitLine, splitSender } from './split-sender.ts'

/** The first line of a record, taken apart. */
export interface RecordHead {
  readonly start: RecordStart
  /** null for a notice without a name. */
  readonly split: SplitLine | null
  /** What stands behind the time stamp. */
  readonly rest: string
}

export function readRecordHead(line: string, start: RecordStart, layout: Layout): RecordHead {
  const rest = line.slice(start.header.restAt)
  return { start, rest, split: splitSender(rest, start.header.container, layout.names) }
}

export interface ReadMessage {
  readonly message: Message
  /** The chat's name where this message tells it. */
  readonly chatName: string | null
}

/**
 * A record as a message. `lines` are its text, the first one being that of the head line; `chatName` is the chat's
 * name as far as an earlier notice told it.
 */
export function toMessage(
  head: RecordHead,
  lines: readonly string[],
  index: number,
  lineNo: number,
  layout: Layout,
  always: readonly Assumption[],
  chatName: string | null,
): ReadMessage {
  const { time, assumed } = timeOf(head.start, layout)
  const text = lines.join('\n')
  const isChat = chatName !== null && head.split?.name === chatName && !layout.names.spoken.has(chatName)
  const told = classify(head, lines, text, isChat)
  const isDoubtful = told.isDoubtful || (told.sender !== null && head.split?.isDoubtful === true)
  return {
    chatName: told.chatName,
    message: {
      index,
      time,
      assumed: [...always, ...assumed, ...(isDoubtful ? (['sender_from_text'] as const) : [])],
      sender: told.sender,
      kind: told.body.kind,
      text,
      rawKind: told.body.rawKind,
      reply: null,
      media: told.body.fileName === null ? null : { name: told.body.fileName, path: told.body.fileName },
      platformId: null,
      place: { line: lineNo },
      grade: 'editable_export',
    },
  }
}

interface Told {
  readonly sender: Sender | null
  readonly body: BodyKind
  readonly chatName: string | null
  readonly isDoubtful: boolean
}

const NOTICE: BodyKind = { kind: 'system', rawKind: null, fileName: null }

/**
 * A record without a name is a notice. One with a name is a notice too where its text is the one about encryption
 * (the name is then the chat's), or where it begins with WhatsApp's own mark and holds the verb of a notice (iOS
 * writes the name of the one it is about), or the name is the chat's, which says nothing of its own.
 */
function classify(head: RecordHead, lines: readonly string[], text: string, isChat: boolean): Told {
  if (head.split === null) return { sender: null, body: NOTICE, chatName: null, isDoubtful: false }
  const sender: Sender = { id: null, name: head.split.name, self: null }
  const first = lines[0] ?? ''
  if (isEncryptionNotice(first)) {
    return { sender: null, body: NOTICE, chatName: head.split.name, isDoubtful: false }
  }
  const body = bodyKind(lines)
  if (body.kind !== 'text' || !beginsWithMark(text))
    return { sender, body, chatName: null, isDoubtful: false }
  if (isChat || holdsNoticeVerb(first))
    return { sender: null, body: NOTICE, chatName: null, isDoubtful: true }
  // WhatsApp's own words in a language or wording that is not known here.
  return { sender, body: { ...body, kind: 'other' }, chatName: null, isDoubtful: true }
}

function timeOf(
  { header, order }: RecordStart,
  layout: Layout,
): { time: MessageTime; assumed: Assumption[] } {
  const assumed: Assumption[] = []
  const resolved = resolveDate(header, order.order)
  const hour = header.period === null ? header.hour : hourOfDay(header.hour, header.period)
  const clock: WallClock = { hour: hour % 24, minute: header.minute, second: header.second }
  if (!order.isProven && isAmbiguous(header, order.order)) assumed.push('day_month_order')
  if (header.second === null) assumed.push('seconds_missing')
  if (resolved?.isCenturyAssumed === true) assumed.push('century')
  const mayBeAfternoon = header.period === null && header.hour <= 12 && layout.highestHour <= 12
  if (mayBeAfternoon && (layout.hasTwelveHourClock || header.hasUnknownWord))
    assumed.push('twelve_hour_unmarked')
  if (resolved === null || resolved.calendar !== 'gregorian') {
    return { time: { kind: 'time_of_day', timeOfDay: formatClock(clock) }, assumed }
  }
  return { time: { kind: 'local', local: formatLocal(resolved.date, clock) }, assumed }
}
