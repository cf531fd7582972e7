import { chatlabKind } from '../chatlab/kinds.ts'
import { asFlag, asId, asNumber, asObject, contentText, firstText } from '../json/fields.ts'
import type { JsonObject } from '../json/parse.ts'
import { normalLineEnds } from '../line-ends.ts'
import type { Report } from '../parser.ts'
import { epochTime, NO_TIME, type ReadTime, writtenTime } from '../time.ts'
import type { Message, MessageKind, Sender } from '../types.ts'
import { wechatKind } from './kinds.ts'
import { mediaOf } from './media.ts'
import type { SenderTable } from './sender-table.ts'

/** What messages need to know of their file. */
export interface WeflowContext {
  readonly senders: SenderTable
  /** `session.wxid` where it is known already: the room or the counterpart. */
  sessionId: string | null
  /** `session.ownerId`: the account of the exporter, where the file names it. */
  ownerId: string | null
  readonly report: Report
}

const MESSAGE_KEYS = ['content', 'type', 'localType', 'createTime', 'formattedTime']

/** Whether an object has anything that makes it a message. */
export function isWeflowMessage(record: JsonObject): boolean {
  return MESSAGE_KEYS.some(key => record.has(key))
}

/** A record of WeFlow (detailed and arkme-json), EchoTrace or CipherTalk as a message. */
export function toMessage(
  record: JsonObject,
  index: number,
  pointer: string,
  context: WeflowContext,
): Message {
  const kind = kindOf(record)
  const text = normalLineEnds(contentText(record.get('content')))
  const { time, assumed } = timeOf(record, context.report)
  return {
    index,
    time,
    assumed,
    sender: senderOf(record, kind, context),
    kind,
    text,
    rawKind: asId(record.get('type')) ?? asId(record.get('localType')),
    reply: replyOf(record),
    media: mediaOf(record, kind, text),
    platformId: asId(record.get('platformMessageId')),
    place: { pointer },
    grade: 'editable_export',
  }
}

function kindOf(record: JsonObject): MessageKind {
  // Nobody sent it: that is how WeFlow marks what WeChat itself wrote.
  if (record.get('isSend') === null) return 'system'
  const kind = wechatKind(record.get('type'), record.get('localType'))
  return kind === 'other' && record.has('chatLabType') ? chatlabKind(record.get('chatLabType')) : kind
}

function timeOf(record: JsonObject, report: Report): ReadTime {
  const epoch = asNumber(record.get('createTime'))
  const read =
    (epoch === null ? null : epochTime(epoch, 's')) ??
    writtenTime(firstText(record, 'createTime') ?? '') ??
    writtenTime(firstText(record, 'formattedTime') ?? '')
  if (read === null) {
    report.warn('date_missing')
    return { time: NO_TIME, assumed: [] }
  }
  if (read.assumed.includes('timestamp_unit')) report.warn('time_unit_assumed')
  if (read.time.kind === 'local') report.warn('time_zone_unknown')
  return read
}

function senderOf(record: JsonObject, kind: MessageKind, context: WeflowContext): Sender | null {
  const isSend = record.get('isSend')
  const senderId = asId(record.get('senderID')) ?? asId(record.get('senderId'))
  const entry = senderId === null ? null : context.senders.get(senderId)
  const written = asId(record.get('senderUsername')) ?? entry?.id ?? null
  // A room speaks for nobody: exporters write it where they know no sender.
  const isRoom = written?.endsWith('@chatroom') === true
  const id = isRoom ? null : written
  if (kind === 'system' && (isSend === null || isNobody(id, context))) return null
  if (isRoom && asFlag(isSend) !== true) return null
  const name = firstText(record, 'senderDisplayName', 'senderNickname') ?? entry?.name ?? null
  if (senderId !== null && entry === null && written === null) context.report.warn('sender_unknown')
  const shownId = id ?? (entry === null ? senderId : null)
  const self = asFlag(isSend) ?? (context.ownerId === null || id === null ? null : id === context.ownerId)
  return shownId === null && name === null && self === null ? null : { id: shownId, name, self }
}

/** System messages carry the counterpart, or nobody, as their sender. */
function isNobody(id: string | null, context: WeflowContext): boolean {
  return id === null || id === context.sessionId || /^(?:system|unknown|系统(?:消息)?)$/.test(id)
}

/** WeFlow names what is answered by `replyToMessageId` and `quotedContent`, CipherTalk by `quote`. */
function replyOf(record: JsonObject): Message['reply'] {
  const quote = asObject(record.get('quote'))
  const platformId = asId(record.get('replyToMessageId')) ?? asId(quote?.get('sourceMessageId'))
  const text = firstText(record, 'quotedContent') ?? firstText(quote, 'content')
  return platformId === null && text === null
    ? null
    : { platformId, text: text === null ? null : normalLineEnds(text) }
}
