import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a running or dead postmaster left in its postmaster.pid. */
export type PidFile = { pid: number; status: string }

export function readPidFile(cluster: string): PidFile | undefined {
  const file = join(cluster, 'postmaster.pid')
  try {
    const lines = readFileSync(file, 'utf8').split('\n')
    const pid = Number(lines[0])
    return Number.isInteger(pid) && pid > 1 ? { pid, status: (lines[7] ?? '').trim() } : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Dead, or a zombie that waits for a parent that may never look. */
export function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EPERM'
  }
  try {
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return process.platform === 'linux'
  }
}

/** Whether the process is a PostgreSQL at work in this cluster: they all stand in their data folder. */
export function worksIn(pid: number, cluster: string): boolean {
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === cluster
    } catch {
      return false
    }
  }
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.includes('postgres') && stdout.includes(cluster)
}

function othersAtWork(cluster: string): number[] {
  if (process.platform !== 'linux') return []
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  return pids.map(Number).filter(pid => worksIn(pid, cluster))
}

async function endedWithin(pids: number[], ms: number): Promise<boolean> {
  const end = Date.now() + ms
  while (pids.some(pid => !isGone(pid))) {
    if (Date.now() > end) return false
    await sleep(20)
  }
  return true
}

const signalAll = (pids: number[], signal: NodeJS.Signals) => {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

/**
 * Ends what a killed predecessor left running in the cluster; the caller holds the lock of the data folder,
 * so nobody else can be at work in it. First the orderly way (fast shutdown), then without checkpoint, and
 * at last by force, after which PostgreSQL recovers from its log at the next start. Also removes a stale
 * postmaster.pid whose number belongs to some other process by now: PostgreSQL would refuse to start.
 * Resolves to the pid of the postmaster that was stopped.
 */
export async function settleOrphan(cluster: string, sockets: string): Promise<number | undefined> {
  const left = readPidFile(cluster)
  const postmaster = left && !isGone(left.pid) && worksIn(left.pid, cluster) ? left.pid : undefined
  if (postmaster !== undefined) {
    signalAll([postmaster], 'SIGINT')
    if (!(await endedWithin([postmaster], 20_000))) {
      signalAll([postmaster], 'SIGQUIT')
      await endedWithin([postmaster], 5_000)
    }
  }
  // Without a postmaster its children end by themselves within a moment.
  const rest = othersAtWork(cluster)
  if (!(await endedWithin(rest, 5_000))) {
    signalAll(rest, 'SIGKILL')
    await endedWithin(rest, 5_000)
  }
  // Of a number that is free PostgreSQL thinks rightly itself; where nobody is at work it is safe to remove.
  if (process.platform === 'linux' || (left && !isGone(left.pid))) {
    for (const file of [join(cluster, 'postmaster.pid'), join(sockets, '.s.PGSQL.5432.lock')]) {
      rmSync(file, { force: true })
    }
  }
  return postmaster
}
