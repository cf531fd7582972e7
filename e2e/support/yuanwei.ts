import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { repositoryFolder } from './installation.ts'

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end and gives what it said. */
export async function run(
  program: string,
  args: readonly string[],
  encoding: BufferEncoding = 'utf8',
): Promise<Ran> {
  // Nothing of this machine's installation or language is known to it.
  const env = { ...process.env, LC_ALL: 'en_GB.UTF-8', YUANWEI_DATA: '/nonexistent' }
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const code = new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  )
  const [stdout, stderr] = await Promise.all([buffer(child.stdout), buffer(child.stderr)])
  return { code: await code, stdout: stdout.toString(encoding), stderr: stderr.toString() }
}

/** The command `yuanwei`, as one who received a file would call it: it knows no server. */
export function yuanwei(...args: readonly string[]): Promise<Ran> {
  const main = join(repositoryFolder, 'apps', 'cli', 'src', 'main.ts')
  return run(process.execPath, [main, ...args])
}

interface Finding {
  readonly place: string | null
}

/** The report of `yuanwei verify --json`: the verdicts that fail, and every place that they name. */
export function failures({ stdout }: Ran): { verdicts: string[]; places: string[] } {
  const report = JSON.parse(stdout) as {
    readonly verdicts: readonly { id: string; state: string; findings: readonly Finding[] }[]
  }
  const bad = report.verdicts.filter(({ state }) => state === 'bad')
  const places = bad.flatMap(({ findings }) => findings.map(({ place }) => place ?? ''))
  return { verdicts: bad.map(({ id }) => id), places: [...new Set(places)] }
}
