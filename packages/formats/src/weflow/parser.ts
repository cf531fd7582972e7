import { asNumber, asObject, firstText } from '../json/fields.ts'
import type { JsonValue } from '../json/parse.ts'
import { itemOfPart, readJsonArray, readJsonParts } from '../json/read-parts.ts'
import type { Detection, Parser, Probe, Report } from '../parser.ts'
import type { Assumption, ByteSource, Item, Message } from '../types.ts'
import { detectWeflow, refersToSenders } from './detect.ts'
import { SenderTable } from './sender-table.ts'
import { isWeflowMessage, toMessage, type WeflowContext } from './to-message.ts'

/** WeFlow's JSON in all its layouts, and those of the programs that took it over: one record a message. */
export const weflowParser: Parser = {
  formats: ['weflow-json', 'weflow-arkme-json', 'echotrace-json', 'ciphertalk-json'],
  detect: detectWeflow,
  read: readWeflow,
}

async function* readWeflow(
  source: ByteSource,
  probe: Probe,
  _detection: Detection,
  report: Report,
): AsyncGenerator<Item> {
  const context: WeflowContext = { senders: new SenderTable(), sessionId: null, ownerId: null, report }
  // Known from the probe already where the session stands behind the messages.
  takeSession(probe.json?.keys.get('session'), context)
  // The table of senders may stand behind the messages that need it.
  if (probe.json !== null && refersToSenders(probe.json)) await readSenders(source, probe, context.senders)
  const always: Assumption[] = probe.encodingGuessed ? ['encoding'] : []
  let index = 0
  let announced: number | null = null
  for await (const part of readJsonParts(source, probe.encoding, 'messages', report)) {
    if (part.kind === 'record') {
      if (!isWeflowMessage(part.record)) {
        yield { type: 'unread', unread: { place: { pointer: part.pointer }, reason: 'not_a_message' } }
        continue
      }
      const message: Message = toMessage(part.record, index, part.pointer, context)
      index += 1
      yield { type: 'message', message: { ...message, assumed: [...always, ...message.assumed] } }
      continue
    }
    if (part.kind === 'head' && part.key === 'session') announced = takeSession(part.value, context)
    yield itemOfPart(part)
  }
  if (announced !== null && announced !== index) report.warn('count_mismatch')
}

/** Notes whose chat it is; gives the number of messages that the session announces. */
function takeSession(value: JsonValue | undefined, context: WeflowContext): number | null {
  const session = asObject(value)
  context.report.title = firstText(session, 'displayName', 'remark', 'nickname', 'wxid')
  context.sessionId = firstText(session, 'wxid')
  context.ownerId = firstText(session, 'ownerId')
  return asNumber(session?.get('messageCount'))
}

async function readSenders(source: ByteSource, probe: Probe, senders: SenderTable): Promise<void> {
  for await (const entry of readJsonArray(source, probe.encoding, 'senders')) senders.add(entry)
}
