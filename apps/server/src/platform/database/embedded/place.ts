import { createHash, randomBytes } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeDataFolder } from '../../keys.ts'
import { type Notice, Refusal } from '../../sentences.ts'
import { type Account, closedFolder, databaseAccount } from './account.ts'

/** Where closed checkouts of root keep binaries and data. */
export const sharedFolder = '/var/lib/yuanwei'

/** `home` belongs to the account; `cluster` is PGDATA, `sockets` holds the only way in. */
export type Place = { home: string; cluster: string; sockets: string; account: Account | undefined }

const clusterOf = (home: string) => join(home, 'cluster')
const hasCluster = (home: string) => existsSync(join(clusterOf(home), 'PG_VERSION'))

/** Stands in the data folder once a cluster was made for it. */
export const madeMarker = (dataFolder: string) => join(dataFolder, 'database.made')

/**
 * Where the database of a data folder lives: in its folder `database`, or, where root's own folders are
 * closed to the account of the database, elsewhere, as the file `database.place` then says. A database that
 * was made once and is not there any more is never silently replaced by an empty one.
 */
export function findPlace(dataFolder: string, report: (notice: Notice) => void): Place {
  makeDataFolder(dataFolder)
  const data = realpathSync(dataFolder)
  const home = homeOf(data, report)
  if (existsSync(madeMarker(data)) && isUnmade(home))
    throw new Refusal('database_missing', { pointer: madeMarker(data), place: home })
  return placeAt(home)
}

function homeOf(data: string, report: (notice: Notice) => void): string {
  const pointer = join(data, 'database.place')
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim()
  const inside = join(data, 'database')
  if (existsSync(inside)) return inside
  const account = databaseAccount(undefined)
  const closed = account && closedFolder(data, account)
  if (!account || !closed) return inside
  const home = join(sharedFolder, randomBytes(8).toString('hex'))
  mkdirSync(sharedFolder, { recursive: true, mode: 0o755 })
  writeFileSync(pointer, `${home}\n`)
  report({ code: 'database_moved', params: { account: account.name, closed, place: home } })
  return home
}

/** Whether nothing is there; a folder that may not be looked into is something. */
function isUnmade(home: string): boolean {
  return existsSync(home) ? mayLookInto(home) && !hasCluster(home) : true
}

function mayLookInto(folder: string): boolean {
  try {
    accessSync(folder, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function placeAt(home: string): Place {
  const cluster = clusterOf(home)
  const owner = hasCluster(home) ? statSync(cluster).uid : undefined
  const account = databaseAccount(owner)
  if (account && owner !== undefined && owner !== account.uid)
    throw new Refusal('database_foreign', { place: cluster, uid: owner })
  makePrivate(home, account)
  const closed = account && closedFolder(home, account)
  if (closed) throw new Refusal('database_closed', { place: cluster, account: account.name, closed })
  return { home, cluster, sockets: socketFolder(home, account), account }
}

/** A folder of the account alone. */
function makePrivate(folder: string, account: Account | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!account) return
  const { uid } = statSync(folder)
  if (uid !== account.uid) {
    if (process.getuid?.() !== 0) throw new Refusal('database_foreign', { place: folder, uid })
    chownSync(folder, account.uid, account.gid)
  }
  chmodSync(folder, 0o700)
}

// struct sockaddr_un holds 108 bytes with the closing zero (104 on macOS).
const longestSocketPath = process.platform === 'darwin' ? 103 : 107
const socketName = '.s.PGSQL.5432'

/** In the home if the path is short enough for a socket, else under the temporary folder of the system. */
export function socketFolder(home: string, account: Account | undefined): string {
  const inside = join(home, 'run')
  if (Buffer.byteLength(join(inside, socketName)) <= longestSocketPath) {
    makePrivate(inside, account)
    return inside
  }
  const digest = createHash('sha256').update(home).digest('hex').slice(0, 16)
  const folder = join(tmpdir(), `yuanwei-${digest}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // The temporary folder is everybody's: what lies there under our name may be somebody's trap.
  const found = lstatSync(folder)
  const own = [account?.uid, process.getuid?.()].includes(found.uid)
  if (!found.isDirectory() || !own) throw new Refusal('database_foreign', { place: folder, uid: found.uid })
  makePrivate(folder, account)
  return folder
}
