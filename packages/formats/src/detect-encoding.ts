import { byteOrderMark, type Encoding } from './text-encoding.ts'
import { chinesePlausibility, PLAUSIBLE } from './text-plausibility.ts'
import { type ByteSource, FormatError } from './types.ts'
import { Utf8Survey } from './utf8-survey.ts'

export interface EncodingVerdict {
  /** null: this is no text. */
  readonly encoding: Encoding | null
  /** Whether neither a mark nor the structure of UTF-8 proves it. */
  readonly guessed: boolean
}

const PROVEN_UTF8: EncodingVerdict = { encoding: 'utf-8', guessed: false }
const NO_TEXT: EncodingVerdict = { encoding: null, guessed: false }

/**
 * Tells the encoding of a source by its bytes: a mark, UTF-16's zeros, UTF-8's structure, else by which decoding
 * reads like Chinese. Reads on beyond `start` (its first bytes) as long as everything is ASCII.
 * @throws FormatError `encoding_hz`, `encoding_iso2022cn`, `encoding_euctw`: recognised and not read.
 * @throws FormatError `encoding_unknown`: text of which no encoding makes sense.
 */
export async function detectEncoding(source: ByteSource, start: Uint8Array): Promise<EncodingVerdict> {
  const head = withoutPadding(start)
  const mark = byteOrderMark(head)
  if (mark !== null) {
    const isUtf32 = mark.encoding === 'utf-16le' && head[2] === 0 && head[3] === 0 && head.length > 4
    if (isUtf32) throw new FormatError('encoding_unknown')
    return { encoding: mark.encoding, guessed: false }
  }
  const wide = detectWide(head)
  if (wide !== null) return { encoding: wide, guessed: true }
  if (isBinary(head)) return NO_TEXT

  const survey = new Utf8Survey()
  const shifts = new ShiftSurvey()
  for await (const chunk of source.open()) {
    survey.push(chunk)
    if (!survey.hasHighBytes) shifts.push(chunk)
    if (survey.isDecided) return PROVEN_UTF8
  }
  if (!survey.hasHighBytes) {
    shifts.refuse()
    return PROVEN_UTF8
  }
  if (survey.invalid === 0 && isGbkInDisguise(survey)) return { encoding: 'gb18030', guessed: true }
  // A file cut in the middle of its last character is UTF-8 all the same.
  if (survey.invalid === 0 && (survey.sequences > 0 || !survey.isCut)) return PROVEN_UTF8
  return detectNarrow(survey)
}

/** A file that a power cut hit may end in zeros, to the size that it was to have. */
function withoutPadding(bytes: Uint8Array): Uint8Array {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end -= 1
  // An even number of bytes stays even: the last zero may be half a character of UTF-16.
  return end === bytes.length - 1 ? bytes : bytes.subarray(0, end)
}

function detectNarrow(survey: Utf8Survey): EncodingVerdict {
  // Text in GBK or Big5 forms valid pairs by chance about once in seven characters, valid triples hardly ever.
  if (survey.longSequences >= survey.invalid && survey.longSequences > 0) return PROVEN_UTF8
  const sample = survey.sample()
  const scores: [Encoding, number][] = [
    ['gb18030', chinesePlausibility(new TextDecoder('gb18030').decode(sample, { stream: true }))],
    ['big5', chinesePlausibility(new TextDecoder('big5').decode(sample, { stream: true }))],
  ]
  const [best, score] = scores.reduce((a, b) => (b[1] > a[1] ? b : a))
  const euctw = chinesePlausibility(decodeEucTw(sample))
  if (euctw > score && euctw >= PLAUSIBLE) throw new FormatError('encoding_euctw')
  if (score >= PLAUSIBLE) return { encoding: best, guessed: true }
  if (survey.sequences >= survey.invalid) return PROVEN_UTF8
  // Rare characters still come in pairs of bytes; stray bytes in a text that is otherwise ASCII stand alone. That
  // text is read, its stray bytes are shown as damaged.
  if (pairedShare(sample) < 0.5) return { encoding: 'utf-8', guessed: true }
  if (score > 0) return { encoding: best, guessed: true }
  throw new FormatError('encoding_unknown')
}

/**
 * Some words in GBK are valid UTF-8, 图片 (`ͼƬ`) among them, which may be all the Chinese of a short file: told by
 * what nobody writes in UTF-8, and everybody in GBK.
 */
function isGbkInDisguise(survey: Utf8Survey): boolean {
  if (survey.longSequences > 0 || survey.sequences < 2) return false
  const sample = survey.sample()
  const characters = new TextDecoder().decode(sample).match(/[^\0-\x7f]/gu) ?? []
  const isUsual = /[\u00a0-\u017f\u0386-\u03ce\u0400-\u045f\u05d0-\u05ea\u0620-\u064a]/
  if (characters.filter(character => isUsual.test(character)).length * 2 >= characters.length) return false
  return chinesePlausibility(new TextDecoder('gb18030').decode(sample)) >= 0.9
}

/** Share of the runs of bytes beyond ASCII that have an even length. */
function pairedShare(bytes: Uint8Array): number {
  let runs = 0
  let even = 0
  let length = 0
  for (const byte of [...bytes, 0]) {
    if (byte >= 0x80) {
      length += 1
    } else if (length > 0) {
      runs += 1
      if (length % 2 === 0) even += 1
      length = 0
    }
  }
  return runs === 0 ? 0 : even / runs
}

/** UTF-16 without mark: every character of ASCII has a zero byte, always on the same side. */
function detectWide(head: Uint8Array): Encoding | null {
  if (head.length < 4) return null
  const even = head.subarray(0, Math.min(head.length - (head.length % 2), 32 * 1024))
  const zeros = [0, 0]
  for (let at = 0; at < even.length; at += 1) {
    if (even[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  }
  if ((zeros[0] ?? 0) + (zeros[1] ?? 0) < even.length / 100 + 1) return null
  const le = readableShare(new TextDecoder('utf-16le').decode(even))
  const be = readableShare(new TextDecoder('utf-16be').decode(even))
  if (Math.max(le, be) < 0.9) return null
  return le >= be ? 'utf-16le' : 'utf-16be'
}

/** Share of characters that texts consist of. */
function readableShare(text: string): number {
  const readable =
    text.match(
      /[\t\n\r\x20-\x7e\xa0-\xff\u2000-\u206f\u3000-\u30ff\u4e00-\u9fff\uff01-\uffee\ud800-\udfff]/g,
    ) ?? []
  return text.length === 0 ? 0 : readable.length / text.length
}

/** Zeros and other control characters that no text holds (ESC, SO and SI are those of ISO-2022). */
function isBinary(head: Uint8Array): boolean {
  let controls = 0
  for (const byte of head) {
    const isTextual = byte >= 0x20 || (byte >= 0x07 && byte <= 0x0f) || byte === 0x1b
    if (!isTextual) controls += 1
  }
  return controls * 200 > head.length
}

/**
 * EUC-TW, as far as telling it needs: the ideographs of CNS 11643 plane 1 stand in the order of Big5's first
 * level, so they are read through Big5.
 */
function decodeEucTw(bytes: Uint8Array): string {
  const big5: number[] = []
  for (let at = 0; at < bytes.length; at += 1) {
    const first = bytes[at] ?? 0
    if (first < 0x80) {
      big5.push(first)
    } else if (first === 0x8e) {
      // Four bytes: a plane and two bytes of it. Shown as a sign that counts neither way.
      at += 3
      big5.push(0xa1, 0x40)
    } else {
      at += 1
      const cell = ((first - 0xc4) | 0) * 94 + ((bytes[at] ?? 0) - 0xa1)
      // Rows 7 to 33 and 35 of the plane are empty: most Chinese in GB2312 and all Korean stands there.
      const isEmptyRow = (first > 0xa6 && first < 0xc2) || first === 0xc3
      if (first < 0xa1 || isEmptyRow || (bytes[at] ?? 0) < 0xa1) return ''
      if (first < 0xc4 || cell >= 5401) big5.push(0xa1, 0x41)
      else big5.push(0xa4 + Math.floor(cell / 157), trailByte(cell % 157))
    }
  }
  return new TextDecoder('big5').decode(new Uint8Array(big5))
}

function trailByte(cell: number): number {
  return cell < 63 ? 0x40 + cell : 0xa1 + cell - 63
}

/** Looks in 7-bit text for the shifts of HZ (RFC 1843) and ISO-2022-CN (RFC 1922). */
class ShiftSurvey {
  #isIso2022 = false
  #hz = ''
  #tail = ''

  push(chunk: Uint8Array): void {
    if (this.#hz.length > 64 * 1024 || (this.#tail === '' && !chunk.includes(0x7e) && !chunk.includes(0x1b)))
      return
    // Latin-1 keeps each byte as one character.
    const text = this.#tail + new TextDecoder('latin1').decode(chunk)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of RFC 1922.
    if (/\u001b\$(?:\)[AGE]|\*H|\+[I-M])/.test(text)) this.#isIso2022 = true
    for (const [, pairs] of text.matchAll(/~\{((?:[!-w][!-~])+)~\}/g)) this.#hz += pairs
    // A shift may be cut by the border of chunks.
    const open = text.lastIndexOf('~{')
    this.#tail = open >= 0 && open > text.lastIndexOf('~}') ? text.slice(open, open + 4096) : text.slice(-3)
    if (!this.#tail.includes('~') && !this.#tail.includes('\u001b')) this.#tail = ''
  }

  refuse(): void {
    if (this.#isIso2022) throw new FormatError('encoding_iso2022cn')
    if (this.#hz === '') return
    const bytes = Uint8Array.from(this.#hz, character => character.charCodeAt(0) | 0x80)
    const plausibility = chinesePlausibility(new TextDecoder('gb18030').decode(bytes))
    if (plausibility >= PLAUSIBLE) throw new FormatError('encoding_hz')
  }
}
