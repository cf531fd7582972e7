import type { Encoding } from './text-encoding.ts'
import { chinesePlausibility } from './text-plausibility.ts'
import type { ByteSource } from './types.ts'

/** A line without its end (LF, CR or CRLF). */
export interface Line {
  /** 1-based, counted over the whole file. */
  readonly no: number
  /** For `too_long` its beginning only; for `damaged` with U+FFFD where bytes are no text. */
  readonly text: string
  /** `recoded`: in another encoding than the rest of the file, and decoded by that one. */
  readonly state: 'ok' | 'recoded' | 'damaged' | 'too_long'
}

export interface LineOptions {
  /** Longest line in UTF-16 units; what is longer comes as `too_long`. Default 1 Mi. */
  readonly maxLength?: number
}

const DEFAULT_MAX_LENGTH = 1024 * 1024
/** How much of a line that is too long is kept, to show where it is. */
const KEPT_OF_TOO_LONG = 200

/**
 * Decodes a source as a stream of text; multi-byte sequences may cross the borders of chunks, bytes that are no
 * text become U+FFFD, a byte order mark is removed. Memory is bounded by the source's own chunks.
 */
export async function* decodeText(source: ByteSource, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  let isFirst = true
  for await (const chunk of source.open()) {
    const text = decoder.decode(chunk, { stream: true })
    if (text === '') continue
    // The platform removes the mark of Unicode encodings, not that of GB18030.
    yield isFirst && text.startsWith('\ufeff') ? text.slice(1) : text
    isFirst = false
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}

/** The lines of a source, one by one. See `readLineBlocks` for large files. */
export async function* readLines(
  source: ByteSource,
  encoding: Encoding,
  options: LineOptions = {},
): AsyncGenerator<Line> {
  for await (const block of readLineBlocks(source, encoding, options)) yield* block
}

/**
 * The lines of a source in blocks as they become known. A file that ends with a line end has no empty line after
 * it. In encodings whose line ends are single bytes a line that is not valid is tried in the other likely
 * encoding (`recoded`), as files glued together from two programs are; else it is `damaged`.
 */
export async function* readLineBlocks(
  source: ByteSource,
  encoding: Encoding,
  options: LineOptions = {},
): AsyncGenerator<Line[]> {
  const splitter = new LineSplitter(options.maxLength ?? DEFAULT_MAX_LENGTH)
  const pieces =
    encoding === 'utf-16le' || encoding === 'utf-16be'
      ? decodeWide(source, encoding)
      : decodeNarrow(source, encoding)
  for await (const piece of pieces) {
    const lines = splitter.push(piece)
    if (lines.length > 0) yield lines
  }
  const last = splitter.end()
  if (last !== null) yield [last]
}

/** Text that came out of one decoding; its state holds for every line that it touches. */
interface Piece {
  readonly text: string
  readonly state: 'ok' | 'recoded' | 'damaged'
}

async function* decodeWide(source: ByteSource, encoding: Encoding): AsyncGenerator<Piece> {
  for await (const decoded of decodeText(source, encoding)) {
    // No store holds NUL; with U+FFFD in its place the line counts as damaged.
    const text = decoded.replaceAll('\0', '\ufffd')
    if (!text.includes('\ufffd')) {
      yield { text, state: 'ok' }
      continue
    }
    for (const line of text.split(/(?<=\n)/)) {
      yield { text: line, state: line.includes('\ufffd') ? 'damaged' : 'ok' }
    }
  }
}

/** No encoding of these has 0x0A or 0x0D inside a longer sequence, so bytes can be cut there before decoding. */
async function* decodeNarrow(source: ByteSource, encoding: Encoding): AsyncGenerator<Piece> {
  const decoders = new NarrowDecoders(encoding)
  let held: Uint8Array[] = []
  let heldBytes = 0
  let isFirst = true
  const flush = function* (block: Uint8Array): Generator<Piece> {
    yield* decoders.decode(isFirst ? withoutMark(block, encoding) : block)
    isFirst = false
  }
  for await (const chunk of source.open()) {
    const cut = lastLineEnd(chunk) + 1
    // A line that never ends is cut where it is, so that memory stays bounded.
    if (cut === 0 && heldBytes + chunk.length < MAX_HELD_BYTES) {
      held.push(chunk.slice())
      heldBytes += chunk.length
      continue
    }
    const end = cut === 0 ? chunk.length : cut
    yield* flush(concat([...held, chunk.subarray(0, end)]))
    held = end < chunk.length ? [chunk.slice(end)] : []
    heldBytes = chunk.length - end
  }
  if (heldBytes > 0) yield* flush(concat(held))
}

const MAX_HELD_BYTES = 4 * 1024 * 1024

type Decoder = InstanceType<typeof TextDecoder>

class NarrowDecoders {
  readonly #isUtf8: boolean
  readonly #strict: Decoder
  readonly #other: Decoder
  readonly #lenient: Decoder
  constructor(encoding: Encoding) {
    this.#isUtf8 = encoding === 'utf-8'
    this.#strict = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
    this.#other = new TextDecoder(this.#isUtf8 ? 'gb18030' : 'utf-8', { fatal: true, ignoreBOM: true })
    this.#lenient = new TextDecoder(encoding, { ignoreBOM: true })
  }

  *decode(block: Uint8Array): Generator<Piece> {
    // What is valid UTF-8 is UTF-8; in the others nearly any bytes are valid, so each line is looked at.
    const whole = this.#isUtf8 ? decodeOrNull(this.#strict, block) : null
    if (whole !== null && !whole.includes('\0')) {
      yield { text: whole, state: 'ok' }
      return
    }
    let start = 0
    while (start < block.length) {
      const at = block.indexOf(0x0a, start)
      const end = at < 0 ? block.length : at + 1
      yield this.#decodeLine(block.subarray(start, end))
      start = end
    }
  }

  #decodeLine(line: Uint8Array): Piece {
    const own = decodeOrNull(this.#strict, line)
    // NUL is no text, and no database stores it.
    if (own?.includes('\0')) return { text: own.replaceAll('\0', '\ufffd'), state: 'damaged' }
    if (own !== null && this.#isUtf8) return { text: own, state: 'ok' }
    const other = own === null || /[^\0-\x7f]/.test(own) ? decodeOrNull(this.#other, line) : null
    if (other !== null && isLikelier(other, own)) return { text: other, state: 'recoded' }
    return own === null ? { text: this.#lenient.decode(line), state: 'damaged' } : { text: own, state: 'ok' }
  }
}

/** Whether a line in the other encoding reads better than in the file's own (null: it is not valid there). */
function isLikelier(other: string, own: string | null): boolean {
  if (own === null) return !/[\ue000-\uf8ff\ufffd]/.test(other)
  const hasLong = /[\u0800-\ud7ff\ue000-\uffff]/.test(other)
  return hasLong && chinesePlausibility(other) > chinesePlausibility(own)
}

function decodeOrNull(decoder: Decoder, bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}

function withoutMark(block: Uint8Array, encoding: Encoding): Uint8Array {
  if (block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf) return block.subarray(3)
  const isGbMark = block[0] === 0x84 && block[1] === 0x31 && block[2] === 0x95 && block[3] === 0x33
  return encoding === 'gb18030' && isGbMark ? block.subarray(4) : block
}

function lastLineEnd(chunk: Uint8Array): number {
  return Math.max(chunk.lastIndexOf(0x0a), chunk.lastIndexOf(0x0d))
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const only = parts[0]
  if (parts.length === 1 && only !== undefined) return only
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Cuts pieces of text into lines; a line end may be cut in two by a border of pieces. */
class LineSplitter {
  readonly #maxLength: number
  #no = 0
  #rest = ''
  #state: Line['state'] = 'ok'
  #endedWithCr = false

  constructor(maxLength: number) {
    this.#maxLength = maxLength
  }

  push(piece: Piece): Line[] {
    const lines: Line[] = []
    let text = piece.text
    if (this.#endedWithCr && text.startsWith('\n')) text = text.slice(1)
    this.#endedWithCr = text.endsWith('\r')
    if (text === '') return lines
    const parts = text.includes('\r') ? text.split(/\r\n|\r|\n/) : text.split('\n')
    const last = parts.pop() ?? ''
    for (const part of parts) {
      this.#add(part, piece.state)
      lines.push(this.#take())
    }
    if (last !== '') this.#add(last, piece.state)
    return lines
  }

  end(): Line | null {
    return this.#rest === '' && this.#state === 'ok' ? null : this.#take()
  }

  #add(text: string, state: Piece['state']): void {
    if (this.#state === 'too_long') return
    if (this.#rest.length + text.length > this.#maxLength) {
      this.#rest = (this.#rest + text).slice(0, KEPT_OF_TOO_LONG)
      this.#state = 'too_long'
      return
    }
    this.#rest += text
    if (state !== 'ok' && text !== '') this.#state = state
  }

  #take(): Line {
    this.#no += 1
    const line: Line = { no: this.#no, text: this.#rest, state: this.#state }
    this.#rest = ''
    this.#state = 'ok'
    return line
  }
}
