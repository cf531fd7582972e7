import type { JsonOutline } from './json/outline.ts'
import type { Encoding } from './text-encoding.ts'
import type { ByteSource, Item } from './types.ts'
import type { Warning } from './warnings.ts'

/** How many bytes of the beginning a probe holds, decoded. */
export const PROBE_BYTES = 256 * 1024

/** What the beginning of a file looks like, before any parser is asked. */
export type SniffClass = 'empty' | 'json_object' | 'json_array' | 'jsonl' | 'text' | 'zip' | 'binary'

/** The beginning of a file, made once and shown to every parser. */
export interface Probe {
  readonly name: string
  readonly sizeBytes: number | null
  /** The first ≤ 256 KiB as they are (for binary formats). */
  readonly bytes: Uint8Array
  /** The last ≤ 256 KiB of an archive, where its table of contents stands; empty for everything else. */
  readonly tail: Uint8Array
  /** The same decoded, without byte order mark; '' for zip and binary. It may end within a line. */
  readonly head: string
  /** Whether `head` is the whole file. */
  readonly complete: boolean
  /** Decided over the whole file where the head alone cannot decide; `utf-8` for zip and binary. */
  readonly encoding: Encoding
  /** True when neither a mark nor UTF-8's own structure proved it: then `assumed` holds `encoding`. */
  readonly encodingGuessed: boolean
  readonly shape: SniffClass
  /** Keys and first records of a JSON or JSON Lines file (read beyond the head where needed); else null. */
  readonly json: JsonOutline | null
}

/** What a parser says about a probe. */
export interface Detection {
  /** One of `FORMATS`. */
  readonly format: string
  /** 0 to 1. The registry takes the highest; below 0.5 is no answer. An explicit marker of the exporter is ≥ 0.9. */
  readonly confidence: number
}

/** What a parser learns about the file as a whole while it reads; complete when `read` has ended. */
export interface Report {
  /** Title or counterpart as the file names it. */
  title: string | null
  /** Saying a warning twice is saying it once. */
  warn(code: Warning): void
}

/**
 * A reader of one family of formats. `detect` looks at content alone (the name is at most a weak hint) and is
 * cheap. `read` yields the records in the order of the file and every record in exactly one of message, unread,
 * preamble; it throws FormatError only where the file as a whole can't be read. It must accept any file, however
 * damaged, for which its own `detect` answered.
 */
export interface Parser {
  readonly formats: readonly string[]
  detect(probe: Probe): Detection | null
  read(source: ByteSource, probe: Probe, detection: Detection, report: Report): AsyncGenerator<Item>
}
