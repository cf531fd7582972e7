import { asId, asObject, firstText } from '../json/fields.ts'
import { type JsonOutline, sampleObjects } from '../json/outline.ts'
import type { JsonObject, JsonValue } from '../json/parse.ts'
import { itemOfPart, readJsonArray, readJsonParts } from '../json/read-parts.ts'
import type { Detection, Parser, Probe, Report } from '../parser.ts'
import type { Assumption, ByteSource, Item } from '../types.ts'
import { Members } from './members.ts'
import { readMemberLines, readRecordLines } from './read-lines.ts'
import { isChatlabMessage, toMessage } from './to-message.ts'

/** The ChatLab exchange format 0.0.2 (also named 1.0.0 in files) as JSON and as JSON Lines. */
export const chatlabParser: Parser = { formats: ['chatlab-json', 'chatlab-jsonl'], detect, read }

function detect(probe: Probe): Detection | null {
  const outline = probe.json
  if (outline === null) return null
  if (outline.root === 'lines') return detectLines(outline)
  if (outline.root !== 'object') return null
  // A single line of JSON Lines is a JSON object too.
  if (isRecordType(outline.keys.get('_type'))) return { format: 'chatlab-jsonl', confidence: 0.9 }
  const hasMarker = outline.keys.get('chatlab') instanceof Map
  const records = sampleObjects(outline, 'messages')
  if (hasMarker) return { format: 'chatlab-json', confidence: outline.keys.has('messages') ? 0.98 : 0.9 }
  const isTyped = records.some(
    record =>
      record.has('sender') && record.has('timestamp') && record.has('accountName') && record.has('type'),
  )
  return isTyped ? { format: 'chatlab-json', confidence: 0.7 } : null
}

function detectLines(outline: JsonOutline): Detection | null {
  const records = sampleObjects(outline, null)
  const typed = records.filter(record => isRecordType(record.get('_type')))
  // A header in the first place says it all; without one most records must be typed.
  const isHeaded = records[0]?.get('_type') === 'header'
  if (!isHeaded && (typed.length === 0 || typed.length * 2 < records.length)) return null
  return { format: 'chatlab-jsonl', confidence: 0.97 }
}

function isRecordType(value: JsonValue | undefined): boolean {
  return value === 'header' || value === 'member' || value === 'message'
}

async function* read(
  source: ByteSource,
  probe: Probe,
  detection: Detection,
  report: Report,
): AsyncGenerator<Item> {
  const members = new Members()
  const items =
    detection.format === 'chatlab-jsonl'
      ? readLinesFile(source, probe, members, report)
      : readDocument(source, probe, members, report)
  const always: Assumption[] = probe.encodingGuessed ? ['encoding'] : []
  for await (const item of items) {
    yield item.type === 'message' && always.length > 0
      ? { type: 'message', message: { ...item.message, assumed: [...always, ...item.message.assumed] } }
      : item
  }
}

async function* readDocument(
  source: ByteSource,
  probe: Probe,
  members: Members,
  report: Report,
): AsyncGenerator<Item> {
  // Names may stand behind the messages that need them.
  for await (const member of readJsonArray(source, probe.encoding, 'members')) members.add(member)
  takeMeta(probe.json?.keys.get('meta'), members, report)
  let index = 0
  for await (const part of readJsonParts(source, probe.encoding, 'messages', report)) {
    if (part.kind === 'record' && isChatlabMessage(part.record)) {
      const place = { pointer: part.pointer }
      yield { type: 'message', message: toMessage(part.record, index, place, members, report) }
      index += 1
    } else if (part.kind === 'record') {
      yield { type: 'unread', unread: { place: { pointer: part.pointer }, reason: 'not_a_message' } }
    } else {
      if (part.kind === 'head' && part.key === 'meta') takeMeta(part.value, members, report)
      yield itemOfPart(part)
    }
  }
}

async function* readLinesFile(
  source: ByteSource,
  probe: Probe,
  members: Members,
  report: Report,
): AsyncGenerator<Item> {
  await readMemberLines(source, probe.encoding, members)
  let index = 0
  for await (const line of readRecordLines(source, probe.encoding, report)) {
    const place = { line: line.no }
    if (line.kind === 'unread') {
      yield { type: 'unread', unread: { place, reason: line.reason } }
    } else if (line.kind === 'comment') {
      yield { type: 'preamble', place, text: line.text }
    } else if (isMessageLine(line.type, line.record)) {
      yield { type: 'message', message: toMessage(line.record, index, place, members, report) }
      index += 1
    } else if (line.type === 'header' || line.type === 'member') {
      if (line.type === 'header') takeMeta(line.record.get('meta'), members, report)
      yield { type: 'preamble', place, text: line.text.slice(0, 4096) }
    } else {
      const reason = line.type === 'message' ? 'not_a_message' : 'unknown_record'
      yield { type: 'unread', unread: { place, reason } }
    }
  }
}

/** Some writers leave `_type` out of messages. */
function isMessageLine(type: string | null, record: JsonObject): boolean {
  if (type === null) return record.has('sender') && record.has('timestamp')
  return type === 'message' && isChatlabMessage(record)
}

function takeMeta(value: JsonValue | undefined, members: Members, report: Report): void {
  const meta = asObject(value)
  if (meta === null) return
  report.title = firstText(meta, 'name', 'groupName') ?? asId(meta.get('groupId'))
  members.ownerId = asId(meta.get('ownerId')) ?? members.ownerId
  members.groupId = asId(meta.get('groupId')) ?? members.groupId
}
