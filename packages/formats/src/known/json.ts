import { asArray, asId, asInteger, asObject, asText } from '../json/fields.ts'
import { type JsonOutline, sampleObjects } from '../json/outline.ts'
import type { JsonObject } from '../json/parse.ts'
import type { Detection, Probe } from '../parser.ts'

/**
 * Chat formats in JSON that are recognised and not read yet, by the keys that only they have. Each test sees a
 * whole: of a single document its top level, of a list its first records.
 */
export function detectKnownJson(probe: Probe): Detection | null {
  const outline = probe.json
  if (outline === null) return null
  const format = outline.root === 'object' ? ofDocument(outline) : ofRecords(sampleObjects(outline, null))
  return format
}

function ofDocument(outline: JsonOutline): Detection | null {
  const document = outline.keys as JsonObject
  const messages = sampleObjects(outline, 'messages')
  const single = ofEvent(document)
  if (single !== null) return single
  if (document.get('chats') instanceof Map && asObject(document.get('chats'))?.has('list'))
    return sure('telegram')
  if (document.has('chats') && document.has('personal_information')) return sure('telegram')
  if (document.has('guild') && document.has('channel') && document.has('messages')) return sure('discord')
  if (document.has('chatInfo') && (document.has('messages') || document.has('chunked')))
    return likely('qq-chat-exporter-json')
  if (isQqManifest(document, outline)) return likely('qq-chat-exporter-chunked')
  if (sampleObjects(outline, 'conversations').some(hasAll('role', 'content')))
    return likely('wechatmsg-training-json')
  if (!document.has('messages')) return null
  if (messages.length > 0 && messages.every(isQqRecord)) return likely('qq-chat-exporter-json')
  return ofMessages(messages)
}

function ofMessages(messages: readonly JsonObject[]): Detection | null {
  const isMost = (test: (record: JsonObject) => boolean) =>
    messages.length > 0 && messages.filter(test).length * 2 > messages.length
  const isTelegram = (record: JsonObject) =>
    record.has('date_unixtime') ||
    (record.has('text_entities') && record.has('type')) ||
    hasAll('from_id', 'date')(record)
  if (isMost(isTelegram)) return sure('telegram')
  if (isMost(hasAll('sender_name', 'timestamp_ms'))) return sure('instagram')
  if (isMost(isSlackMessage)) return sure('slack')
  if (isMost(record => hasAll('role', 'content')(record) && !record.has('timestamp')))
    return likely('wechatmsg-training-json')
  return isMost(isPlainMessage) ? maybe('chat-json') : null
}

/** One event or message of a platform's own interface, as a file of its own. */
function ofEvent(record: JsonObject): Detection | null {
  if (isWecom(record)) return sure('wecom')
  const header = asObject(record.get('header'))
  const eventMessage = asObject(asObject(record.get('event'))?.get('message'))
  if (asText(header?.get('event_type'))?.startsWith('im.message.') === true) return sure('feishu')
  if (eventMessage?.has('message_id') && eventMessage.has('chat_id')) return sure('feishu')
  return isDingtalk(record) ? sure('dingtalk') : null
}

/** Records of a list or of JSON Lines. */
function ofRecords(records: readonly JsonObject[]): Detection | null {
  if (records.length === 0) return null
  const isMost = (test: (record: JsonObject) => boolean) => records.filter(test).length * 2 > records.length
  if (isMost(isWecom)) return sure('wecom')
  if (isMost(record => record.has('MsgSvrID') && record.has('type_name'))) return sure('pywxdump-json')
  if (isMost(hasAll('talker', 'isSelf', 'time')) || isMost(hasAll('seq', 'talkerName', 'senderName')))
    return sure('chatlog-json')
  if (isMost(isSlackMessage)) return sure('slack')
  if (isMost(isSlackPerson) || isMost(isSlackChannel)) return likely('slack')
  if (isMost(record => ofEvent(record)?.format === 'feishu')) return sure('feishu')
  if (isMost(isDingtalk)) return likely('dingtalk')
  if (isMost(isQqRecord)) return likely('qq-chat-exporter-json')
  if (isMost(record => record.has('conversations'))) return likely('wechatmsg-training-json')
  return ofMessages(records)
}

/** Decrypted records of the conversation archive: developer.work.weixin.qq.com/document/path/91774. */
function isWecom(record: JsonObject): boolean {
  const action = record.get('action')
  if (!record.has('msgid')) return false
  if (action === 'switch') return record.has('user')
  return (action === 'send' || action === 'recall') && record.has('msgtype')
}

const DINGTALK_TYPES = ['text', 'picture', 'audio', 'video', 'file', 'richText', 'markdown', 'unknownMsgType']

function isDingtalk(record: JsonObject): boolean {
  const type = asText(record.get('msgtype'))
  if (type === null || !DINGTALK_TYPES.includes(type) || record.has('action')) return false
  const content = asObject(record.get('content'))
  const hasCode = content?.has('downloadCode') === true || asArray(content?.get('richText')) !== null
  const isRobot = [
    'robotCode',
    'conversationId',
    'senderStaffId',
    'chatbotUserId',
    'sessionWebhook',
    'conversationType',
  ]
  return hasCode || isRobot.some(key => record.has(key))
}

function isSlackMessage(record: JsonObject): boolean {
  return record.has('ts') && /^\d{9,11}\.\d{4,6}$/.test(asId(record.get('ts')) ?? '') && record.has('type')
}

function isSlackPerson(record: JsonObject): boolean {
  return /^[UW][A-Z0-9]{6,}$/.test(asText(record.get('id')) ?? '') && record.has('profile')
}

function isSlackChannel(record: JsonObject): boolean {
  return /^[CDG][A-Z0-9]{6,}$/.test(asText(record.get('id')) ?? '') && record.has('members')
}

function isQqManifest(document: JsonObject, outline: JsonOutline): boolean {
  const chunked = asObject(document.get('chunked'))
  const chunks = asArray(chunked?.get('chunks')) ?? outline.samples.get('chunks') ?? []
  return chunks.some(chunk => {
    const object = asObject(chunk)
    return object !== null && (object.has('relativePath') || object.has('fileName') || object.has('file'))
  })
}

/** A record of qq-chat-exporter: the sender by QQ number, the content as an object. */
function isQqRecord(record: JsonObject): boolean {
  const sender = asObject(record.get('sender'))
  return sender !== null && (sender.has('uin') || sender.has('uid')) && record.get('content') instanceof Map
}

/** What any chat record has, whoever wrote it: somebody, a time, and a text. */
function isPlainMessage(record: JsonObject): boolean {
  const has = (...keys: string[]) => keys.some(key => record.has(key))
  const time = record.get('timestamp') ?? record.get('time') ?? record.get('date') ?? record.get('datetime')
  const isTime = asInteger(time) !== null || /^\d{4}[-/]\d{1,2}[-/]\d{1,2}[T ]/.test(asText(time) ?? '')
  return isTime && has('author', 'sender', 'from') && has('message', 'text', 'content', 'body')
}

function hasAll(...keys: string[]): (record: JsonObject) => boolean {
  return record => keys.every(key => record.has(key))
}

function sure(format: string): Detection {
  return { format, confidence: 0.9 }
}

function likely(format: string): Detection {
  return { format, confidence: 0.75 }
}

function maybe(format: string): Detection {
  return { format, confidence: 0.55 }
}
