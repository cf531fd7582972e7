import type { MessageKind } from '../types.ts'
import { isMark, plainText } from './header-scanner.ts'
import {
  ATTACHED_WORDS,
  CALLS,
  DELETED,
  EDITED,
  FILE_ATTACHED_WORDS,
  LIVE_LOCATION,
  OMITTED,
  TAKEN_CALLS,
} from './media-phrases.ts'
import { PhraseIndex } from './phrase-index.ts'

/** What the text of a message says about itself. */
export interface BodyKind {
  readonly kind: MessageKind
  /** The file's own words for it; `edited` where the text carries that mark, `poll` for one. */
  readonly rawKind: string | null
  /** Name of the attached file as the text gives it; null where there is none. */
  readonly fileName: string | null
}

/** Placeholders are short; longer lines are someone's words. */
const MAX_PLACEHOLDER_LENGTH = 400

const PLACEHOLDERS: ReadonlyMap<string, MessageKind> = new Map<string, MessageKind>([
  ...(Object.keys(OMITTED) as MessageKind[]).flatMap(kind =>
    (OMITTED[kind] ?? []).map((phrase): [string, MessageKind] => [phrase, kind]),
  ),
  ...DELETED.map((phrase): [string, MessageKind] => [phrase, 'recall']),
  ...LIVE_LOCATION.map((phrase): [string, MessageKind] => [phrase, 'location']),
])
const ATTACHED = new Set(ATTACHED_WORDS)
const FILE_ATTACHED = new Set(FILE_ATTACHED_WORDS)
const EDITED_MARKS = new Set(EDITED)
const MISSED_CALLS = new PhraseIndex(CALLS)
const ALL_CALLS = new PhraseIndex([...CALLS, ...TAKEN_CALLS])

/**
 * Tells the kind of a message by its text: the placeholder of a medium, an attachment, a deletion, a call, a place, a
 * poll. Only whole texts and whole first lines count, so that a sentence which mentions them stays a text.
 */
export function bodyKind(lines: readonly string[]): BodyKind {
  const first = lines[0] ?? ''
  if (first.length <= MAX_PLACEHOLDER_LENGTH) {
    const plain = plainText(first)
    const special =
      placeholderKind(plain, lines.length) ??
      (lines.length === 1 ? wholeLineKind(plain, beginsWithMark(first)) : null) ??
      attachmentKind(plain)
    if (special !== null) return special
  }
  if (isPoll(lines)) return { kind: 'other', rawKind: 'poll', fileName: null }
  return { kind: 'text', rawKind: hasEditedMark(lines.at(-1) ?? '') ? 'edited' : null, fileName: null }
}

/** A placeholder in angle brackets may have a caption below it, a bare one is the whole text. */
function placeholderKind(plain: string, lineCount: number): BodyKind | null {
  const kind = PLACEHOLDERS.get(unwrapped(plain))
  if (kind !== undefined && (lineCount === 1 || plain.startsWith('<')))
    return { kind, rawKind: plain, fileName: null }
  if (!plain.includes('https://') || !PLACE.test(plain)) return null
  return { kind: 'location', rawKind: null, fileName: null }
}

/** `location: https://maps.google.com/?q=…`; the word before the address differs by language. */
const PLACE =
  /^[^\s:：]{0,24}[:：]?\s?https:\/\/(?:maps\.google\.com\/\?q=|(?:[a-z0-9-]{1,20}\.)?foursquare\.com\/)/i

function wholeLineKind(plain: string, isMarked: boolean): BodyKind | null {
  const call = (isMarked ? ALL_CALLS : MISSED_CALLS).startOf(plain)
  if (call !== null && /^(?:$|[,.，。、])/.test(plain.slice(call.length)))
    return { kind: 'call', rawKind: plain, fileName: null }
  // iOS puts the name of a document before the words: "report.pdf • 3 pages document omitted".
  if (!plain.includes('.')) return null
  const words = unwrapped(plain)
  const document = (OMITTED.file ?? []).find(phrase => words.endsWith(` ${phrase}`))
  if (document === undefined) return null
  const name = plain.slice(0, words.lastIndexOf(document)).split(' • ')[0]?.trim() ?? ''
  return /\.[\p{L}\d]{1,8}$/u.test(name) ? { kind: 'file', rawKind: document, fileName: name } : null
}

/** Lower case, without angle brackets and full stop. */
function unwrapped(plain: string): string {
  return plain
    .replace(/^<\s?|\s?>$/g, '')
    .replace(/[.。]$/, '')
    .toLowerCase()
}

function attachmentKind(plain: string): BodyKind | null {
  if (plain.endsWith('>')) {
    const open = plain.lastIndexOf('<')
    const inner = open < 0 ? '' : plain.slice(open + 1, -1).trim()
    const colon = inner.search(/[:：]/)
    if (colon > 0) {
      const fileName = inner.slice(colon + 1).trim()
      const isWord = ATTACHED.has(inner.slice(0, colon).trim().toLowerCase())
      return isWord || /^\d{8}-[A-Z]+-/.test(fileName) ? attachment(fileName) : null
    }
    return ATTACHED.has(inner.toLowerCase()) ? attachment(plain.slice(0, open).trim()) : null
  }
  if (!plain.endsWith(')')) return null
  const open = plain.lastIndexOf(' (')
  if (open <= 0) return null
  const fileName = plain.slice(0, open).trim()
  const isWord = FILE_ATTACHED.has(plain.slice(open + 2, -1).toLowerCase())
  return isWord || OWN_FILE_NAME.test(fileName) ? attachment(fileName) : null
}

/** Names that WhatsApp gives to files on Android: they show an attachment in languages not known here. */
const OWN_FILE_NAME = /^(?:IMG|VID|AUD|PTT|STK|DOC)-\d{8}-WA\d{4}\.\w{2,5}$/

function attachment(fileName: string): BodyKind | null {
  if (fileName === '') return null
  return { kind: kindOfFile(fileName), rawKind: 'attached', fileName }
}

const KINDS_BY_EXTENSION: ReadonlyMap<string, MessageKind> = new Map<string, MessageKind>([
  ...['jpg', 'jpeg', 'png', 'gif', 'heic', 'bmp', 'tif', 'tiff'].map((x): [string, MessageKind] => [
    x,
    'image',
  ]),
  ...['mp4', '3gp', 'mov', 'mkv', 'avi', 'webm', 'm4v'].map((x): [string, MessageKind] => [x, 'video']),
  ...['opus', 'ogg', 'oga', 'm4a', 'aac', 'amr', 'mp3', 'wav'].map((x): [string, MessageKind] => [
    x,
    'voice',
  ]),
  ['webp', 'sticker'],
  ['vcf', 'contact'],
])

function kindOfFile(fileName: string): MessageKind {
  return KINDS_BY_EXTENSION.get(/\.([^.]{1,8})$/.exec(fileName)?.[1]?.toLowerCase() ?? '') ?? 'file'
}

/** `POLL:`, the question, then lines `OPTION: … (3 votes)`; the words differ by language, the numbers do not. */
function isPoll(lines: readonly string[]): boolean {
  if (lines.length < 3 || !/^[^:：]{1,24}[:：]$/.test(plainText((lines[0] ?? '').slice(0, 40)))) return false
  const options = lines.slice(2)
  return options.every(
    line => line.length < 1000 && /^[^\s:：]{1,24}\s?[:：] .*[(（]\d+[^()（）]*[)）]$/.test(plainText(line)),
  )
}

function hasEditedMark(line: string): boolean {
  const tail = line.slice(-80)
  const open = tail.lastIndexOf('<')
  return open >= 0 && EDITED_MARKS.has(unwrapped(plainText(tail.slice(open))))
}

/** Whether a text begins with the mark that WhatsApp puts before its own words. */
export function beginsWithMark(text: string): boolean {
  return text.length > 0 && isMark(text.charCodeAt(0))
}
