import type { CommandIo } from './command.ts'
import { displayWidth } from './text-table.ts'

/** One line on stderr that is written over while something lasts; silent where nobody watches. */
export class ProgressLine {
  readonly #stderr: CommandIo['stderr']
  readonly #watched: boolean
  #width = 0

  constructor(io: CommandIo) {
    this.#stderr = io.stderr
    this.#watched = io.terminal !== undefined && 'isTTY' in io.stderr && io.stderr.isTTY === true
  }

  show(text: string): void {
    if (!this.#watched) return
    const width = displayWidth(text)
    this.#stderr.write(`\r${text}${' '.repeat(Math.max(0, this.#width - width))}`)
    this.#width = width
  }

  /** Takes the line away, so that what is said next begins at the left. */
  clear(): void {
    if (this.#width === 0) return
    this.#stderr.write(`\r${' '.repeat(this.#width)}\r`)
    this.#width = 0
  }
}
