import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const repositoryFolder = join(import.meta.dirname, '..', '..')
const STARTS_WITHIN_MS = 60_000

/** A server of its own on a fresh folder, as `npm start` would run it. */
export interface Installation {
  readonly url: string
  /** The one-time code, read from the console as its owner would. */
  readonly setupCode: string
  /** Ends the server and removes its folder; throws when it did not end by itself with 0. */
  stop(): Promise<void>
}

/** Starts the built product on a free port and a fresh temporary folder with its own database. */
export async function startInstallation(): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'yuanwei-path-'))
  // Root's database runs under another account, which has to reach its folder.
  chmodSync(folder, 0o755)
  // With a channel, so that the server ends when the test run is killed.
  const child = spawn(process.execPath, [join(repositoryFolder, 'scripts', 'start.ts')], {
    env: {
      ...process.env,
      PORT: '0',
      YUANWEI_DATA: join(folder, 'data'),
      YUANWEI_LANG: 'en',
      LOG_LEVEL: 'warn',
      DATABASE_URL: '',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve))
  const { url, setupCode } = await firstWords(child).catch(async cause => {
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
    throw cause
  })
  const stop = async () => {
    child.kill('SIGTERM')
    const code = await ended
    rmSync(folder, { recursive: true, force: true })
    if (code !== 0) throw new Error(`The server ended with ${code}.`)
  }
  return { url, setupCode, stop }
}

/** What the console says once the server answers. */
function firstWords(child: ChildProcess): Promise<{ url: string; setupCode: string }> {
  return new Promise((resolve, reject) => {
    let said = ''
    const fail = (why: string) => reject(new Error(`${why}\n${said}`))
    const timer = setTimeout(() => fail('The server did not start in time.'), STARTS_WITHIN_MS)
    child.once('exit', code => fail(`The server ended with ${code} before it answered.`))
    child.stdout?.on('data', () => undefined)
    child.stderr?.setEncoding('utf8').on('data', (words: string) => {
      said += words
      const found = /open (http:\S+) in a browser and enter the one-time code (\S+) /.exec(said)
      if (!found?.[1] || !found[2]) return
      clearTimeout(timer)
      resolve({ url: found[1], setupCode: found[2] })
    })
  })
}
