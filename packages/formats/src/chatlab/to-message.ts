import { asId, asNumber, asObject, contentText } from '../json/fields.ts'
import type { JsonObject } from '../json/parse.ts'
import { normalLineEnds } from '../line-ends.ts'
import type { Report } from '../parser.ts'
import { epochTime, NO_TIME, type ReadTime, writtenTime } from '../time.ts'
import type { Message, MessageKind, Place, Sender } from '../types.ts'
import { chatlabKind } from './kinds.ts'
import { type Members, memberName } from './members.ts'

const MESSAGE_KEYS = ['sender', 'timestamp', 'content', 'type']

/** Whether an object has anything that makes it a message. */
export function isChatlabMessage(record: JsonObject): boolean {
  return MESSAGE_KEYS.some(key => record.has(key))
}

/** A message record of the ChatLab exchange format (JSON or JSON Lines). */
export function toMessage(
  record: JsonObject,
  index: number,
  place: Place,
  members: Members,
  report: Report,
): Message {
  const kind = chatlabKind(record.get('type'))
  const { time, assumed } = timeOf(record, report)
  const replyTo = asId(record.get('replyToMessageId'))
  return {
    index,
    time,
    assumed,
    sender: senderOf(record, kind, members),
    kind,
    text: normalLineEnds(contentText(record.get('content'))),
    rawKind: asId(record.get('type')),
    reply: replyTo === null ? null : { platformId: replyTo, text: null },
    media: null,
    platformId: asId(record.get('platformMessageId')),
    place,
    grade: 'editable_export',
  }
}

/** Seconds by the format; some exporters write them as text, some write milliseconds, some RFC 3339. */
function timeOf(record: JsonObject, report: Report): ReadTime {
  const value = record.get('timestamp')
  const number = asNumber(value)
  const read =
    number !== null ? epochTime(number, 's') : typeof value === 'string' ? writtenTime(value) : null
  if (read === null) {
    report.warn('date_missing')
    return { time: NO_TIME, assumed: [] }
  }
  if (read.assumed.includes('timestamp_unit')) report.warn('time_unit_assumed')
  if (read.time.kind === 'local') report.warn('time_zone_unknown')
  return read
}

function senderOf(record: JsonObject, kind: MessageKind, members: Members): Sender | null {
  const nested = asObject(record.get('sender'))
  const id = asId(record.get('sender')) ?? asId(nested?.get('platformId')) ?? asId(nested?.get('id'))
  const name = memberName(record) ?? (nested === null ? null : memberName(nested))
  // What writers put where nobody speaks, also with recalls and other kinds: a word of theirs, or the group.
  if (id !== null && (/^(?:system|系统(?:消息)?)$/i.test(id) || id === members.groupId)) return null
  if (id === null && (kind === 'system' || name === null)) return null
  const known = name ?? (id === null ? null : members.nameOf(id))
  return {
    id,
    name: known,
    self: members.ownerId === null || id === null ? null : id === members.ownerId,
  }
}
