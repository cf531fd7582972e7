import { join } from 'node:path'
import { Kysely, NoResultError, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Config } from './config.ts'
import { checkImports } from './modules/conversations/index.ts'
import { checkDossiers } from './modules/dossiers/index.ts'
import { checkExhibits } from './modules/evidence/index.ts'
import { checkFacts } from './modules/timeline/index.ts'
import {
  type BlobRow,
  type CheckDepth,
  checkBlobs,
  createFileBlobStore,
  KeyUnwrapError,
} from './platform/blobs/index.ts'
import type { CheckParts, KeptFile, Place, RecordFinding } from './platform/check.ts'
import { type Connection, typeParsers, withClient } from './platform/database/connection.ts'
import type { Database, Db } from './platform/database/index.ts'
import { openOwner } from './platform/database/open-owner.ts'
import { noFaults } from './platform/faults.ts'
import { KeyStore } from './platform/key-store.ts'
import { masterKey } from './platform/keys.ts'
import { checkLog, type LogFinding, type LogReport } from './platform/log/index.ts'
import { inTenant } from './platform/operations/index.ts'
import { systemPorts } from './platform/ports.ts'
import type { Notice } from './platform/sentences.ts'

export type Finding = LogFinding | RecordFinding

export interface InstallationReport {
  readonly log: LogReport
  readonly exhibits: number
  readonly imports: number
  /** How many messages were committed to anew; 0 unless the check was deep. */
  readonly messages: number
  readonly facts: number
  readonly dossiers: number
  /**
   * Files that no row names, older than a day: left by an upload that broke off before its row was written. Nobody was
   * told of them and no key to them is kept, so they are no finding.
   */
  readonly unnamedFiles: number
}

export interface CheckOptions {
  readonly depth: CheckDepth
  readonly report: (notice: Notice) => void
  readonly onFinding: (finding: Finding) => void
}

/**
 * Reads everything that is kept and compares it with everything else that speaks of it: leaves, tiles and signatures
 * with each other, entries with leaves, rows with entries, files with rows. Changes nothing.
 * @throws Refusal when the database cannot be reached
 */
export async function checkInstallation(config: Config, options: CheckOptions): Promise<InstallationReport> {
  const access = await openOwner(config, options.report)
  try {
    const { dataFolder } = config
    const { depth, onFinding } = options
    const log = await withClient(access.owner, 'check of the log', client =>
      checkLog({ client, dataFolder, ports: systemPorts, onFinding }),
    )
    const records = await withOwnerDb(access.owner, db =>
      checkRecords({ db, depth, onFinding }, dataFolder, new KeyStore(masterKey(config), systemPorts)),
    )
    return { log, ...records }
  } finally {
    await access.close()
  }
}

async function checkRecords(parts: CheckParts, dataFolder: string, keys: KeyStore) {
  const { depth, onFinding } = parts
  const blobs = createFileBlobStore({
    folder: join(dataFolder, 'blobs'),
    ports: systemPorts,
    fault: noFaults,
  })
  const places = new Map<string, Place>()
  const counts = { exhibits: 0, dossiers: 0 }
  async function* rows(): AsyncGenerator<BlobRow> {
    for (const [name, check] of [
      ['exhibits', checkExhibits],
      ['dossiers', checkDossiers],
    ] as const) {
      for await (const file of check(parts)) {
        counts[name]++
        places.set(file.blobId, file.place)
        const key = await openKey(parts.db, keys, file)
        if (key === null) onFinding({ code: 'key_lost', place: file.place })
        // With a key that opens nothing a deep look finds the file damaged, which without its key it is.
        yield { ...file, openKey: async () => key ?? new Uint8Array(32) }
      }
    }
  }
  const { orphans } = await checkBlobs({
    blobs,
    rows: rows(),
    depth,
    now: systemPorts.now(),
    onFinding: ({ code, blobId, ...rest }) => {
      if (code !== 'blob_orphan') onFinding({ code, place: { ...places.get(blobId), ...rest } })
    },
  })
  const conversations = await checkImports(parts)
  return { ...counts, ...conversations, facts: await checkFacts(parts), unnamedFiles: orphans }
}

async function openKey(db: Db, keys: KeyStore, { orgId, keyId }: KeptFile): Promise<Uint8Array | null> {
  try {
    return await inTenant(db, orgId, 'read only', tx => keys.open(tx, orgId, keyId))
  } catch (error) {
    if (error instanceof KeyUnwrapError || error instanceof NoResultError) return null
    throw error
  }
}

async function withOwnerDb<T>(owner: Connection, work: (db: Kysely<Database>) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({
    ...owner,
    types: typeParsers,
    max: 2,
    application_name: 'yuanwei check of the records',
    // A second lock beside our own care: nothing that is sent here can change a row.
    options: '-c default_transaction_read_only=on',
  })
  pool.on('error', () => {})
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}
