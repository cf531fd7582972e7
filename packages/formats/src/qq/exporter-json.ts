import { asNumber, asObject, firstText } from '../json/fields.ts'
import { type JsonOutline, sampleObjects } from '../json/outline.ts'
import type { JsonObject, JsonValue } from '../json/parse.ts'
import { itemOfPart, readJsonParts } from '../json/read-parts.ts'
import type { Detection, Parser, Probe, Report } from '../parser.ts'
import type { ByteSource, Item } from '../types.ts'
import { type ExporterContext, isExporterMessage, selfIdsOf, toMessage } from './exporter-message.ts'

/** QQ Chat Exporter's JSON in one file: `{metadata, chatInfo, statistics, messages, …}`. */
export const qqExporterJsonParser: Parser = { formats: ['qq-chat-exporter-json'], detect, read }

function detect(probe: Probe): Detection | null {
  const outline = probe.json
  if (outline?.root !== 'object' || !outline.keys.has('messages')) return null
  const isSigned = namesExporter(outline.keys.get('metadata'))
  if (isSigned) return { format: 'qq-chat-exporter-json', confidence: 0.97 }
  const records = sampleObjects(outline, 'messages')
  const isLike = outline.keys.has('chatInfo') && (records.length === 0 || records.some(isRecord))
  if (isLike) return { format: 'qq-chat-exporter-json', confidence: 0.9 }
  return records.length > 0 && records.every(isRecord)
    ? { format: 'qq-chat-exporter-json', confidence: 0.8 }
    : null
}

/** Whether a file's metadata name the program, in any version. */
export function namesExporter(metadata: JsonValue | undefined): boolean {
  return /QQ ?Chat ?Exporter/i.test(firstText(asObject(metadata), 'name', 'exporter', 'generator') ?? '')
}

/** Whether an object has the form of its records: a sender with QQ's accounts and a content of parts. */
export function isRecord(record: JsonObject): boolean {
  const sender = asObject(record.get('sender'))
  return sender !== null && (sender.has('uin') || sender.has('uid')) && record.get('content') instanceof Map
}

async function* read(source: ByteSource, probe: Probe, _: Detection, report: Report): AsyncGenerator<Item> {
  const context = contextOf(probe.json, probe, report)
  let announced: number | null = null
  let index = 0
  for await (const part of readJsonParts(source, probe.encoding, 'messages', report)) {
    if (part.kind !== 'record') {
      if (part.kind === 'head') announced = takeHead(part.key, part.value, report) ?? announced
      yield itemOfPart(part)
    } else if (isExporterMessage(part.record)) {
      yield { type: 'message', message: toMessage(part.record, index, { pointer: part.pointer }, context) }
      index += 1
    } else {
      yield { type: 'unread', unread: { place: { pointer: part.pointer }, reason: 'not_a_message' } }
    }
  }
  if (announced !== null && announced !== index) report.warn('count_mismatch')
}

/** What the messages of a file need to know before the first of them. */
export function contextOf(outline: JsonOutline | null, probe: Probe, report: Report): ExporterContext {
  return {
    selfIds: selfIdsOf(outline?.keys.get('chatInfo')),
    report,
    always: probe.encodingGuessed ? ['encoding'] : [],
  }
}

/** Takes the chat's name; gives the number of messages that the statistics announce. */
export function takeHead(key: string, value: JsonValue | undefined, report: Report): number | null {
  if (key === 'chatInfo') report.title ??= firstText(asObject(value), 'name')
  return key === 'statistics' ? asNumber(asObject(value)?.get('totalMessages')) : null
}
