import { detached } from './json/fields.ts'
import { openChat, UnsupportedFormatError } from './open-chat.ts'
import { formatTime, timeOrder } from './time.ts'
import { type ByteSource, FormatError, type Message, type MessageTime, type Unread } from './types.ts'

/** What a file is and holds, in figures. The keys and their order are part of the command's contract. */
export interface Inspection {
  readonly file: string
  /** One of `FORMATS`, or `unknown`. */
  readonly format: string
  /** Messages read, system messages among them. */
  readonly messages: number
  /** Distinct senders; system messages have none. */
  readonly participants: number
  /** The earliest and the latest time of a message as ISO 8601 (see `formatTime`); null where none has a date. */
  readonly first: string | null
  readonly last: string | null
  /** Content that was not understood, in the order of the file. */
  readonly unread: readonly Unread[]
  /** Codes of `warnings.ts`. */
  readonly warnings: readonly string[]
}

/** So many unread records are listed one by one; a last entry says that there were more. */
export const MAX_LISTED_UNREAD = 100_000

/**
 * Reads a source to its end and counts. Files that are no chat, or of a format that is not read, are described as
 * such, not thrown: `messages` 0 and the reason as the one unread entry. Errors of the source itself are thrown.
 * `onMessage` sees each message; a promise that it gives is waited for.
 */
export async function inspectFile(
  source: ByteSource,
  onMessage?: (message: Message) => unknown,
): Promise<Inspection> {
  const tally = new Tally()
  let format = 'unknown'
  let warnings = (): readonly string[] => []
  try {
    const chat = await openChat(source)
    format = chat.format
    warnings = () => chat.info().warnings
    for await (const item of chat.items()) {
      if (item.type === 'unread') tally.addUnread(item.unread)
      if (item.type !== 'message') continue
      tally.addMessage(item.message)
      await onMessage?.(item.message)
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    if (error instanceof UnsupportedFormatError) format = error.format
    tally.addUnread({ place: error.place ?? {}, reason: error.code })
  }
  return tally.result(source.name, format, warnings())
}

class Tally {
  #messages = 0
  readonly #participants = new Set<string>()
  #first: MessageTime | null = null
  #last: MessageTime | null = null
  #firstOrder = Number.POSITIVE_INFINITY
  #lastOrder = Number.NEGATIVE_INFINITY
  #previousOrder = Number.NEGATIVE_INFINITY
  #isOutOfOrder = false
  readonly #unread: Unread[] = []

  addMessage(message: Message): void {
    this.#messages += 1
    this.#addSender(message)
    const order = timeOrder(message.time)
    if (order === null) return
    if (order < this.#previousOrder) this.#isOutOfOrder = true
    this.#previousOrder = order
    if (order < this.#firstOrder) {
      this.#firstOrder = order
      this.#first = message.time
    }
    if (order >= this.#lastOrder) {
      this.#lastOrder = order
      this.#last = message.time
    }
  }

  #addSender({ sender, kind }: Message): void {
    if (sender === null || kind === 'system') return
    // An id and a name that happen to be equal are two senders.
    const key = sender.id !== null ? `id:${sender.id}` : `name:${sender.name ?? ''}:${sender.self ?? ''}`
    if (!this.#participants.has(key)) this.#participants.add(detached(key))
  }

  addUnread(unread: Unread): void {
    if (this.#unread.length < MAX_LISTED_UNREAD) this.#unread.push(unread)
    else if (this.#unread.length === MAX_LISTED_UNREAD) {
      this.#unread.push({ place: unread.place, reason: 'too_many_unread' })
    }
  }

  result(file: string, format: string, warnings: readonly string[]): Inspection {
    const all = new Set(warnings)
    if (this.#isOutOfOrder) all.add('time_out_of_order')
    if (this.#messages === 0 && format !== 'unknown' && this.#unread.length === 0) all.add('empty')
    return {
      file,
      format,
      messages: this.#messages,
      participants: this.#participants.size,
      first: this.#first === null ? null : formatTime(this.#first),
      last: this.#last === null ? null : formatTime(this.#last),
      unread: this.#unread,
      warnings: [...all],
    }
  }
}
