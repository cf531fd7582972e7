/** Zeroes of the decimal digits that phones write in their local scripts, in ascending order. */
const DIGIT_ZEROES = [
  0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
  0xf20, 0x1040, 0x17e0, 0x1810, 0xff10,
]

/** The value 0–9 of a decimal digit in any script that phones use, else -1. */
export function digitValue(code: number): number {
  if (code < 0x660) return code >= 0x30 && code <= 0x39 ? code - 0x30 : -1
  for (const zero of DIGIT_ZEROES) {
    if (code < zero) return -1
    if (code <= zero + 9) return code - zero
  }
  return -1
}

/** Marks without width: directions, joiners, byte order marks within the text. */
export function isMark(code: number): boolean {
  return (
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x2069) ||
    code === 0xfeff ||
    code === 0x061c
  )
}

/** Spaces of any width, U+00A0 and U+202F among them. */
export function isSpace(code: number): boolean {
  return (
    code === 0x20 ||
    code === 0x09 ||
    code === 0xa0 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  )
}

/** The text without marks at its beginning. */
export function withoutLeadingMarks(text: string): string {
  let at = 0
  while (at < text.length && isMark(text.charCodeAt(at))) at += 1
  return at === 0 ? text : text.slice(at)
}

const HAS_MARK_OR_SPACE_RUN =
  /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\t\u00a0\u2000-\u200a\u202f\u205f\u3000]|^ | $| {2}/

/** The text without marks and spaces at both ends, and with every run of spaces as one. */
export function plainText(text: string): string {
  if (!HAS_MARK_OR_SPACE_RUN.test(text)) return text
  let out = ''
  let pendingSpace = false
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (isMark(code)) continue
    if (isSpace(code)) {
      pendingSpace = out !== ''
      continue
    }
    if (pendingSpace) out += ' '
    pendingSpace = false
    out += char
  }
  return out
}

/** A cursor over the beginning of a line. It only moves forward, so reading a header takes linear time. */
export class HeaderScanner {
  readonly line: string
  /** Where the beginning ends: nothing behind it is looked at. */
  readonly end: number
  at: number

  constructor(line: string, at: number, maxLength: number) {
    this.line = line
    this.at = at
    this.end = Math.min(line.length, maxLength)
  }

  code(): number {
    return this.at < this.end ? this.line.charCodeAt(this.at) : -1
  }

  skipMarks(): void {
    while (isMark(this.code())) this.at += 1
  }

  skipBlank(): boolean {
    const from = this.at
    let sawSpace = false
    while (isMark(this.code()) || isSpace(this.code())) {
      if (isSpace(this.code())) sawSpace = true
      this.at += 1
    }
    return sawSpace && this.at > from
  }

  take(char: string): boolean {
    if (this.at >= this.end || this.line[this.at] !== char) return false
    this.at += 1
    return true
  }

  /** A number of 1 to `maxDigits` digits that is not followed by one more; null where there is none. */
  number(maxDigits: number): { value: number; width: number } | null {
    let value = 0
    let width = 0
    for (let digit = digitValue(this.code()); digit >= 0; digit = digitValue(this.code())) {
      if (width === maxDigits) return null
      value = value * 10 + digit
      width += 1
      this.at += 1
    }
    return width === 0 ? null : { value, width }
  }
}
