import { tmpdir } from 'node:os'
import { Writable } from 'node:stream'
import { runMain } from '../src/main.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs `yuanwei` in this process, with nothing of this process's environment. */
export async function run(
  args: string[],
  env: Record<string, string> = {},
  cwd: string = tmpdir(),
): Promise<Ran> {
  const out: string[] = []
  const err: string[] = []
  const sink = (into: string[]) =>
    new Writable({
      write(chunk, _encoding, done) {
        into.push(String(chunk))
        done()
      },
    })
  const code = await runMain(args, { stdout: sink(out), stderr: sink(err), env, cwd })
  return { code, out: out.join(''), err: err.join('') }
}
