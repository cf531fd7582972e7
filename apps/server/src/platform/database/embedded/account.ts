import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Refusal } from '../../sentences.ts'

/** The system account that the database runs under. */
export type Account = { name: string; uid: number; gid: number }

const serviceName = 'yuanwei'

export const isRoot = () => process.getuid?.() === 0

function lookUp(matches: (fields: string[]) => boolean): Account | undefined {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const fields = line.split(':')
    const [name = '', , uid, gid] = fields
    if (fields.length >= 7 && matches(fields)) return { name, uid: Number(uid), gid: Number(gid) }
  }
  return undefined
}

/** The account of this process; undefined where systems have no such ids. */
export function currentAccount(): Account | undefined {
  const uid = process.getuid?.()
  const gid = process.getgid?.()
  return uid === undefined || gid === undefined ? undefined : { name: `uid ${uid}`, uid, gid }
}

/**
 * PostgreSQL refuses to run as root. Started by root, the database runs under the account that owns its
 * files already, else under a system account of its own, which is made when it is missing.
 */
export function databaseAccount(ownerUid: number | undefined): Account | undefined {
  if (!isRoot()) return currentAccount()
  const owner = ownerUid ? lookUp(fields => Number(fields[2]) === ownerUid) : undefined
  if (owner) return owner
  const byName = () => lookUp(fields => fields[0] === serviceName)
  return byName() ?? createAccount() ?? byName() ?? cannotCreate('useradd, adduser')
}

function createAccount(): undefined {
  const nologin = '/usr/sbin/nologin'
  const home = '/var/lib/yuanwei'
  spawnSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    home,
    '--shell',
    nologin,
    serviceName,
  ])
  if (lookUp(fields => fields[0] === serviceName)) return
  // BusyBox systems know only this form.
  spawnSync('adduser', ['-S', '-D', '-H', '-h', home, '-s', '/sbin/nologin', serviceName])
}

function cannotCreate(reason: string): never {
  throw new Refusal('database_account_missing', { account: serviceName, reason })
}

/** The first folder on the way to `path` that the account may not pass through, by mode bits. */
export function closedFolder(path: string, account: Account): string | undefined {
  if (account.uid === 0) return undefined
  const upwards = dirname(path) === path ? undefined : closedFolder(dirname(path), account)
  if (upwards) return upwards
  return mayUse(path, account, 0o1) ? undefined : path
}

/** Whether the mode bits let the account do what `bits` (read 4, write 2, execute 1) say. */
export function mayUse(path: string, account: Account, bits: number): boolean {
  const { mode, uid, gid } = statSync(path)
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
  return ((mode >> shift) & bits) === bits
}
