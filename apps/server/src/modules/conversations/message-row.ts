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

/**
 * Turns the messages of one file into rows, in order. A message without a date of its own is sorted right after the
 * one before it.
 */
export class RowMaker {
  readonly #zone: string
  #carriedMs = 0

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

function timeMs(time: MessageTime, zone: string): number | null {
  if (time.kind === 'instant') return Math.trunc(time.epochMs)
  if (time.kind !== 'local') return null
  const ms = localToMs(time.local, zone)
  return Number.isNaN(ms) ? null : ms
}

export function whenOf(time: MessageTime): When {
  if (time.kind === 'instant') return { kind: 'instant', instant: new Date(time.epochMs).toISOString() }
  if (time.kind === 'local') return { kind: 'local', local: time.local }
  if (time.kind === 'time_of_day') return { kind: 'time_of_day', timeOfDay: time.timeOfDay }
  return { kind: 'none' }
}
