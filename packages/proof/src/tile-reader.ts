import { CompactRange } from './compact-range.ts'
import { concatBytes } from './encoding.ts'
import { assertCount, ProofError } from './errors.ts'
import { type HashReader, TreeView } from './prove-tree.ts'
import { TILE_HEIGHT, TILE_WIDTH, type Tile, tileAt } from './tile.ts'
import { HASH_SIZE_BYTES, type Hash, nodeHashInto } from './tree-hash.ts'

/** Where tiles come from; undefined when there is none. The bytes must not change afterwards. */
export type TileSource = (tile: Tile) => Uint8Array | undefined

/** Fetches a tile from a disk, a bucket or another server. */
export type TileFetch = (tile: Tile) => Promise<Uint8Array>

// All heights of one tile in one buffer: 256 hashes, then 128, 64 … 2. Its root lies in the tile above.
const HEIGHT_OFFSETS = Array.from(
  { length: TILE_HEIGHT },
  (_, height) => 2 * TILE_WIDTH - ((2 * TILE_WIDTH) >> height),
)
const EXPANDED_HASHES = 2 * TILE_WIDTH - 2
const DEFAULT_MAX_TILES = 1024

/**
 * Reads the hashes of a tree of `size` entries from its tiles. Inner nodes of a tile are computed once, when
 * it is first used, and kept (16 KiB a tile).
 *
 * Tiles are not authenticated here: a proof made from them is verified against a signed root, and a wrong
 * tile then shows as a proof that fails.
 */
export class TileReader implements HashReader {
  readonly size: number
  private readonly source: TileSource
  private readonly generationSize: number
  // Two generations make a cache that forgets what was not used lately, without bookkeeping on a hit.
  private young = new Map<number, Uint8Array>()
  private old = new Map<number, Uint8Array>()
  // A path asks one tile for up to eight of its heights in a row.
  private lastKey = -1
  private lastNodes: Uint8Array = new Uint8Array(0)

  constructor(size: number, source: TileSource, options: { maxTiles?: number } = {}) {
    assertCount(size, 'the tree size')
    this.size = size
    this.source = source
    this.generationSize = Math.max(1, (options.maxTiles ?? DEFAULT_MAX_TILES) / 2)
  }

  /** @throws ProofError `tile-missing`, `tile-malformed`, `input-range` */
  hashAt(level: number, index: number): Hash {
    const tileLevel = Math.floor(level / TILE_HEIGHT)
    const height = level % TILE_HEIGHT
    const tileIndex = Math.floor(index / (TILE_WIDTH >> height))
    const nodes = this.expandedTile(tileLevel, tileIndex)
    const at = (HEIGHT_OFFSETS[height] ?? 0) + (index % (TILE_WIDTH >> height))
    if (index < 0 || (index + 1) * 2 ** level > this.size) {
      throw new ProofError('input-range', `the tree has no node ${index} at level ${level}`)
    }
    return nodes.slice(at * HASH_SIZE_BYTES, (at + 1) * HASH_SIZE_BYTES)
  }

  private expandedTile(level: number, index: number): Uint8Array {
    // A tree of 2^53 entries has 7 levels of tiles, so this key stays exact and, in practice, small.
    const key = index * TILE_HEIGHT + level
    if (key === this.lastKey) return this.lastNodes
    const nodes =
      this.young.get(key) ?? this.rejuvenate(key, this.old.get(key) ?? this.loadTile(level, index))
    this.lastKey = key
    this.lastNodes = nodes
    return nodes
  }

  private rejuvenate(key: number, nodes: Uint8Array): Uint8Array {
    if (this.young.size >= this.generationSize) {
      this.old = this.young
      this.young = new Map()
    }
    this.young.set(key, nodes)
    return nodes
  }

  private loadTile(level: number, index: number): Uint8Array {
    const tile = tileAt(level, index, this.size)
    if (tile === undefined)
      throw new ProofError('input-range', `the tree has no tile ${index} at level ${level}`)
    const bytes = this.source(tile)
    if (bytes === undefined)
      throw new ProofError('tile-missing', `tile ${index} of level ${level} is missing`)
    const sizeBytes = tile.width * HASH_SIZE_BYTES
    // A full tile may stand in for a partial one that was deleted once the full one existed.
    if (bytes.length !== sizeBytes && bytes.length !== TILE_WIDTH * HASH_SIZE_BYTES) {
      throw new ProofError('tile-malformed', `a tile of ${tile.width} hashes has ${bytes.length} bytes`)
    }
    return expandTile(bytes.subarray(0, sizeBytes), tile.width)
  }
}

function expandTile(bytes: Uint8Array, width: number): Uint8Array {
  const nodes = new Uint8Array(EXPANDED_HASHES * HASH_SIZE_BYTES)
  nodes.set(bytes)
  for (let height = 1; height < TILE_HEIGHT; height++) {
    const below = (HEIGHT_OFFSETS[height - 1] ?? 0) * HASH_SIZE_BYTES
    const here = (HEIGHT_OFFSETS[height] ?? 0) * HASH_SIZE_BYTES
    for (let i = 0; i < width >> height; i++) {
      const left = below + 2 * i * HASH_SIZE_BYTES
      nodeHashInto(nodes, left, nodes, left + HASH_SIZE_BYTES, nodes, here + i * HASH_SIZE_BYTES)
    }
  }
  return nodes
}

/** The compact range of the tree of `size` entries: what is needed to append to a log that is on disk. */
export function compactRangeOf(size: number, reader: HashReader): CompactRange {
  const hashes: Hash[] = []
  let start = 0
  for (let level = 52; level >= 0; level--) {
    const width = 2 ** level
    if (Math.floor(size / width) % 2 === 0) continue
    hashes.push(reader.hashAt(level, start / width))
    start += width
  }
  return CompactRange.restore(size, concatBytes(...hashes))
}

/** The tiles that `work` needs from a tree of `size` entries, found by a dry run on hashes of zeroes. */
export function tilesFor(size: number, work: (view: TreeView) => unknown): Tile[] {
  const needed = new Map<string, Tile>()
  const zero = new Uint8Array(HASH_SIZE_BYTES)
  const recorder: HashReader = {
    hashAt(level, index) {
      const tileLevel = Math.floor(level / TILE_HEIGHT)
      const tile = tileAt(tileLevel, Math.floor(index / (TILE_WIDTH >> (level % TILE_HEIGHT))), size)
      if (tile !== undefined) needed.set(`${tile.level}/${tile.index}`, tile)
      return zero
    },
  }
  work(new TreeView(size, recorder))
  return [...needed.values()]
}

/**
 * Fetches the tiles that `work` needs, all at once, and does it: for proofs over tiles on a disk or elsewhere.
 * @example await withTiles(size, fetchTile, view => view.proveInclusion(index))
 */
export async function withTiles<T>(
  size: number,
  fetchTile: TileFetch,
  work: (view: TreeView) => T,
): Promise<T> {
  const tiles = tilesFor(size, work)
  const bytes = await Promise.all(tiles.map(fetchTile))
  const fetched = new Map(tiles.map((tile, i) => [`${tile.level}/${tile.index}`, bytes[i]]))
  const reader = new TileReader(size, tile => fetched.get(`${tile.level}/${tile.index}`))
  return work(new TreeView(size, reader))
}
