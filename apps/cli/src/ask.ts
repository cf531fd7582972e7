import type { CommandIo } from './command.ts'

/** A person at a terminal; absent where input comes from elsewhere. */
export interface Terminal extends NodeJS.ReadableStream {
  setRawMode(raw: boolean): unknown
}

const CTRL_C = '\u0003'
const CTRL_D = '\u0004'
const BACKSPACE = ['\u007f', '\b']
const ENTER = ['\r', '\n']

/**
 * Asks one line on the terminal. What is typed is shown, or with `hidden` not at all. Resolves to null when the person
 * gives up (Ctrl-C, Ctrl-D).
 */
export function ask(
  terminal: Terminal,
  stderr: CommandIo['stderr'],
  question: string,
  { hidden }: { hidden: boolean },
): Promise<string | null> {
  return new Promise(resolve => {
    let typed: string[] = []
    const end = (answer: string | null) => {
      terminal.off('data', take)
      terminal.setRawMode(false)
      terminal.pause()
      stderr.write('\n')
      resolve(answer)
    }
    // Pasted text comes as one piece, a key as one character: both go through here character by character.
    const take = (piece: Buffer | string) => {
      for (const character of String(piece)) {
        if (ENTER.includes(character)) return end(typed.join(''))
        if (character === CTRL_C || character === CTRL_D) return end(null)
        if (BACKSPACE.includes(character)) {
          if (typed.length > 0 && !hidden) stderr.write('\b \b')
          typed = typed.slice(0, -1)
        } else if (character >= ' ') {
          typed.push(character)
          if (!hidden) stderr.write(character)
        }
      }
    }
    terminal.setEncoding('utf8')
    // Before the question is seen: an answer that comes at once must not be echoed by the terminal itself.
    terminal.setRawMode(true)
    stderr.write(question)
    terminal.on('data', take)
    terminal.resume()
  })
}
