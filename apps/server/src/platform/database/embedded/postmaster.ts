import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../../sentences.ts'
import type { Binaries } from './binaries.ts'
import { asAccount, cleanEnvironment } from './cluster.ts'
import type { Place } from './place.ts'
import { readPidFile } from './processes.ts'

export type PostmasterOptions = {
  /** false only for databases that a test throws away: no fsync. */
  durable: boolean
  /** Whether the kernel ends the database when this process is killed (Linux with util-linux). */
  endWithParent: boolean
  startTimeoutMs: number
}

export type Postmaster = {
  pid: number
  log: string
  /** Resolves when the process has ended for whatever reason: its exit code or signal. */
  ended: Promise<string>
  stop: () => Promise<void>
}

const settings = (place: Place, durable: boolean): Record<string, string> => ({
  // The socket in a folder of the account alone is the only way in.
  listen_addresses: '',
  unix_socket_directories: place.sockets,
  unix_socket_permissions: '0700',
  port: '5432',
  max_connections: '100',
  shared_buffers: '128MB',
  // Many short statements: compiling them costs more than it gains.
  jit: 'off',
  fsync: durable ? 'on' : 'off',
  full_page_writes: durable ? 'on' : 'off',
  synchronous_commit: durable ? 'on' : 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  cluster_name: 'yuanwei',
  // Rows of a failed statement would be personal data in a log: neither statement nor detail is written.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length_on_error: '0',
})

const pathOfSetpriv = '/usr/bin/setpriv'
let setprivKnows: boolean | undefined

/**
 * After `kill -9` of this process nobody would stop the database. On Linux the kernel does it when asked:
 * setpriv has it send SIGINT (fast shutdown) when the parent dies, and becomes the database by exec. Where
 * it is missing the next start settles the orphan.
 */
function withDeathSignal(): boolean {
  if (process.platform !== 'linux') return false
  setprivKnows ??=
    spawnSync(pathOfSetpriv, ['--help'], { encoding: 'utf8' }).stdout?.includes('--pdeathsig') ?? false
  return setprivKnows
}

function spawnPostgres(
  place: Place,
  binaries: Binaries,
  options: PostmasterOptions,
  log: string,
): ChildProcess {
  const values = Object.entries(settings(place, options.durable)).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const program = join(binaries.folder, 'bin', 'postgres')
  const args = ['-D', place.cluster, ...values]
  const fd = openSync(log, 'a', 0o600)
  // A group of its own: Ctrl-C in the terminal is for us, who then stop the database last.
  const common = {
    cwd: '/',
    env: cleanEnvironment,
    detached: true,
    stdio: ['ignore', fd, fd] as ['ignore', number, number],
  }
  try {
    if (!(options.endWithParent && withDeathSignal()))
      return spawn(program, args, { ...common, ...asAccount(place.account) })
    // The kernel forgets the wish when the account changes, so setpriv must change it first.
    const { uid, gid } = asAccount(place.account) as { uid?: number; gid?: number }
    const identity = uid === undefined ? [] : [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
    return spawn(pathOfSetpriv, [...identity, '--pdeathsig=INT', '--', program, ...args], common)
  } finally {
    closeSync(fd)
  }
}

const logLimitBytes = 8 * 1024 * 1024

function rotateLog(log: string): void {
  try {
    if (statSync(log).size > logLimitBytes) renameSync(log, `${log}.1`)
  } catch {
    // There is none yet.
  }
}

function endOf(log: string, from: number): string {
  try {
    return readFileSync(log).subarray(from).toString('utf8').trim().split('\n').slice(-5).join(' | ')
  } catch {
    return ''
  }
}

const sizeOf = (log: string) => statSync(log, { throwIfNoEntry: false })?.size ?? 0

/** Starts the database and resolves once it takes connections. */
export async function startPostmaster(
  place: Place,
  binaries: Binaries,
  options: PostmasterOptions,
): Promise<Postmaster> {
  const log = join(place.home, 'postgres.log')
  rotateLog(log)
  const logStart = sizeOf(log)
  const child = spawnPostgres(place, binaries, options, log)
  let how: string | undefined
  const ended = new Promise<string>(resolve => {
    const end = (text: string) => {
      how = text
      resolve(text)
    }
    child.on('error', error => end(error.message))
    child.on('exit', (code, signal) => end(signal ?? `exit ${code}`))
  })
  const stop = () => stopPostmaster(child, ended)
  const deadline = Date.now() + options.startTimeoutMs
  // The postmaster itself writes `ready` into its pid file when connections are taken.
  for (;;) {
    const file = readPidFile(place.cluster)
    if (file?.pid === child.pid && file?.status === 'ready') break
    if (how !== undefined) {
      throw new Refusal('database_start_failed', { reason: endOf(log, logStart) || how })
    }
    if (Date.now() > deadline) {
      await stop()
      throw new Refusal('database_start_failed', {
        reason: `${options.startTimeoutMs} ms. ${endOf(log, logStart)}`,
      })
    }
    await sleep(10)
  }
  child.unref()
  return { pid: child.pid ?? 0, log, ended, stop }
}

/** Fast shutdown: transactions are rolled back, a checkpoint is written, then it ends. */
async function stopPostmaster(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.ref()
  child.kill('SIGINT')
  const timer = setTimeout(() => child.kill('SIGQUIT'), 60_000)
  await ended
  clearTimeout(timer)
}
