import type { Container } from './header.ts'
import { isMark, isSpace, plainText, withoutLeadingMarks } from './header-scanner.ts'
import { holdsNoticeVerb } from './notices.ts'

/** What the whole file tells about the names in it. */
export interface KnownNames {
  /** Names that stand before a colon and a space, with how often. */
  readonly spaced: ReadonlyMap<string, number>
  /** Names with a text that is their own: one that does not begin with WhatsApp's mark. */
  readonly spoken: ReadonlySet<string>
  /** Whether this file writes no space after the name's colon (Chinese iOS: `Bob:Hi`). */
  readonly bareColons: boolean
}

export interface SplitLine {
  readonly name: string
  readonly text: string
  /** Nothing in the file proves that the name is one: it may be the beginning of a notice. */
  readonly isDoubtful: boolean
}

/** Names longer than this are sentences. Phone books allow more, chat names far less. */
const MAX_NAME_LENGTH = 100

/** Where a name may end: at the first colon with a space, a mark or nothing behind it, and at the first of all. */
export interface Colons {
  readonly spaced: number
  readonly bare: number
}

export function findColons(rest: string): Colons {
  const bare = rest.indexOf(':')
  let spaced = bare
  while (spaced >= 0 && spaced <= MAX_NAME_LENGTH && !endsName(rest, spaced))
    spaced = rest.indexOf(':', spaced + 1)
  return { spaced: spaced > MAX_NAME_LENGTH ? -1 : spaced, bare: bare > MAX_NAME_LENGTH ? -1 : bare }
}

function endsName(rest: string, colon: number): boolean {
  const code = rest.charCodeAt(colon + 1)
  return Number.isNaN(code) || isSpace(code) || isMark(code)
}

/** The name before a colon, without marks around it; null where it can't be one. */
export function nameBefore(rest: string, colon: number): string | null {
  if (colon < 0) return null
  const name = plainText(rest.slice(0, colon))
  return name === '' || name.length > MAX_NAME_LENGTH ? null : name
}

/**
 * Splits what follows a time stamp into name and text; null means that it is a notice without a sender.
 *
 * The name ends at the first colon with a space behind it; in files that write no space, at the first colon. A name
 * that has met elsewhere in the file also ends at a colon without a space. No name: a text whose part before the colon
 * holds the verb of a notice (`… changed the subject to "Trip`) or an opened quotation, unless it has sent more than
 * this one message.
 */
export function splitSender(rest: string, container: Container, known: KnownNames): SplitLine | null {
  const line = withoutLeadingMarks(rest)
  const colons = findColons(line)
  const early = nameBefore(line, colons.bare)
  const isBare = colons.bare >= 0 && colons.bare !== colons.spaced
  if (isBare && early !== null && (known.bareColons || known.spaced.has(early))) {
    return accept(line, colons.bare, early, known)
  }
  const name = nameBefore(line, colons.spaced)
  if (name !== null) return accept(line, colons.spaced, name, known)
  // Without a space only brackets prove that a name stands here: Android's notices have none.
  if (container !== 'bracket' || early === null || looksLikeClockOrUrl(line, colons.bare)) return null
  return accept(line, colons.bare, early, known)
}

function accept(line: string, colon: number, name: string, known: KnownNames): SplitLine | null {
  const isKnown = (known.spaced.get(name) ?? 0) > 1
  if (!isKnown && (holdsNoticeVerb(name) || hasOpenQuote(name))) return null
  const textAt = isSpace(line.charCodeAt(colon + 1)) ? colon + 2 : colon + 1
  return { name, text: line.slice(textAt), isDoubtful: !isKnown && name.split(' ').length > 5 }
}

function looksLikeClockOrUrl(line: string, colon: number): boolean {
  return /^(?:\/\/|\d\d)/.test(line.slice(colon + 1, colon + 3))
}

const QUOTES: readonly (readonly [string, string])[] = [
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
  ['「', '」'],
  ['『', '』'],
  ['《', '》'],
]

/** A quotation that opens before the colon and closes behind it: the colon is part of a group's name or subject. */
function hasOpenQuote(name: string): boolean {
  if ((name.split('"').length - 1) % 2 === 1) return true
  return QUOTES.some(([open, close]) => name.lastIndexOf(open) > name.lastIndexOf(close))
}
