import { detectEncoding } from './detect-encoding.ts'
import { type JsonOutline, JsonOutliner, outlineLines, parsed } from './json/outline.ts'
import { PROBE_BYTES, type Probe, type SniffClass } from './parser.ts'
import type { Encoding } from './text-encoding.ts'
import { decodeText } from './text-lines.ts'
import type { ByteSource } from './types.ts'

/**
 * Looks at the beginning of a source (and on, where the beginning can't tell) so that parsers can say whether it
 * is theirs.
 * @throws FormatError for encodings that are recognised and not read; see `detectEncoding`.
 */
export async function probeSource(source: ByteSource): Promise<Probe> {
  const { bytes, complete } = await readHead(source)
  const base = { name: source.name, sizeBytes: source.sizeBytes, bytes, tail: new Uint8Array(0), complete }
  const none = { ...base, head: '', encoding: 'utf-8', encodingGuessed: false, json: null } as const
  if (bytes.length === 0) return { ...none, shape: 'empty' }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] ?? 0) <= 8 && (bytes[3] ?? 0) <= 8) {
    return { ...none, shape: 'zip', tail: complete ? bytes : await readTail(source) }
  }
  const verdict = await detectEncoding(source, bytes)
  if (verdict.encoding === null) return { ...none, shape: 'binary' }
  const head = new TextDecoder(verdict.encoding).decode(bytes, { stream: !complete })
  const shape = sniffText(head, complete)
  const json = await outline(source, verdict.encoding, shape, head, complete)
  return { ...base, head, encoding: verdict.encoding, encodingGuessed: verdict.guessed, shape, json }
}

async function readHead(source: ByteSource): Promise<{ bytes: Uint8Array; complete: boolean }> {
  const bytes = new Uint8Array(PROBE_BYTES)
  let length = 0
  for await (const chunk of source.open()) {
    const room = PROBE_BYTES - length
    bytes.set(chunk.subarray(0, room), length)
    length += Math.min(room, chunk.length)
    if (chunk.length > room) return { bytes, complete: false }
  }
  return { bytes: bytes.slice(0, length), complete: true }
}

async function readTail(source: ByteSource): Promise<Uint8Array> {
  let tail = new Uint8Array(0)
  for await (const chunk of source.open()) {
    const kept = tail.subarray(Math.max(0, tail.length + chunk.length - PROBE_BYTES))
    const last = chunk.subarray(Math.max(0, chunk.length - PROBE_BYTES))
    tail = new Uint8Array(kept.length + last.length)
    tail.set(kept)
    tail.set(last, kept.length)
  }
  return tail
}

/** Tells JSON and JSON Lines from text; texts that begin with `[` or `{` but are no JSON are texts. */
function sniffText(head: string, complete: boolean): SniffClass {
  if (head.trim() === '') return 'empty'
  const lines = head.split(/\r\n|\r|\n/, 64)
  if (!complete && lines.length < 64) lines.pop()
  const content = lines.filter(line => line.trim() !== '' && !line.startsWith('#'))
  const objects = content.filter(line => line.trimStart().startsWith('{') && parsed(line) instanceof Map)
  const isTyped = objects.length > 0 && content[0]?.includes('"_type"') === true
  if (isTyped || (objects.length >= 2 && objects.length * 2 >= content.length)) return 'jsonl'
  if (/^\s*\{\s*(?:["}]|$)/.test(head)) return 'json_object'
  if (/^\s*\[\s*(?:[{["\]]|$)/.test(head)) return 'json_array'
  return 'text'
}

/** Top-level keys by which exporters name themselves: once one is seen there is no need to read on. */
const MARKERS = [
  'weflow',
  'chatlab',
  'exportInfo',
  'exportTime',
  'guild',
  'chats',
  'chatInfo',
  'conversations',
]

async function outline(
  source: ByteSource,
  encoding: Encoding,
  shape: SniffClass,
  head: string,
  complete: boolean,
): Promise<JsonOutline | null> {
  if (shape === 'jsonl') return outlineLines(head.split(/\r\n|\r|\n/, 64))
  if (shape !== 'json_object' && shape !== 'json_array') return null
  const outliner = new JsonOutliner(shape === 'json_object' ? 'object' : 'array')
  outliner.push(head)
  if (complete || shape === 'json_array' || isTold(outliner.outline)) return outliner.outline
  // Pictures may stand before everything else, for megabytes: read on until a name or the first message is met.
  const whole = new JsonOutliner('object')
  for await (const text of decodeText(source, encoding)) {
    whole.push(text)
    if (isTold(whole.outline)) break
  }
  return whole.outline
}

function isTold(outline: JsonOutline): boolean {
  const hasMarker = MARKERS.some(key => outline.keys.has(key))
  return hasMarker && (outline.samples.get('messages')?.length ?? 0) > 0
}
