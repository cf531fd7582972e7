import { asFlag, asId, asNumber, contentText, firstText } from '../json/fields.ts'
import type { JsonObject } from '../json/parse.ts'
import type { Report } from '../parser.ts'
import { epochTime, NO_TIME, type ReadTime, writtenTime } from '../time.ts'
import type { Message, MessageKind, Sender } from '../types.ts'
import { normalLineEnds, wellFormed } from '../well-formed.ts'
import { wechatKind } from './kinds.ts'
import type { SenderTable } from './sender-table.ts'

/** What messages need to know of their file. */
export interface WeflowContext {
  readonly senders: SenderTable
  /** `session.wxid` where it is known already: the room or the counterpart. */
  sessionId: string | null
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
  const { report } = context
  const kind =
    record.get('isSend') === null ? 'system' : wechatKind(record.get('type'), record.get('localType'))
  const { time, assumed } = timeOf(record, report)
  const replyTo = asId(record.get('replyToMessageId'))
  return {
    index,
    time,
    assumed,
    sender: senderOf(record, kind, context),
    kind,
    text: normalLineEnds(wellFormed(contentText(record.get('content')), report)),
    rawKind: asId(record.get('type')) ?? asId(record.get('localType')),
    reply: replyTo === null ? null : { platformId: replyTo, text: null },
    media: mediaOf(record),
    platformId: asId(record.get('platformMessageId')),
    place: { pointer },
    grade: 'editable_export',
  }
}

function timeOf(record: JsonObject, report: Report): ReadTime {
  const epoch = asNumber(record.get('createTime'))
  const formatted = firstText(record, 'formattedTime', 'createTime')
  const read =
    (epoch === null ? null : epochTime(epoch, 's')) ?? (formatted === null ? null : writtenTime(formatted))
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
  const id = asId(record.get('senderUsername')) ?? entry?.id ?? null
  if (kind === 'system' && (isSend === null || isNobody(id, context))) return null
  const name = firstText(record, 'senderDisplayName', 'senderNickname') ?? entry?.name ?? null
  if (senderId !== null && entry === null && id === null) context.report.warn('sender_unknown')
  const shownId = id ?? (entry === null ? senderId : null)
  if (shownId === null && name === null)
    return asFlag(isSend) === null ? null : { id: null, name: null, self: asFlag(isSend) }
  return {
    id: shownId,
    name: name === null ? null : wellFormed(name, context.report),
    self: asFlag(isSend),
  }
}

/** System messages carry the room, or nobody, as their sender. */
function isNobody(id: string | null, context: WeflowContext): boolean {
  return (
    id === null ||
    id === context.sessionId ||
    id.endsWith('@chatroom') ||
    /^(?:system|系统(?:消息)?)$/.test(id)
  )
}

function mediaOf(record: JsonObject): Message['media'] {
  const path = firstText(record, 'mediaPath', 'mediaLocalPath')
  if (path !== null) return { name: path.split(/[/\\]/).at(-1) ?? path, path }
  const emoji = firstText(record, 'emojiMd5')
  return emoji === null ? null : { name: emoji, path: null }
}
