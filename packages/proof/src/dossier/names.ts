import { toUtf8 } from '../encoding.ts'

/** The longest path of an entry, in bytes of UTF-8. */
export const MAX_NAME_BYTES = 512

export type NameFault =
  | 'name_absolute'
  | 'name_backslash'
  | 'name_control_character'
  | 'name_empty'
  | 'name_not_normalized'
  | 'name_segment'
  | 'name_too_long'

/**
 * What is wrong with an entry's name, or null. A name is a relative path in NFC with `/` between segments,
 * and means the same file on every system: no root, drive, `.`, `..`, empty segment or trailing slash.
 */
export function nameFault(name: string): NameFault | null {
  if (name === '') return 'name_empty'
  if (toUtf8(name).length > MAX_NAME_BYTES) return 'name_too_long'
  if (name.includes('\\')) return 'name_backslash'
  if (/[\p{Cc}\u2028\u2029]/u.test(name)) return 'name_control_character'
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) return 'name_absolute'
  if (name.split('/').some(segment => segment === '' || segment === '.' || segment === '..'))
    return 'name_segment'
  return name.normalize('NFC') === name ? null : 'name_not_normalized'
}

/** A key under which names collide that a file system may take for one: upper and lower case, composed or not. */
export function collisionKey(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}

const RESERVED_ON_WINDOWS = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i
const MAX_SAFE_BYTES = 120

/**
 * A file name made from any text that every file system takes and that reads the same in a shell, a manifest
 * and a table: letters, digits, CJK, and `.`, `-`, `_`; anything else becomes `_`. Keeps the extension when
 * it has to cut. Direction marks and other invisible characters go, so that `fdp.exe` cannot pose as `exe.pdf`.
 */
export function safeFileName(text: string): string {
  const base = text.normalize('NFC').split(/[/\\]/).pop() ?? ''
  const cleaned = base
    .replace(/\p{Cf}/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_')
    .replace(/^[._-]+|[._]+$/g, '')
  const shortened = shorten(cleaned === '' ? 'file' : cleaned)
  return RESERVED_ON_WINDOWS.test(shortened) ? `_${shortened}` : shortened
}

function shorten(name: string): string {
  if (toUtf8(name).length <= MAX_SAFE_BYTES) return name
  const extension = /\.[A-Za-z0-9]{1,12}$/.exec(name)?.[0] ?? ''
  let stem = ''
  let sizeBytes = toUtf8(extension).length
  for (const character of name.slice(0, name.length - extension.length)) {
    sizeBytes += toUtf8(character).length
    if (sizeBytes > MAX_SAFE_BYTES) break
    stem += character
  }
  // A combining mark cut from its letter may compose anew with what follows.
  return (stem + extension).normalize('NFC')
}

/** Orders strings as their UTF-8 bytes order, that is by code point, which UTF-16 code units do not. */
export function compareUtf8(left: string, right: string): number {
  const shared = Math.min(left.length, right.length)
  for (let i = 0; i < shared; i++) {
    const a = left.charCodeAt(i)
    const b = right.charCodeAt(i)
    if (a !== b) return rankUnit(a) - rankUnit(b)
  }
  return left.length - right.length
}

/** Puts surrogates, which stand for code points beyond U+FFFF, behind all other units. */
function rankUnit(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit
}
