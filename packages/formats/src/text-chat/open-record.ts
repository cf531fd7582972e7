import type { Line } from '../text-lines.ts'

/** Longest body in UTF-16 units. Chat programs cap a message far below; more means that heads were not found. */
const MAX_RECORD_LENGTH = 4 * 1024 * 1024

/**
 * A record of a text file while its lines still come in. Blank lines within a body belong to it, blank lines at its
 * end only separate it from the next record.
 */
export class OpenRecord<Head> {
  readonly head: Head
  readonly firstLine: number
  /** Set when the body grew beyond the bound; what came after is not kept. */
  tooLong = false
  /** Whether a line of it was decoded in another encoding, or had bytes that are no text. */
  recoded = false
  damaged = false
  readonly #body: string[] = []
  #blankLines = 0
  #length = 0

  constructor(head: Head, line: Line, firstBodyLine: string | null) {
    this.head = head
    this.firstLine = line.no
    this.#note(line)
    if (firstBodyLine !== null) this.#body.push(firstBodyLine)
  }

  /** Adds a line to the body, as it is. */
  add(line: Line): void {
    this.#note(line)
    if (isBlank(line.text)) {
      this.#blankLines += 1
      return
    }
    this.#length += line.text.length + this.#blankLines + 1
    if (this.#length > MAX_RECORD_LENGTH) {
      this.tooLong = true
      this.#body.length = 0
    }
    if (this.tooLong) return
    for (; this.#blankLines > 0; this.#blankLines -= 1) this.#body.push('')
    this.#body.push(line.text)
  }

  /** Lines of the body without the blank ones at its end. */
  get bodyLines(): readonly string[] {
    return this.#body
  }

  get text(): string {
    return this.#body.join('\n')
  }

  #note(line: Line): void {
    if (line.state === 'recoded') this.recoded = true
    if (line.state === 'damaged') this.damaged = true
  }
}

/** Whether a line shows nothing: spaces, and the invisible marks that some exporters put on empty lines. */
export function isBlank(text: string): boolean {
  return text === '' || /^[\s\u200b-\u200f\u2060\ufeff]*$/.test(text)
}
