import type { Detection, Probe } from '../parser.ts'

/** Archives and binary formats of chats that are recognised and not read yet. */
export function detectKnownBinary(probe: Probe): Detection | null {
  if (probe.shape === 'zip') return ofZip([...localNames(probe.bytes), ...centralNames(probe.tail)])
  if (probe.shape !== 'binary') return null
  const text = new TextDecoder('latin1').decode(probe.bytes.subarray(0, 64 * 1024))
  if (text.startsWith('\u0004\u000bstreamtyped')) {
    return text.includes('NSAttributedString') || text.includes('NSString')
      ? { format: 'imessage', confidence: 0.9 }
      : null
  }
  if (text.startsWith('bplist00'))
    return isMessagePlist(text) ? { format: 'imessage', confidence: 0.85 } : null
  return isMessagesDatabase(text) ? { format: 'imessage', confidence: 0.9 } : null
}

/** Payloads of messages: of apps, of rich links, and of edits (their parts hold typed streams). */
function isMessagePlist(text: string): boolean {
  const isApp = text.includes('MSMessage') || (text.includes('ldtext') && text.includes('layoutClass'))
  const isLink = text.includes('richLinkMetadata') || /LP(?:Link|Icon|Image)Metadata/.test(text)
  // The keys `otr` and `ust` of an edit's history, as a binary plist writes short strings.
  const isEdit = text.includes('Sotr') && text.includes('Sust')
  return isApp || isLink || isEdit
}

function isMessagesDatabase(text: string): boolean {
  return text.startsWith('SQLite format 3') && text.includes('chat_message_join')
}

function ofZip(names: readonly string[]): Detection | null {
  const plain = names.map(name => name.replaceAll('\\', '/'))
  const has = (test: RegExp) => plain.some(name => test.test(name))
  if (has(/^xl\//) || plain.includes('[Content_Types].xml')) {
    return has(/^(?:word|ppt)\//) ? null : { format: 'xlsx', confidence: 0.6 }
  }
  const isSlack = has(/(?:^|\/)channels\.json$/) || has(/(?:^|\/)users\.json$/) || has(/(?:^|\/)dms\.json$/)
  if (isSlack && has(/\/\d{4}-\d{2}-\d{2}\.json$/)) return { format: 'slack', confidence: 0.95 }
  if (has(/(?:^|\/)_chat\.txt$/) || has(/(?:^|\/)WhatsApp .+\.txt$/i))
    return { format: 'whatsapp-zip', confidence: 0.9 }
  return null
}

/** Names in the local headers that lie within the probe: a file cut off has no table of contents. */
function localNames(bytes: Uint8Array): string[] {
  return headerNames(bytes, 0x04034b50, 26, 30)
}

/** Names in the table of contents at the end. */
function centralNames(bytes: Uint8Array): string[] {
  return headerNames(bytes, 0x02014b50, 28, 46)
}

const MAX_NAMES = 5000

function headerNames(bytes: Uint8Array, signature: number, lengthAt: number, nameAt: number): string[] {
  const names: string[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const decoder = new TextDecoder()
  let at = bytes.indexOf(0x50)
  while (at >= 0 && at + nameAt <= bytes.length && names.length < MAX_NAMES) {
    const isHeader = view.getUint32(at, true) === signature
    const end = isHeader ? at + nameAt + view.getUint16(at + lengthAt, true) : at + 1
    if (isHeader) names.push(decoder.decode(bytes.subarray(at + nameAt, end)))
    at = bytes.indexOf(0x50, end)
  }
  return names
}
