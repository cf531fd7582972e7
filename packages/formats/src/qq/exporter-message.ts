import { asArray, asFlag, asId, asNumber, asObject, contentText, firstText } from '../json/fields.ts'
import type { JsonObject, JsonValue } from '../json/parse.ts'
import { normalLineEnds } from '../line-ends.ts'
import type { Report } from '../parser.ts'
import { epochTime, NO_TIME, type ReadTime, writtenTime } from '../time.ts'
import type { Assumption, Message, MessageKind, Place, Sender } from '../types.ts'
import { noticeKind } from './content.ts'
import { kindOfContent, kindOfWord, mediaOf } from './exporter-kinds.ts'

/** What a message needs to know of its file. */
export interface ExporterContext {
  /** The exporter's own accounts: internal id and QQ number. */
  readonly selfIds: ReadonlySet<string>
  readonly report: Report
  readonly always: readonly Assumption[]
}

/** The accounts of the one who exported, as `chatInfo` names them. */
export function selfIdsOf(chatInfo: JsonValue | undefined): ReadonlySet<string> {
  const info = asObject(chatInfo)
  return new Set([asId(info?.get('selfUid')), asId(info?.get('selfUin'))].filter(isAccount))
}

const MESSAGE_KEYS = ['sender', 'content', 'timestamp']

/** Whether an object has anything that makes it a message. */
export function isExporterMessage(record: JsonObject): boolean {
  return MESSAGE_KEYS.some(key => record.has(key))
}

/** A record of QQ Chat Exporter (V4 to V6, whole or in chunks) as a message. */
export function toMessage(
  record: JsonObject,
  index: number,
  place: Place,
  context: ExporterContext,
): Message {
  const content = asObject(record.get('content'))
  const text = normalLineEnds(
    contentText(content?.get('text') ?? (content === null ? record.get('content') : null)),
  )
  const { time, assumed } = timeOf(record, context.report)
  const kind = kindOf(record, content, text)
  const isNotice = kind === 'system' || (kind === 'recall' && isSystemRecord(record))
  return {
    index,
    time,
    assumed: [...context.always, ...assumed],
    sender: isNotice ? null : senderOf(record.get('sender'), context),
    kind,
    text,
    rawKind: firstText(record, 'type') ?? asId(record.get('messageType')),
    reply: replyOf(content),
    media: mediaOf(content),
    platformId: asId(record.get('messageId')) ?? asId(record.get('id')) ?? asId(record.get('msgId')),
    place,
    grade: 'editable_export',
  }
}

function isSystemRecord(record: JsonObject): boolean {
  const isMarked = asFlag(record.get('system')) ?? asFlag(record.get('isSystemMessage'))
  return isMarked === true || kindOfWord(firstText(record, 'type')) === 'system'
}

function kindOf(record: JsonObject, content: JsonObject | null, text: string): MessageKind {
  const isRecalled = asFlag(record.get('recalled')) ?? asFlag(record.get('isRecalled'))
  if (isRecalled === true) return 'recall'
  if (isSystemRecord(record)) return noticeKind(text)
  const named = kindOfWord(firstText(record, 'type'))
  return named === null || named === 'text' ? kindOfContent(content, text) : named
}

/** Milliseconds in the current version, seconds or ISO 8601 in others. */
function timeOf(record: JsonObject, report: Report): ReadTime {
  const number = asNumber(record.get('timestamp'))
  const read =
    (number === null ? writtenTime(firstText(record, 'timestamp') ?? '') : epochTime(number, 'ms')) ??
    writtenTime(firstText(record, 'time') ?? '')
  if (read === null) {
    report.warn('date_missing')
    return { time: NO_TIME, assumed: [] }
  }
  if (read.assumed.includes('timestamp_unit')) report.warn('time_unit_assumed')
  if (read.time.kind === 'local') report.warn('time_zone_unknown')
  return read
}

/** The exporter writes 0 and 未知 where it knows no account. */
function isAccount(id: string | null): id is string {
  return id !== null && id !== '0' && id !== '未知'
}

function senderOf(value: JsonValue | undefined, context: ExporterContext): Sender | null {
  const sender = asObject(value)
  const uin = asId(sender?.get('uin'))
  const uid = asId(sender?.get('uid'))
  const id = [uin, uid].find(isAccount) ?? null
  const shown = firstText(sender, 'name', 'groupCard', 'nickname', 'remark')
  const name = shown === '0' || shown === '未知' ? null : shown
  if (id === null && name === null) return null
  const isSelf = [uin, uid].some(one => one !== null && context.selfIds.has(one))
  return { id, name, self: context.selfIds.size === 0 ? null : isSelf }
}

/** What is answered stands in an element of its own, in older versions beside the elements. */
function replyOf(content: JsonObject | null): Message['reply'] {
  const elements = (asArray(content?.get('elements')) ?? []).map(asObject)
  const element = elements.find(one => one?.get('type') === 'reply')
  const reply = asObject(element?.get('data')) ?? asObject(content?.get('reply'))
  if (reply === null) return null
  const platformId = asId(reply.get('referencedMessageId')) ?? asId(reply.get('messageId'))
  const text = firstText(reply, 'content', 'text')
  return platformId === null && text === null
    ? null
    : { platformId, text: text === null ? null : normalLineEnds(text) }
}
