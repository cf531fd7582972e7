import { setTimeout as sleep } from 'node:timers/promises'
import {
  formatProof,
  leafHash,
  type NoteVerifier,
  type OpenedCheckpoint,
  openCheckpoint,
  ProofError,
  parseTilePath,
  parseVerifierKey,
  verifyInclusion,
  withTiles,
} from '@yuanwei/proof'
import type pg from 'pg'
import type { Ports } from '../ports.ts'
import { CHECKPOINT_PATH, logFolder, tileFetch, VERIFIER_KEY_PATH } from './log-files.ts'
import { LogRefusal, refusing } from './log-refusal.ts'
import { createFileLogStorage, type LogStorage } from './log-storage.ts'

/** What of the log a receipt holds. `unknown`: no entry of that id was ever committed. */
export type LoggedEntry =
  | { readonly state: 'sequenced'; readonly index: number; readonly leaf: string; readonly proof: string }
  | { readonly state: 'pending' }
  | { readonly state: 'unknown' }

export type LeafPlace = { readonly index: number; readonly n: number }

export interface LogStatus {
  readonly origin: string
  readonly verifierKey: string
  readonly size: number
  readonly pending: number
  readonly checkpointSize: number
  readonly checkpointAt: Date | null
  readonly halted: string | null
}

/** Reads the log as it is published, in the app's role. Nothing here needs the secret key. */
export interface LogReader {
  /** Leaf and proof under the latest checkpoint, verified before they are handed out. */
  receiptFor(entryId: string): Promise<LoggedEntry>
  /** Where entries stand: their places once a published checkpoint covers them. Ids that are not known are left out. */
  statesOf(entryIds: readonly string[]): Promise<Map<string, LeafPlace | 'pending'>>
  /** Whether a published checkpoint covers the entry before the time is over. */
  waitUntilSequenced(entryId: string, timeoutMs: number): Promise<boolean>
  /** The signed checkpoint, verbatim; null before the first. */
  readCheckpoint(): Promise<string | null>
  /** A hash tile by its path behind `tile/`; null when there is none. Entry bundles are not served. */
  readTile(path: string): Promise<Uint8Array | null>
  status(): Promise<LogStatus>
}

const POLL_MS = 25

export interface LogReaderParts {
  /** A pool in the app's role. */
  readonly pool: pg.Pool
  readonly dataFolder: string
  readonly ports: Ports
}

export function openLogReader(parts: LogReaderParts): LogReader {
  return new StoredLogReader(parts)
}

class StoredLogReader implements LogReader {
  private readonly pool: pg.Pool
  private readonly ports: Ports
  private readonly storage: LogStorage

  constructor({ pool, dataFolder, ports }: LogReaderParts) {
    this.pool = pool
    this.ports = ports
    this.storage = createFileLogStorage(logFolder(dataFolder), ports)
  }

  async receiptFor(entryId: string): Promise<LoggedEntry> {
    const { rows } = await this.pool.query(
      `SELECT leaf_index, leaf, o.entry_id IS NOT NULL AS waits
       FROM (SELECT $1::uuid AS entry_id) AS wanted
       LEFT JOIN log_leaf USING (entry_id) LEFT JOIN log_outbox AS o USING (entry_id)`,
      [entryId],
    )
    const [row] = rows
    if (row?.leaf === null) return { state: row.waits ? 'pending' : 'unknown' }
    const index = Number(row.leaf_index)
    const checkpoint = await this.checkpoint()
    if (checkpoint === null || index >= checkpoint.size) return { state: 'pending' }
    return { state: 'sequenced', index, leaf: row.leaf, proof: await this.prove(index, row.leaf, checkpoint) }
  }

  private async prove(index: number, leaf: string, checkpoint: PublishedCheckpoint): Promise<string> {
    const { size, root, note } = checkpoint
    const hashes = await withTiles(size, tileFetch(this.storage), view => view.proveInclusion(index))
    const claim = { index, size, leafHash: leafHash(Buffer.from(leaf)), root, proof: hashes }
    refusing({ index, size }, () => verifyInclusion(claim))
    return formatProof({ index, hashes, checkpoint: note })
  }

  async statesOf(entryIds: readonly string[]): Promise<Map<string, LeafPlace | 'pending'>> {
    const states = new Map<string, LeafPlace | 'pending'>()
    if (entryIds.length === 0) return states
    const { rows } = await this.pool.query(
      `SELECT entry_id, leaf_index, n FROM log_leaf WHERE entry_id = ANY($1::uuid[])
       UNION ALL SELECT entry_id, NULL, NULL FROM log_outbox WHERE entry_id = ANY($1::uuid[])`,
      [entryIds],
    )
    const size = (await this.checkpoint())?.size ?? 0
    for (const row of rows) {
      const isCovered = row.leaf_index !== null && Number(row.leaf_index) < size
      states.set(row.entry_id, isCovered ? { index: Number(row.leaf_index), n: Number(row.n) } : 'pending')
    }
    return states
  }

  async waitUntilSequenced(entryId: string, timeoutMs: number): Promise<boolean> {
    const deadline = this.ports.now() + timeoutMs
    for (;;) {
      const state = (await this.statesOf([entryId])).get(entryId)
      if (state !== undefined && state !== 'pending') return true
      if (this.ports.now() >= deadline) return false
      await sleep(POLL_MS)
    }
  }

  async readCheckpoint(): Promise<string | null> {
    const note = await this.storage.read(CHECKPOINT_PATH)
    return note === null ? null : Buffer.from(note).toString()
  }

  async readTile(path: string): Promise<Uint8Array | null> {
    const full = `tile/${path}`
    try {
      if (parseTilePath(full).kind !== 'hashes') return null
    } catch (error) {
      // Another spelling than the one of the specification names no tile, and no other file either.
      if (error instanceof ProofError) return null
      throw error
    }
    return this.storage.read(full)
  }

  async status(): Promise<LogStatus> {
    const { rows } = await this.pool.query(
      'SELECT size, halted, (SELECT count(*) FROM log_outbox) AS pending FROM log_head',
    )
    const status = {
      size: Number(rows[0]?.size ?? 0),
      pending: Number(rows[0]?.pending ?? 0),
      halted: rows[0]?.halted ?? null,
    }
    try {
      const verifier = await this.verifier()
      const checkpoint = await this.checkpoint()
      return {
        ...status,
        origin: verifier?.name ?? '',
        verifierKey: verifier?.key ?? '',
        checkpointSize: checkpoint?.size ?? 0,
        checkpointAt: checkpoint === null ? null : await this.storage.writtenAt(CHECKPOINT_PATH),
      }
    } catch (error) {
      // Where the files do not verify, how the log stands must still be told.
      if (!(error instanceof LogRefusal)) throw error
      const nothing = { origin: '', verifierKey: '', checkpointSize: 0, checkpointAt: null }
      return { ...status, ...nothing, halted: status.halted ?? error.code }
    }
  }

  private async checkpoint(): Promise<PublishedCheckpoint | null> {
    const verifier = await this.verifier()
    const note = await this.readCheckpoint()
    if (note === null || verifier === null) return null
    const opened = refusing({ file: CHECKPOINT_PATH }, () => openCheckpoint(note, [verifier], verifier.name))
    return { ...opened, note }
  }

  private async verifier(): Promise<(NoteVerifier & { readonly key: string }) | null> {
    const bytes = await this.storage.read(VERIFIER_KEY_PATH)
    if (bytes === null) return null
    const key = Buffer.from(bytes).toString().trim()
    return { ...refusing({ file: VERIFIER_KEY_PATH }, () => parseVerifierKey(key)), key }
  }
}

interface PublishedCheckpoint extends OpenedCheckpoint {
  readonly note: string
}

const HALT_POLL_MS = 1000

export interface HaltWatch {
  /** The code for which nothing may be acknowledged, as of a second ago; null while all is well. */
  halted(): string | null
  stop(): void
}

/** Follows on any node whether the sequencer, wherever it runs, has halted. */
export function watchHalted(pool: pg.Pool): HaltWatch {
  let code: string | null = null
  const look = async () => {
    const { rows } = await pool.query('SELECT halted FROM log_head')
    code = rows[0]?.halted ?? null
  }
  // A database that cannot be reached refuses every command by itself: the last answer stays.
  const timer = setInterval(() => void look().catch(() => undefined), HALT_POLL_MS)
  timer.unref()
  void look().catch(() => undefined)
  return { halted: () => code, stop: () => clearInterval(timer) }
}
