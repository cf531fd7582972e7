import {
  type Bundle,
  bundlePath,
  CompactRange,
  countAtLevel,
  encodeBundle,
  HASH_SIZE_BYTES,
  TILE_WIDTH,
  type Tile,
  tileAt,
  tilePath,
} from '@yuanwei/proof'
import type pg from 'pg'
import { LogRefusal } from './log-refusal.ts'
import { readLeaves } from './log-rows.ts'
import type { LogStorage } from './log-storage.ts'

/** What of one level (or of the entries) is stored: paths, and how many hashes or entries they reach. */
export interface StoredLevel {
  readonly paths: ReadonlySet<string>
  readonly extent: number
}

/** Lists a level by its folders, a thousand tiles at a time. `folder` is `tile/entries` or `tile/<level>`. */
export async function listLevel(storage: LogStorage, folder: string): Promise<StoredLevel> {
  const paths = new Set<string>()
  let extent = 0
  const visit = async (place: string, thousands: number): Promise<void> => {
    for (const name of await storage.list(place)) {
      const [, deeper, last, partial] = /^(?:x(\d{3})|(\d{3})(\.p)?)$/.exec(name) ?? []
      if (deeper !== undefined) await visit(`${place}/${name}`, thousands * 1000 + Number(deeper))
      if (last === undefined) continue
      const start = (thousands * 1000 + Number(last)) * TILE_WIDTH
      const widths =
        partial === undefined ? [TILE_WIDTH] : (await storage.list(`${place}/${name}`)).map(Number)
      for (const width of widths) {
        paths.add(partial === undefined ? `${place}/${name}` : `${place}/${name}/${width}`)
        extent = Math.max(extent, start + width)
      }
    }
  }
  await visit(folder, 0)
  return { paths, extent }
}

/**
 * Makes the bundles and tiles again that a tree of `size` must have and that are not there, lowest level first.
 * What they hold follows from the leaves. Returns how many were missing.
 */
export async function rebuildMissing(
  client: pg.ClientBase,
  storage: LogStorage,
  size: number,
): Promise<number> {
  let missing = 0
  const bundles = await listLevel(storage, 'tile/entries')
  for (const bundle of bundlesOf(size)) {
    const path = bundlePath(bundle)
    if (bundles.paths.has(path)) continue
    const leaves = await readLeaves(client, ...rangeOf(bundle))
    await storage.create([{ path, bytes: encodeBundle(leaves.map(({ leaf }) => leaf)) }])
    missing++
  }
  for (let level = 0; countAtLevel(level, size) > 0; level++) {
    const stored = await listLevel(storage, `tile/${level}`)
    for (const tile of tilesOf(level, size)) {
      const path = tilePath(tile)
      if (stored.paths.has(path)) continue
      const hashes = level === 0 ? await leafHashes(client, tile) : await rootsBelow(storage, tile)
      await storage.create([{ path, bytes: Buffer.concat(hashes) }])
      missing++
    }
  }
  return missing
}

function* bundlesOf(size: number): Generator<Bundle> {
  for (const { index, width } of tilesOf(0, size)) yield { index, width }
}

/** The tiles of a level in a tree of `size`, without listing them all at once. */
export function* tilesOf(level: number, size: number): Generator<Tile> {
  for (let index = 0; ; index++) {
    const tile = tileAt(level, index, size)
    if (tile === undefined) return
    yield tile
  }
}

function rangeOf({ index, width }: Bundle): [number, number] {
  return [index * TILE_WIDTH, index * TILE_WIDTH + width]
}

async function leafHashes(client: pg.ClientBase, tile: Tile): Promise<Uint8Array[]> {
  return (await readLeaves(client, ...rangeOf(tile))).map(({ hash }) => hash)
}

/** The hashes of a higher tile: the root of each full tile below it. */
async function rootsBelow(storage: LogStorage, { level, index, width }: Tile): Promise<Uint8Array[]> {
  const roots: Uint8Array[] = []
  for (let i = 0; i < width; i++) {
    const path = tilePath({ level: level - 1, index: index * TILE_WIDTH + i, width: TILE_WIDTH })
    const bytes = await storage.read(path)
    if (bytes?.length !== TILE_WIDTH * HASH_SIZE_BYTES) throw new LogRefusal('log_damaged', { file: path })
    roots.push(rootOfTile(bytes))
  }
  return roots
}

/** The root over the hashes of one tile. */
export function rootOfTile(bytes: Uint8Array): Uint8Array {
  const range = new CompactRange()
  for (let at = 0; at < bytes.length; at += HASH_SIZE_BYTES) {
    range.appendHash(bytes.subarray(at, at + HASH_SIZE_BYTES))
  }
  return range.root()
}
