import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { FaultPoint } from '../../src/platform/faults.ts'
import type { ServerWord } from './server-words.ts'

const PROGRAM = join(import.meta.dirname, 'server-process.ts')
/** Where clients think the server is; each start has another port. */
export const BASE_URL = 'http://server.test'
const START_WITHIN_MS = 90_000

export type KillMode = 'server' | 'server and database'

/** The real server in a child process, on one data folder, through any number of violent ends. */
export class ServerUnderTest {
  readonly dataFolder: string
  /** Codes of what it told its operator, over all starts. */
  readonly notices: string[] = []
  setupCode: string | null = null
  private child: ChildProcess | null = null
  private address = ''
  private up = Promise.withResolvers<void>()
  private isUp = false
  private isAbandoned = false
  private held = Promise.withResolvers<FaultPoint>()
  private said: string[] = []

  constructor(dataFolder: string) {
    this.dataFolder = dataFolder
  }

  /** Starts, and resolves with the milliseconds until it answers. */
  async start(): Promise<number> {
    const startedAt = performance.now()
    const child = spawn(process.execPath, ['--no-warnings', PROGRAM, this.dataFolder], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Dozens of starts: each compiles the same sources.
      env: { ...process.env, NODE_COMPILE_CACHE: join(dirname(this.dataFolder), 'compiled') },
    })
    this.child = child
    this.said = []
    this.held = Promise.withResolvers()
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', data => this.said.splice(0, Math.max(0, this.said.push(String(data)) - 50)))
    const serving = Promise.withResolvers<void>()
    child.on('message', (word: ServerWord) => {
      if (word.kind === 'notice') this.notices.push(word.code)
      else if (word.kind === 'held') this.held.resolve(word.point)
      else {
        this.address = word.url
        this.setupCode = word.setupCode
        serving.resolve()
      }
    })
    child.once('exit', (code, signal) => {
      if (this.child === child) this.down()
      serving.reject(this.failure(`ended with ${code ?? signal}`))
    })
    await within(serving.promise, START_WITHIN_MS, () => this.failure('did not answer in time'))
    this.isUp = true
    this.up.resolve()
    return performance.now() - startedAt
  }

  /** As `fetch`, to the server wherever it listens now; waits while there is none. */
  readonly fetch: typeof fetch = async (input, init) => {
    await this.up.promise
    if (this.isAbandoned) return new Response(null, { status: 410 })
    return fetch(String(input).replace(BASE_URL, this.address), init)
  }

  /** Nothing will be started any more: whoever waits for the server is refused instead of waiting for ever. */
  abandon(): void {
    this.isAbandoned = true
    this.up.resolve()
  }

  /** From now on the server stops at that point, the n-th time it is reached. */
  arm(point: FaultPoint, nth: number): void {
    this.child?.send({ point, nth })
  }

  /** Resolves once the server stands at the point it was armed for. */
  async reached(timeoutMs: number): Promise<FaultPoint> {
    const ended = this.ending().then(() => Promise.reject(this.failure('ended by itself')))
    return within(Promise.race([this.held.promise, ended]), timeoutMs, () =>
      this.failure('did not get there'),
    )
  }

  /** SIGKILL, as a loss of power or the kernel would do it. Waits until the processes are gone. */
  async kill(mode: KillMode): Promise<void> {
    const { child } = this
    if (!child) return
    this.down()
    const database = mode === 'server' ? [] : this.databaseProcesses()
    const ended = this.ending()
    child.kill('SIGKILL')
    for (const pid of database) tryKill(pid)
    await ended
    this.child = null
  }

  /** SIGTERM; resolves with its exit code. */
  async stop(): Promise<number | null> {
    const { child } = this
    if (!child) return null
    this.down()
    const ended = this.ending()
    child.kill('SIGTERM')
    const code = await ended
    this.child = null
    return code
  }

  /** Pids of the PostgreSQL processes at work in this data folder. */
  databaseProcesses(): number[] {
    const cluster = realpathSync(join(this.dataFolder, 'database'))
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name) && standsIn(name, cluster))
      .map(Number)
  }

  /** From now on clients wait for the next start. */
  private down(): void {
    if (this.isUp) this.up = Promise.withResolvers()
    this.isUp = false
  }

  private async ending(): Promise<number | null> {
    const { child } = this
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const [code] = await once(child, 'exit')
    return code
  }

  private failure(what: string): Error {
    return new Error(`the server ${what}; it said: ${this.said.join('').slice(-4000)}`)
  }
}

function standsIn(pid: string, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)
  } catch {
    return false
  }
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended with the server.
  }
}

export async function within<T>(work: Promise<T>, timeoutMs: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), timeoutMs)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
