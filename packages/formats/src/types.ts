/**
 * The shapes that every parser of this package speaks. A parser is pure: bytes in, records out, in the order
 * of the file. Every record of a file is in exactly one of message, unread, preamble: nothing is dropped in silence.
 */

/** Where bytes come from. `open` may be called more than once: some formats need a first pass over the whole. */
export interface ByteSource {
  /** File name as given, for display and as a weak hint; detection goes by content. */
  readonly name: string
  /** Size in bytes where known. */
  readonly sizeBytes: number | null
  open(): AsyncIterable<Uint8Array>
  /**
   * A file beside this one, by a relative path that `safeRelativePath` has accepted; null when there is none.
   * Absent where the source stands alone (an upload).
   */
  sibling?(relativePath: string): Promise<ByteSource | null>
}

/**
 * When a message was sent, never saying more than the file says.
 * - `instant`: a point in time. `offsetMinutes` is kept when the file names an offset, null for an epoch.
 * - `local`: wall-clock time, zone unknown: `YYYY-MM-DDTHH:MM:SS` (seconds `:00` only if the file has none; see `assumed`).
 * - `time_of_day`: the file gives no date: `HH:MM:SS`.
 * - `none`: the file gives no time.
 */
export type MessageTime =
  | { readonly kind: 'instant'; readonly epochMs: number; readonly offsetMinutes: number | null }
  | { readonly kind: 'local'; readonly local: string }
  | { readonly kind: 'time_of_day'; readonly timeOfDay: string }
  | { readonly kind: 'none' }

/** What a parser had to assume to read a message; shown to the reader. */
export type Assumption =
  | 'day_month_order' // d/m against m/d could not be proven from the file
  | 'seconds_missing'
  | 'century' // a two-digit year
  | 'twelve_hour_unmarked' // no AM/PM where one would be expected
  | 'day_rollover' // the date was carried on from an earlier record
  | 'encoding' // the encoding was guessed without a mark
  | 'timestamp_unit' // s or ms decided by magnitude
  | 'sender_from_text' // a system line may have been read as a sender

export type MessageKind =
  | 'text'
  | 'image'
  | 'voice'
  | 'video'
  | 'file'
  | 'sticker'
  | 'link'
  | 'location'
  | 'red_packet'
  | 'transfer'
  | 'poke'
  | 'call'
  | 'share'
  | 'reply'
  | 'forward'
  | 'contact'
  | 'system'
  | 'recall'
  | 'other'

export interface Sender {
  /** Account id as the file gives it (always a string: ids exceed 2^53); null where the file has none. */
  readonly id: string | null
  readonly name: string | null
  /** Whether this is the exporter himself; null where the file does not say. */
  readonly self: boolean | null
}

/** Place in the source: a 1-based line, or an RFC 6901 JSON pointer; `file` where a manifest names several files. */
export interface Place {
  readonly line?: number
  readonly pointer?: string
  readonly file?: string
}

/** Grade of the source, shown wherever the message is used. */
export type ProvenanceGrade =
  | 'official_archive'
  | 'editable_export'
  | 'screenshot'
  | 'manual'
  | 'original_file'

export interface Message {
  /** 0-based position among the messages of this file. */
  readonly index: number
  readonly time: MessageTime
  readonly assumed: readonly Assumption[]
  /** null for system messages without a sender. */
  readonly sender: Sender | null
  readonly kind: MessageKind
  /** Text as in the file, line ends normalised to \n; '' where the file has none. */
  readonly text: string
  /** Kind as the file names it (for `other`, and for readers who want the original word). */
  readonly rawKind: string | null
  /** The message this one answers, by its platform id and/or quoted text. */
  readonly reply: { readonly platformId: string | null; readonly text: string | null } | null
  readonly media: { readonly name: string | null; readonly path: string | null } | null
  readonly platformId: string | null
  readonly place: Place
  readonly grade: ProvenanceGrade
}

export interface Unread {
  readonly place: Place
  /** A code of `unread-reasons.ts`. */
  readonly reason: string
}

export type Item =
  | { readonly type: 'message'; readonly message: Message }
  | { readonly type: 'unread'; readonly unread: Unread }
  | { readonly type: 'preamble'; readonly place: Place; readonly text: string }

/** What a whole file is, known after detection. */
export interface FormatInfo {
  /** One of `FORMATS` (documented in docs/guide/formats.md). */
  readonly format: string
  readonly encoding: string
  /** Title or counterpart as the file names it, where it does. */
  readonly title: string | null
  readonly warnings: readonly string[]
}

/** A file that can't be read as a chat: `code` is stable, prose belongs to the caller's catalogue. */
export class FormatError extends Error {
  readonly code: string
  readonly place: Place | null
  constructor(code: string, place: Place | null = null) {
    super(code)
    this.name = 'FormatError'
    this.code = code
    this.place = place
  }
}
