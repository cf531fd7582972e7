/** How many bytes from the first that is not ASCII are kept, to try encodings on. */
const SAMPLE_BYTES = 64 * 1024
/** So many valid sequences and not one invalid: no other encoding does that by chance. */
const ENOUGH_SEQUENCES = 1000

/** Counts, over a stream of bytes, what is valid UTF-8 and what is not (RFC 3629), and keeps a sample. */
export class Utf8Survey {
  /** Valid sequences of two bytes or more. */
  sequences = 0
  /** Those of three bytes or more, which hardly ever occur by chance. */
  longSequences = 0
  /** Bytes that fit no sequence. */
  invalid = 0
  /** Sequences begun at the very end of what was pushed. */
  get isCut(): boolean {
    return this.#left > 0
  }
  #left = 0
  #isLong = false
  #low = 0x80
  #high = 0xbf
  #sample: Uint8Array[] = []
  #sampleBytes = 0
  #hasHigh = false

  /** True when more bytes can't change the verdict. */
  get isDecided(): boolean {
    return this.invalid === 0 && this.sequences >= ENOUGH_SEQUENCES
  }

  get hasHighBytes(): boolean {
    return this.#hasHigh
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0
      if (this.#left > 0) {
        this.#continue(byte)
      } else if (byte >= 0x80) {
        this.#start(byte)
      }
      if (byte >= 0x80 && !this.#hasHigh) {
        this.#hasHigh = true
        this.#keep(bytes.subarray(at))
        this.#sampleFrom = bytes
      }
    }
    if (this.#hasHigh && this.#sampleFrom !== bytes) this.#keep(bytes)
  }
  #sampleFrom: Uint8Array | null = null

  /** Up to 64 KiB from the first byte that is not ASCII (which begins a character in every encoding). */
  sample(): Uint8Array {
    const all = new Uint8Array(this.#sampleBytes)
    let at = 0
    for (const part of this.#sample) {
      all.set(part, at)
      at += part.length
    }
    return all
  }

  #keep(bytes: Uint8Array): void {
    const part = bytes.slice(0, SAMPLE_BYTES - this.#sampleBytes)
    this.#sample.push(part)
    this.#sampleBytes += part.length
  }

  #start(byte: number): void {
    this.#low = 0x80
    this.#high = 0xbf
    this.#isLong = byte >= 0xe0
    if (byte >= 0xc2 && byte <= 0xdf) {
      this.#left = 1
    } else if (byte >= 0xe0 && byte <= 0xef) {
      this.#left = 2
      if (byte === 0xe0) this.#low = 0xa0
      if (byte === 0xed) this.#high = 0x9f
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      this.#left = 3
      if (byte === 0xf0) this.#low = 0x90
      if (byte === 0xf4) this.#high = 0x8f
    } else {
      this.invalid += 1
    }
  }

  #continue(byte: number): void {
    if (byte < this.#low || byte > this.#high) {
      this.invalid += 1
      this.#left = 0
      if (byte >= 0x80) this.#start(byte)
      return
    }
    this.#low = 0x80
    this.#high = 0xbf
    this.#left -= 1
    if (this.#left > 0) return
    this.sequences += 1
    if (this.#isLong) this.longSequences += 1
  }
}
