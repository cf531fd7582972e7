import { asInteger } from '../json/fields.ts'
import type { JsonValue } from '../json/parse.ts'
import type { MessageKind } from '../types.ts'

/** The type numbers of the ChatLab exchange format 0.0.2. */
const KINDS: ReadonlyMap<bigint, MessageKind> = new Map([
  [0n, 'text'],
  [1n, 'image'],
  [2n, 'voice'],
  [3n, 'video'],
  [4n, 'file'],
  [5n, 'sticker'],
  [7n, 'link'],
  [8n, 'location'],
  [20n, 'red_packet'],
  [21n, 'transfer'],
  [22n, 'poke'],
  [23n, 'call'],
  [24n, 'share'],
  [25n, 'reply'],
  [26n, 'forward'],
  [27n, 'contact'],
  [80n, 'system'],
  [81n, 'recall'],
  [99n, 'other'],
])

/** A type number (or the same as text) as a kind; unknown ones are `other`. */
export function chatlabKind(type: JsonValue | undefined): MessageKind {
  const number = asInteger(type)
  return (number === null ? undefined : KINDS.get(number)) ?? 'other'
}
