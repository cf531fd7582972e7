import type { JsonObject, JsonValue } from '../canonical-json.ts'

/**
 * Hides phone, ID and bank numbers in text. Digits are replaced one by one with `*`, so that lengths and
 * separators stay; a few at both ends remain (`138****2046`), never seven in a row.
 *
 * The rule errs on the side of hiding, because what was handed over cannot be taken back:
 * - mainland mobile numbers, grouped in any way after the first three digits, with or without +86;
 * - numbers in international form (`+` and 8 to 15 digits), and landlines with area code;
 * - ID numbers of 15 and 18 digits, also where the checksum fails, also grouped, with X;
 * - bank cards: any run of 13 digits or more, and groups of four. This hides order and payment numbers of that
 *   length too: nothing in the digits tells them apart.
 * Dates, times (also as 20261106194705, as in names of pictures), amounts, QQ numbers and service numbers (400-…, 95…) stay. Decimal digits of every script
 * count (full-width ones are common in chats); numbers written in words, e-mail addresses, street addresses
 * and names are not touched: they are for a person to hide.
 */
export function maskIdentifiers(text: string): string {
  return text.replace(IDENTIFIER, (...found) => {
    const groups = found.at(-1) as Record<string, string | undefined>
    if (groups.long !== undefined && isMoment(groups.long, text, Number(found.at(-3)))) return groups.long
    const kind = KINDS.find(({ name }) => groups[name] !== undefined)
    return hideDigits(String(found[0]), kind?.head ?? 0, kind?.tail ?? 0)
  })
}

const D = String.raw`\p{Nd}`
// Invisible characters between digits must not open a way around the rule.
const Z = String.raw`\p{Cf}*`
const GAP = String.raw`[\p{Zs}\t\p{Pd}.·_\p{Cf}]`
const S = `${GAP}{0,3}`

interface Kind {
  readonly name: string
  readonly pattern: string
  /** Digits that stay in front and at the end. */
  readonly head: number
  readonly tail: number
}

// The first that fits at a place wins, so the longer forms come first.
const KINDS: readonly Kind[] = [
  { name: 'id18', pattern: `${D}{6}${S}${D}{8}${S}${D}{3}${S}[${D}XxＸｘ×]`, head: 3, tail: 2 },
  { name: 'card', pattern: `${D}{4}(?:${GAP}{1,3}${D}{4}){2,}(?:${GAP}{1,3}${D}{1,4})?`, head: 4, tail: 4 },
  { name: 'cardInTwo', pattern: `${D}{6}${GAP}{1,3}${D}{7,}`, head: 4, tail: 4 },
  { name: 'long', pattern: `${D}(?:${Z}${D}){12,}(?:${Z}[XxＸｘ×](?![A-Za-z]))?`, head: 3, tail: 4 },
  { name: 'id15', pattern: `${D}{6}${GAP}{1,3}${D}{6}${GAP}{1,3}${D}{3}`, head: 3, tail: 2 },
  { name: 'spelled', pattern: `${D}(?:${GAP}${D}){10,}`, head: 3, tail: 4 },
  { name: 'mobile', pattern: `[1１]${Z}[3-9３-９]${Z}${D}(?:${S}${D}){8}`, head: 3, tail: 4 },
  {
    name: 'abroad',
    pattern: `[+＋]${Z}(?!86${S}[1１])${D}(?:[\\p{Zs}\\p{Pd}()（）\\p{Cf}]{0,3}${D}){7,14}`,
    head: 2,
    tail: 3,
  },
  { name: 'trunk', pattern: `[0０]${S}[1１][3-9３-９]${D}(?:${S}${D}){8}`, head: 4, tail: 4 },
  {
    name: 'landline',
    pattern: `[0０]${D}{2,3}[)）]?${S}[1-9１-９]${D}{2,3}${S}${D}{4}`,
    head: 4,
    tail: 2,
  },
]

const IDENTIFIER = new RegExp(
  `(?<!${D})(?:${KINDS.map(({ name, pattern }) => `(?<${name}>${pattern})`).join('|')})(?!${D})`,
  'gu',
)
/** 20261106194705, with or without milliseconds. */
const COMPACT_TIME =
  /^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?:\d{3})?$/
const MILLISECOND_NAME = /(?:mmexport|wx_camera_)$/

/** Names that cameras and chat programs give to pictures hold a moment of 13, 14 or 17 digits. */
function isMoment(digits: string, text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 10), at)
  return COMPACT_TIME.test(digits) || (/^1\d{12}$/.test(digits) && MILLISECOND_NAME.test(before))
}

const HIDEABLE = /[\p{Nd}XxＸｘ×]/gu

function hideDigits(text: string, head: number, tail: number): string {
  const count = text.match(HIDEABLE)?.length ?? 0
  let seen = 0
  return text.replace(HIDEABLE, digit => {
    seen++
    return seen <= head || seen > count - tail ? digit : '*'
  })
}

/** Values that are numbers of machines as a whole: digests, ids and instants say nothing of a person. */
const MACHINE_VALUE =
  /^(?:[0-9a-f]{32}|[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z?)$/
/** The number a platform gave a message; long, and about the message only. */
const MACHINE_KEYS: ReadonlySet<string> = new Set(['platformId'])

/** {@link maskIdentifiers} in every string of a JSON value, names of members included. Returns a copy. */
export function maskJson(value: JsonValue): JsonValue {
  if (typeof value === 'string') return MACHINE_VALUE.test(value) ? value : maskIdentifiers(value)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(maskJson)
  const masked: Record<string, JsonValue> = {}
  for (const [key, member] of Object.entries(value as JsonObject)) {
    const kept = MACHINE_KEYS.has(key) && typeof member === 'string'
    masked[maskIdentifiers(key)] = kept ? member : maskJson(member)
  }
  return masked
}
