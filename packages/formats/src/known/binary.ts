import type { Detection, Probe } from '../parser.ts'

/** Archives and binary formats of chats that are recognised and not read yet. */
export function detectKnownBinary(probe: Probe): Detection | null {
  if (probe.shape === 'zip') return ofZip(zipNames(probe.bytes))
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

/** Names in the local headers that lie within the probe; each is found from the one before, or by its signature. */
function zipNames(bytes: Uint8Array): string[] {
  const names: string[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const decoder = new TextDecoder()
  let at = 0
  while (at + 30 <= bytes.length && names.length < 5000) {
    const isHeader = view.getUint32(at, true) === 0x04034b50
    const nameLength = isHeader ? view.getUint16(at + 26, true) : 0
    if (!isHeader || nameLength === 0) {
      at = bytes.indexOf(0x50, at + 1)
      if (at < 0) break
      continue
    }
    names.push(decoder.decode(bytes.subarray(at + 30, at + 30 + nameLength)))
    at += 30 + nameLength + view.getUint16(at + 28, true) + sizeOf(view, at)
  }
  return names
}

/** The packed size; 0 where it stands behind the data (then the next signature is looked for). */
function sizeOf(view: DataView, at: number): number {
  const size = view.getUint32(at + 18, true)
  return size === 0xffffffff ? 0 : size
}
