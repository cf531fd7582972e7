import { closeSync, openSync, realpathSync } from 'node:fs'
import { deriveKey } from '../../keys.ts'
import type { Notice } from '../../sentences.ts'
import type { Connection } from '../connection.ts'
import { runnableBinaries } from './binaries.ts'
import { ensureCluster, ownerName } from './cluster.ts'
import { findPlace, madeMarker, type Place, sharedFolder } from './place.ts'
import { type PostmasterOptions, startPostmaster } from './postmaster.ts'
import { readPidFile, settleOrphan, worksIn } from './processes.ts'

export type EmbeddedDatabase = {
  /** How the owner connects to the database `yuanwei` (which `prepareDatabase` makes). */
  owner: Connection
  pid: number
  cluster: string
  log: string
  /** Resolves when the database has ended, by `stop` or by itself. */
  ended: Promise<string>
  stop: () => Promise<void>
}

export type EmbeddedOptions = Partial<PostmasterOptions> & { report?: (notice: Notice) => void }

/**
 * Starts PostgreSQL on the data folder, making it at the first start. The caller holds the lock of that
 * folder (`lockDataFolder`). Throws a Refusal with what the operator can do.
 */
export async function startEmbedded(
  dataFolder: string,
  master: Buffer,
  { report = () => {}, ...options }: EmbeddedOptions = {},
): Promise<EmbeddedDatabase> {
  const whole = { durable: true, endWithParent: true, startTimeoutMs: 120_000, ...options }
  const place = findPlace(dataFolder, report)
  const binaries = runnableBinaries(place.account, sharedFolder)
  const owner = ownerOf(place, master)
  await ensureCluster(place, binaries, owner.password, whole.durable)
  closeSync(openSync(madeMarker(realpathSync(dataFolder)), 'a'))
  const orphan = await settleOrphan(place.cluster, place.sockets)
  if (orphan !== undefined) report({ code: 'orphan_stopped', params: { pid: orphan } })
  const { pid, log, ended, stop } = await startPostmaster(place, binaries, whole)
  return {
    owner,
    pid,
    cluster: place.cluster,
    log,
    ended,
    stop,
  }
}

/** How the owner connects to the database that another process runs on this data folder; undefined when none does. */
export function runningOwner(dataFolder: string, master: Buffer): Connection | undefined {
  const place = findPlace(dataFolder, () => {})
  const left = readPidFile(place.cluster)
  return left && worksIn(left.pid, place.cluster) ? ownerOf(place, master) : undefined
}

function ownerOf(place: Place, master: Buffer): Connection {
  const password = deriveKey(master, 'database/owner').toString('base64url')
  return { host: place.sockets, port: 5432, user: ownerName, password, database: 'yuanwei', ssl: false }
}
