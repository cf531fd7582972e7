import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Child {
  readonly process: ChildProcess
  /** Resolves with the first line that begins so; rejects when the child ends before. */
  line(beginning: string): Promise<string>
  /** SIGKILL, and waits until the process is gone. */
  kill(): Promise<void>
  /** Waits until it ends by itself. */
  ended(): Promise<number | null>
}

/** Runs a program of ours under the same Node, for tests that kill it. */
export function runChild(program: URL, args: readonly string[]): Child {
  const child = spawn(process.execPath, ['--no-warnings', program.pathname, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const seen: string[] = []
  const errors: string[] = []
  let wake = Promise.withResolvers<void>()
  const stir = () => {
    wake.resolve()
    wake = Promise.withResolvers<void>()
  }
  const lines = createInterface({ input: child.stdout })
  lines.on('line', line => {
    seen.push(line)
    stir()
  })
  child.stderr.on('data', data => errors.push(String(data)))
  let over = false
  const exit = new Promise<number | null>(resolve => {
    child.on('close', code => {
      over = true
      resolve(code)
      stir()
    })
  })
  return {
    process: child,
    async line(beginning) {
      for (;;) {
        const found = seen.find(line => line.startsWith(beginning))
        if (found !== undefined) return found
        if (over) throw new Error(`the child ended before "${beginning}"; it said ${errors.join('')}`)
        await wake.promise
      }
    },
    async kill() {
      child.kill('SIGKILL')
      await exit
    },
    ended: () => exit,
  }
}
