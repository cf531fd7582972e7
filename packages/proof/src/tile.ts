import { assertCount, ProofError } from './errors.ts'

/** A tile is at most this many hashes (or entries) wide: a subtree of height 8. */
export const TILE_WIDTH = 256
export const TILE_HEIGHT = 8

/** Where a tile lies (C2SP tlog-tiles). */
export interface Tile {
  /** 0 holds leaf hashes; each hash of level L+1 is the root of one full tile of level L. */
  readonly level: number
  readonly index: number
  /** How many hashes it holds: 256 when full, else 1 … 255. */
  readonly width: number
}

/** Where a bundle of entries lies; it holds the entries whose hashes are in the level-0 tile of this index. */
export type Bundle = Omit<Tile, 'level'>

const PATH =
  /^tile\/(entries|[0-9]|[1-5][0-9]|6[0-3])\/((?:x[0-9]{3}\/)*)([0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/

/** The path of a tile below the log's prefix, for example `tile/0/x001/x234/067.p/8`. */
export function tilePath(tile: Tile): string {
  return `tile/${tile.level}/${indexPath(tile)}`
}

/** The path of an entry bundle, for example `tile/entries/000`. */
export function bundlePath(bundle: Bundle): string {
  return `tile/entries/${indexPath(bundle)}`
}

/**
 * Reads a path; every tile and bundle has exactly one.
 * @throws ProofError `tile-malformed`
 */
export function parseTilePath(
  path: string,
): { kind: 'hashes'; tile: Tile } | { kind: 'entries'; bundle: Bundle } {
  const [, place, groups, last, partial] = PATH.exec(path) ?? []
  if (place === undefined || groups === undefined || last === undefined) {
    throw new ProofError('tile-malformed', `not the path of a tile: ${path}`)
  }
  const index = Number(groups.replace(/[x/]/g, '') + last)
  const width = partial === undefined ? TILE_WIDTH : Number(partial)
  const found =
    place === 'entries'
      ? { kind: 'entries' as const, bundle: { index, width } }
      : { kind: 'hashes' as const, tile: { level: Number(place), index, width } }
  // A width of 256 written out and zeroes in front of an index would be second spellings.
  const spelled = found.kind === 'entries' ? bundlePath(found.bundle) : tilePath(found.tile)
  if (!Number.isSafeInteger(index) || spelled !== path) {
    throw new ProofError('tile-malformed', `not the path of a tile: ${path}`)
  }
  return found
}

function indexPath(tile: Bundle): string {
  let rest = Math.floor(tile.index / 1000)
  let path = String(tile.index % 1000).padStart(3, '0')
  for (; rest > 0; rest = Math.floor(rest / 1000)) path = `x${String(rest % 1000).padStart(3, '0')}/${path}`
  return tile.width === TILE_WIDTH ? path : `${path}.p/${tile.width}`
}

/** How many hashes the level holds in a tree of `size` entries. */
export function countAtLevel(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level)
}

/** The tile `index` of `level` as it is in a tree of `size` entries; undefined when it has no hash yet. */
export function tileAt(level: number, index: number, size: number): Tile | undefined {
  const width = Math.min(TILE_WIDTH, countAtLevel(level, size) - index * TILE_WIDTH)
  return index >= 0 && width > 0 ? { level, index, width } : undefined
}

/**
 * The hash tiles to publish when the tree grows from `oldSize` to `size`: new full tiles and the partial ones
 * of the new right edge, lowest level first. From 0 it is all tiles of the tree.
 */
export function tilesBetween(oldSize: number, size: number): Tile[] {
  assertGrowth(oldSize, size)
  const tiles: Tile[] = []
  for (let level = 0; countAtLevel(level, size) > 0; level++) {
    const before = countAtLevel(level, oldSize)
    if (countAtLevel(level, size) === before) continue
    for (let index = Math.floor(before / TILE_WIDTH); ; index++) {
      const tile = tileAt(level, index, size)
      if (tile === undefined) break
      tiles.push(tile)
    }
  }
  return tiles
}

/** The entry bundles to publish when the tree grows from `oldSize` to `size`. */
export function bundlesBetween(oldSize: number, size: number): Bundle[] {
  assertGrowth(oldSize, size)
  const bundles: Bundle[] = []
  for (let start = oldSize - (oldSize % TILE_WIDTH); start < size && oldSize < size; start += TILE_WIDTH) {
    bundles.push({ index: start / TILE_WIDTH, width: Math.min(TILE_WIDTH, size - start) })
  }
  return bundles
}

function assertGrowth(oldSize: number, size: number): void {
  assertCount(oldSize, 'the old size')
  assertCount(size, 'the tree size')
  if (oldSize > size) throw new ProofError('input-range', `a tree does not shrink from ${oldSize} to ${size}`)
}
