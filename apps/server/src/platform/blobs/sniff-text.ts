import { hasAt, latin1, type SniffedType, UNKNOWN } from './sniffed-type.ts'

const UTF16_MARKS = ['\xff\xfe', '\xfe\xff']
const MAX_PROLOGUE_PARTS = 20
/** What stands before the first element: declaration, comments, document type. */
const PROLOGUE: readonly (readonly [string, string])[] = [
  ['<?', '?>'],
  ['<!--', '-->'],
  ['<!', '>'],
]
const HTML_ELEMENT = /^(html|head|body|script|iframe|title|style|table|div|p|span|img|a|meta|link|base|form)$/
const MAX_HEADER_LINES = 200
const MAIL_FIELDS = new Set(
  'from to cc subject date sender reply-to received return-path delivered-to message-id mime-version content-type'.split(
    ' ',
  ),
)

/** Text and what is written as text. Everything else is `application/octet-stream`. */
export function sniffText(head: Uint8Array): SniffedType {
  if (head.length === 0) return UNKNOWN
  if (UTF16_MARKS.some(mark => hasAt(head, 0, mark))) return { mediaType: 'text/plain', inline: false }
  const text = decodeText(head)
  if (text === null) return UNKNOWN
  const trimmed = text.replace(/^\uFEFF/, '').trimStart()
  if (trimmed.startsWith('<')) {
    const mediaType = sniffMarkup(trimmed)
    if (mediaType !== null) return { mediaType, inline: false }
  }
  if (/^[{[]/.test(trimmed) && looksLikeJson(trimmed)) return { mediaType: 'application/json', inline: false }
  if (looksLikeMail(trimmed)) return { mediaType: 'message/rfc822', inline: false }
  return { mediaType: 'text/plain', inline: true }
}

function sniffMarkup(text: string): string | null {
  if (/^<!doctype\s+html\b/i.test(text)) return 'text/html'
  let rest = text
  for (let part = 0; part < MAX_PROLOGUE_PARTS; part++) {
    const found = PROLOGUE.find(([begin]) => rest.startsWith(begin))
    if (found === undefined) break
    const end = rest.indexOf(found[1])
    if (end < 0) break
    rest = rest.slice(end + found[1].length).trimStart()
    if (/^<!doctype\s+html\b/i.test(rest)) return 'text/html'
  }
  const element = /^<(?:[a-z][a-z0-9]{0,20}:)?([a-z][a-z0-9]{0,20})[\s/>]/i.exec(rest)?.[1]?.toLowerCase()
  if (element === 'svg') return 'image/svg+xml'
  if (element !== undefined && HTML_ELEMENT.test(element)) return 'text/html'
  return text.startsWith('<?xml') ? 'application/xml' : null
}

/** A header block of fields only (RFC 5322 section 2.2), at least two of them a mail's, perhaps behind mbox's line. */
function looksLikeMail(text: string): boolean {
  const lines = text.split(/\r?\n/, MAX_HEADER_LINES)
  const fields = new Set<string>()
  for (const [number, line] of lines.entries()) {
    if (line.trim() === '') break
    if (/^[ \t]/.test(line) || (number === 0 && line.startsWith('From '))) continue
    const name = /^([!-9;-~]{1,70})[ \t]*:/.exec(line)?.[1]?.toLowerCase()
    if (name === undefined) return false
    if (MAIL_FIELDS.has(name)) fields.add(name)
  }
  return fields.size >= 2
}

/** UTF-8, or an encoding of Chinese text in which every byte pair exists; null for anything binary. */
function decodeText(head: Uint8Array): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what tells binary content from text.
  if (/[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/.test(latin1(head))) return null
  for (const encoding of ['utf-8', 'gb18030', 'big5']) {
    const text = decodeStrictly(head, encoding)
    if (text !== null) return text
  }
  return null
}

function decodeStrictly(head: Uint8Array, encoding: string): string | null {
  // `stream` forgives a character that the end of the head cuts through.
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true })
  } catch {
    return null
  }
}

/** A brace could begin a chat line such as "[2024-01-01 …]": what follows must be JSON's. */
function looksLikeJson(text: string): boolean {
  return /^(\{\s*("|\}|$)|\[\s*(["{[\]]|-?\d+(\.\d+)?\s*[,\]]|true|false|null|$))/.test(text)
}
