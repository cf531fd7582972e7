import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Refusal } from '../../sentences.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import type { Place } from './place.ts'

export const ownerName = 'yuanwei'

/** Nothing of the operator's PG* variables may reach the database programs. */
export const cleanEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' }

export const asAccount = (account: Account | undefined) =>
  account && process.getuid?.() === 0 ? { uid: account.uid, gid: account.gid } : {}

/**
 * Makes the cluster unless it is there: UTF-8 in code point order (other locales give empty trigrams for
 * Chinese), password needed even on the socket. It appears under its name only when whole.
 */
export async function ensureCluster(place: Place, binaries: Binaries, password: string, durable: boolean) {
  if (existsSync(join(place.cluster, 'PG_VERSION'))) return assertVersion(place, binaries)
  const aside = mkdtempSync(join(place.home, 'making-'))
  const passwordFile = join(aside, 'password')
  const unfinished = join(aside, 'cluster')
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 })
    if (place.account && process.getuid?.() === 0) {
      for (const path of [aside, passwordFile]) chownSync(path, place.account.uid, place.account.gid)
    }
    const args = ['-D', unfinished, '-U', ownerName, `--pwfile=${passwordFile}`, '-A', 'scram-sha-256']
    args.push('-E', 'UTF8', '--locale=C.UTF-8', '--no-instructions', ...(durable ? [] : ['--no-sync']))
    await runProgram(join(binaries.folder, 'bin', 'initdb'), args, place.account)
    renameSync(unfinished, place.cluster)
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}

function assertVersion(place: Place, binaries: Binaries): void {
  const found = readFileSync(join(place.cluster, 'PG_VERSION'), 'utf8').trim()
  const wanted = binaries.version.split('.')[0] ?? ''
  if (found !== wanted) throw new Refusal('database_other_version', { place: place.cluster, found, wanted })
}

async function runProgram(file: string, args: string[], account: Account | undefined): Promise<void> {
  const child = spawn(file, args, {
    ...asAccount(account),
    cwd: '/',
    env: cleanEnvironment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', resolve)
  })
  // Both are awaited together: a failed spawn must not leave a rejection that nobody handles.
  const [code, said] = await Promise.all([ended, text(child.stderr)])
  if (code !== 0) throw new Refusal('database_start_failed', { reason: said.trim() || `initdb: ${code}` })
}
