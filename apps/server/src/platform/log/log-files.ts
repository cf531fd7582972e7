import { join } from 'node:path'
import { type OpenedCheckpoint, openCheckpoint, TILE_WIDTH, type Tile, tilePath } from '@yuanwei/proof'
import type { LogKey } from './log-key.ts'
import { LogRefusal, refusing } from './log-refusal.ts'
import type { LogStorage } from './log-storage.ts'

export const CHECKPOINT_PATH = 'checkpoint'
/** The public key, for processes that do not hold the secret one, and for whoever wants to pin it. */
export const VERIFIER_KEY_PATH = 'verifier-key'

export const logFolder = (dataFolder: string) => join(dataFolder, 'log')
export const signerFolder = (dataFolder: string) => join(dataFolder, 'signer')

/** The published checkpoint, verified; null before the first. */
export async function readOwnCheckpoint(storage: LogStorage, key: LogKey): Promise<OpenedCheckpoint | null> {
  const note = await storage.read(CHECKPOINT_PATH)
  if (note === null) return null
  const text = Buffer.from(note).toString()
  return refusing({ file: CHECKPOINT_PATH }, () => openCheckpoint(text, [key.signer], key.origin))
}

/** Reads tiles for proofs: a partial tile that was removed is the beginning of the full one. */
export function tileFetch(storage: LogStorage): (tile: Tile) => Promise<Uint8Array> {
  return async tile => {
    const path = tilePath(tile)
    const bytes = (await storage.read(path)) ?? (await storage.read(tilePath({ ...tile, width: TILE_WIDTH })))
    if (bytes === null) throw new LogRefusal('log_damaged', { file: path })
    return bytes
  }
}
