import type { When } from '@yuanwei/contract'
import type { Message, MessageTime } from '@yuanwei/formats'
import { canonicalJson, type JsonObject, ProofError, sha256 } from '@yuanwei/proof'
import { localToMs } from '../../platform/zone.ts'

/** What the database keeps of a message beside its body; `body` is what the import commits to. */
export interface MessageRow {
  readonly index: number
  readonly sortMs: number
  readonly senderId: string | null
  readonly senderName: string | null
  readonly platformId: string | null
  readonly kind: string
  readonly text: string
  readonly body: string
  /** Same sender, time and text: by the sender's id where there is one, and by the name. */
  readonly keyById: Buffer | null
  readonly keyByName: Buffer
}

/** PostgreSQL can't hold U+0000 and canonical JSON no lone surrogate; both are shown as a replacement. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\u2400')
}

function storableDeep(value: unknown): unknown {
  if (typeof value === 'string') return storable(value)
  if (Array.isArray(value)) return value.map(storableDeep)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, storableDeep(each)]),
  )
}

/** The committed form of a message: canonical JSON of all that was read. */
export function messageBody(message: Message): string {
  return directBody(message) ?? canonicalJson(storableDeep(message) as JsonObject)
}

/** Nearly every message can be kept as it is; only the odd one is worth walking through and mending. */
function directBody(message: Message): string | null {
  try {
    const body = canonicalJson(message as unknown as JsonObject)
    return body.includes('\\u0000') ? null : body
  } catch (cause) {
    if (cause instanceof ProofError) return null
    throw cause
  }
}

export function parseBody(body: string): Message {
  return JSON.parse(body) as Message
}

/** Sorting instant of messages before the first date of a file, until the file is read to its end. */
export const UNDATED_MS = Number.MIN_SAFE_INTEGER

/**
 * Turns the messages of one file into rows, in order. A message without a date of its own is sorted right after the
 * one before it; where there is none yet, it has `UNDATED_MS`.
 */
export class RowMaker {
  readonly #zone: string
  #carriedMs = UNDATED_MS

  constructor(zone: string) {
    this.#zone = zone
  }

  next(message: Message): MessageRow {
    const own = timeMs(message.time, this.#zone)
    if (own !== null) this.#carriedMs = own
    const text = storable(message.text)
    const id = message.sender?.id ?? null
    const name = message.sender?.name ?? null
    const moment = own === null ? timeKey(message.time) : String(own)
    return {
      index: message.index,
      sortMs: own ?? this.#carriedMs,
      senderId: id === null ? null : storable(id),
      senderName: name === null ? null : storable(name),
      platformId: message.platformId === null ? null : storable(message.platformId),
      kind: message.kind,
      text,
      body: messageBody(message),
      keyById: id === null ? null : pairKey(`id ${id}`, moment, text),
      keyByName: pairKey(name === null ? 'nobody' : `name ${name}`, moment, text),
    }
  }
}

function pairKey(sender: string, moment: string, text: string): Buffer {
  const source = JSON.stringify([sender.toWellFormed(), moment, text])
  return Buffer.from(sha256(new TextEncoder().encode(source))).subarray(0, 16)
}

function timeKey(time: MessageTime): string {
  return time.kind === 'time_of_day' ? time.timeOfDay : ''
}

const FIRST_MS = Date.parse('0001-01-01T00:00:00.000Z')
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z')
/** No zone is a day away from UTC, so these stay within; years of two digits are no years of a Date's parts. */
const LOCAL_YEARS = /^(?!00|9999)\d{4}-/

function timeMs(time: MessageTime, zone: string): number | null {
  if (!isDated(time)) return null
  const ms = time.kind === 'local' ? localToMs(time.local, zone) : Math.trunc(time.epochMs)
  return Number.isNaN(ms) ? null : ms
}

/** Whether a message has a date that can be shown: no file says in earnest that one was sent outside years 1–9999. */
export function isDated(time: MessageTime): time is Extract<MessageTime, { kind: 'instant' | 'local' }> {
  if (time.kind === 'instant') return time.epochMs >= FIRST_MS && time.epochMs <= LAST_MS
  return time.kind === 'local' && LOCAL_YEARS.test(time.local) && isOfCalendar(time.local)
}

/** A Date takes 30 February for 2 March. */
function isOfCalendar(local: string): boolean {
  const ms = Date.parse(`${local}Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(local)
}

/** The time as the file has it; none where its date can't be shown. */
export function whenOf(time: MessageTime): When {
  if (time.kind === 'time_of_day') return { kind: 'time_of_day', timeOfDay: time.timeOfDay }
  if (!isDated(time)) return { kind: 'none' }
  if (time.kind === 'local') return { kind: 'local', local: time.local }
  return { kind: 'instant', instant: new Date(time.epochMs).toISOString() }
}
