/** `done`: the value ended before `at`. `more`: the window did. `broken`: the next element began. */
export type Met = 'done' | 'more' | 'broken'

/** Walks over one JSON value in a window of the text that moves on, and remembers where within it it stands. */
export class ValueWalker {
  window = ''
  at = 0
  /** Nothing follows the window. */
  isEnding = false
  /** What stands before an element on a line of its own; null where elements share lines. */
  linePrefix: string | null = null
  #isBare = false
  #depth = 0
  #isInString = false
  #stringFrom = 0
  #isEscaped = false
  #newline = -2

  /** Begins with the value whose first character stands at `at`. */
  begin(): void {
    const code = this.window.charCodeAt(this.at)
    this.#isBare = code !== 0x7b && code !== 0x5b && code !== 0x22
    this.#depth = 0
    this.#isInString = false
    this.#isEscaped = false
  }

  /** Takes a new window, in which what stood at the old `at` stands at the new one. */
  move(window: string, at: number): void {
    this.window = window
    this.at = at
    this.#stringFrom = at
    this.#newline = -2
  }

  walk(): Met {
    return this.#isBare ? this.#walkBare() : this.#walkNested()
  }

  #walkBare(): Met {
    for (; this.at < this.window.length; this.at += 1) {
      const code = this.window.charCodeAt(this.at)
      if (code === 0x2c || code === 0x5d || code === 0x7d || code <= 0x20) return 'done'
    }
    return 'more'
  }

  /** The inner loop of all reading: local variables, and short plain strings taken in passing. */
  #walkNested(): Met {
    const window = this.window
    const length = window.length
    let at = this.at
    while (at < length) {
      if (this.#isInString) {
        this.at = at
        const met = this.#walkString()
        if (met !== 'on') return met
        at = this.at
        continue
      }
      const code = window.charCodeAt(at)
      at += 1
      if (code === 0x22) {
        const end = plainStringEnd(window, at)
        this.#isInString = end < 0
        this.#stringFrom = at
        if (end < 0) continue
        at = end + 1
        if (this.#depth === 0) {
          this.at = at
          return 'done'
        }
      } else if (code === 0x7b || code === 0x5b) {
        this.#depth += 1
      } else if (code === 0x7d || code === 0x5d) {
        this.#depth -= 1
        if (this.#depth === 0) {
          this.at = at
          return 'done'
        }
      } else if (code === 0x0a && this.linePrefix !== null) {
        const met = this.#meetNewline(at - 1)
        if (met !== 'on') return met
      }
    }
    this.at = at
    return 'more'
  }

  #walkString(): Met | 'on' {
    const window = this.window
    if (this.#isEscaped) {
      this.#isEscaped = false
      this.at += 1
      this.#stringFrom = this.at
      return 'on'
    }
    const quote = window.indexOf('"', this.at)
    if (this.linePrefix !== null) {
      if (this.#newline !== -1 && this.#newline < this.at) this.#newline = window.indexOf('\n', this.at)
      if (this.#newline >= 0 && (quote < 0 || this.#newline < quote)) {
        const met = this.#meetNewline(this.#newline)
        if (met === 'on') this.at = this.#newline + 1
        return met
      }
    }
    const end = quote < 0 ? window.length : quote
    let slashes = 0
    while (end - 1 - slashes >= this.#stringFrom && window.charCodeAt(end - 1 - slashes) === 0x5c)
      slashes += 1
    this.at = quote < 0 ? end : quote + 1
    if (quote < 0) {
      this.#isEscaped = slashes % 2 === 1
      return 'more'
    }
    if (slashes % 2 === 0) {
      this.#isInString = false
      if (this.#depth === 0) return 'done'
    }
    return 'on'
  }

  /** At a line end within an element: does the next line begin as elements do? Then this one never closed. */
  #meetNewline(newline: number): Met | 'on' {
    const prefix = this.linePrefix ?? ''
    const next = newline + 1 + prefix.length
    if (next >= this.window.length && !this.isEnding) {
      this.at = newline
      return 'more'
    }
    if (this.window.charCodeAt(next) !== 0x7b || !this.window.startsWith(prefix, newline + 1)) return 'on'
    this.at = newline
    return 'broken'
  }
}

/** Where a string ends whose inside starts at `from`, if it is short and plain; -1 where there is more to look at. */
function plainStringEnd(window: string, from: number): number {
  const end = Math.min(window.length, from + 64)
  for (let at = from; at < end; at += 1) {
    const code = window.charCodeAt(at)
    if (code === 0x22) return at
    if (code === 0x5c || code === 0x0a) return -1
  }
  return -1
}
