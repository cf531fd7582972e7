import { asObject, asText } from '../json/fields.ts'
import { type JsonOutline, sampleObjects } from '../json/outline.ts'
import type { Detection, Probe } from '../parser.ts'
import { isWeflowMessage } from './to-message.ts'

/** Tells WeFlow, its arkme-json layout, EchoTrace and CipherTalk by their keys, in whatever order these stand. */
export function detectWeflow(probe: Probe): Detection | null {
  const outline = probe.json
  if (outline?.root !== 'object') return null
  const weflow = outline.keys.get('weflow')
  if (outline.keys.has('weflow')) {
    const isArkme = asObject(weflow)?.get('format') === 'arkme-json' || outline.samples.has('senders')
    const confidence =
      outline.keys.has('messages') || outline.keys.has('session') || weflow instanceof Map ? 0.98 : 0.3
    return { format: isArkme ? 'weflow-arkme-json' : 'weflow-json', confidence }
  }
  const generator = asText(asObject(outline.keys.get('exportInfo'))?.get('generator'))
  if (generator !== null && /^ciphertalk$/i.test(generator))
    return { format: 'ciphertalk-json', confidence: 0.98 }
  return detectUnnamed(outline)
}

/** EchoTrace writes no name of its own: a session, messages of that shape, and a few keys that only it has. */
function detectUnnamed(outline: JsonOutline): Detection | null {
  const session = asObject(outline.keys.get('session'))
  const samples = sampleObjects(outline, 'messages')
  const isOurs = samples.filter(record => isWeflowMessage(record) && hasWechatField(record))
  const hasMessages = outline.keys.has('messages') && (samples.length === 0 || isOurs.length > 0)
  const isWechatSession =
    session !== null && (session.has('wxid') || /^(?:私聊|群聊)$/.test(asText(session.get('type')) ?? ''))
  if (!hasMessages || !isWechatSession) return null
  if (outline.samples.has('senders')) return { format: 'weflow-arkme-json', confidence: 0.8 }
  const isEchoTrace = ['exportTime', 'groupMembers', 'mediaBase'].some(key => outline.keys.has(key))
  return isEchoTrace
    ? { format: 'echotrace-json', confidence: 0.95 }
    : { format: 'weflow-json', confidence: 0.7 }
}

/** Whether messages name their senders by the number of an entry in `senders`. */
export function refersToSenders(outline: JsonOutline): boolean {
  return outline.samples.has('senders') || sampleObjects(outline, 'messages').some(one => one.has('senderID'))
}

function hasWechatField(record: ReadonlyMap<string, unknown>): boolean {
  return ['createTime', 'localType', 'isSend', 'senderUsername', 'localId'].some(key => record.has(key))
}
