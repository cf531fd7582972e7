import { CompactRange } from './compact-range.ts'
import { TILE_HEIGHT, TILE_WIDTH, type Tile, tileAt } from './tile.ts'
import { compactRangeOf, TileReader, type TileSource } from './tile-reader.ts'
import { HASH_SIZE_BYTES, type Hash } from './tree-hash.ts'

/** A tile and its bytes, ready to be published. */
export interface BuiltTile {
  readonly tile: Tile
  readonly bytes: Uint8Array
}

interface OpenTile {
  readonly bytes: Uint8Array
  index: number
  width: number
  isChanged: boolean
}

/**
 * Makes the tiles of a growing log. What comes out depends on the entries alone, not on how they were batched
 * or whether the builder was restored in between: the same size always has the same bytes.
 */
export class TileBuilder {
  private range = new CompactRange()
  private readonly open: OpenTile[] = []
  private full: BuiltTile[] = []

  /** The number of entries. */
  get size(): number {
    return this.range.size
  }

  /** Goes on with a log of `size` entries whose tiles can be read. */
  static restore(size: number, source: TileSource): TileBuilder {
    const builder = new TileBuilder()
    const reader = new TileReader(size, source)
    builder.range = compactRangeOf(size, reader)
    for (let level = 0; TILE_WIDTH ** level <= size; level++) {
      const count = Math.floor(size / TILE_WIDTH ** level)
      const index = Math.floor(count / TILE_WIDTH)
      const state = builder.openTile(level, index)
      for (; state.width < count % TILE_WIDTH; state.width++) {
        const hash = reader.hashAt(level * TILE_HEIGHT, index * TILE_WIDTH + state.width)
        state.bytes.set(hash, state.width * HASH_SIZE_BYTES)
      }
    }
    return builder
  }

  /** Appends an entry by its bytes. */
  appendEntry(entry: Uint8Array): void {
    this.range.appendEntry(entry, this.store)
  }

  /** Appends an entry by its leaf hash. */
  appendHash(hash: Hash): void {
    this.range.appendHash(hash, this.store)
  }

  /** The root of the tree so far. */
  root(): Hash {
    return this.range.root()
  }

  /** The compact range as bytes (see `CompactRange.serialise`). */
  serialiseRange(): Uint8Array {
    return this.range.serialise()
  }

  /**
   * The tiles that are new since the last call, lowest level first: those that were filled, and the partial
   * ones of the right edge as it is now. Equals the tiles of `tilesBetween(size then, size now)`.
   */
  takeTiles(): BuiltTile[] {
    const tiles = this.full
    this.full = []
    for (const [level, state] of this.open.entries()) {
      const tile = tileAt(level, state.index, this.size)
      if (!state.isChanged || tile === undefined) continue
      tiles.push({ tile, bytes: state.bytes.slice(0, tile.width * HASH_SIZE_BYTES) })
      state.isChanged = false
    }
    return tiles.sort((a, b) => a.tile.level - b.tile.level || a.tile.index - b.tile.index)
  }

  private readonly store = (level: number, index: number, hash: Uint8Array): void => {
    if (level % TILE_HEIGHT !== 0) return
    const tileLevel = level / TILE_HEIGHT
    const state = this.open[tileLevel] ?? this.openTile(tileLevel, Math.floor(index / TILE_WIDTH))
    state.bytes.set(hash, state.width * HASH_SIZE_BYTES)
    state.width++
    state.isChanged = true
    if (state.width < TILE_WIDTH) return
    this.full.push({
      tile: { level: tileLevel, index: state.index, width: TILE_WIDTH },
      bytes: state.bytes.slice(),
    })
    state.index++
    state.width = 0
    state.isChanged = false
  }

  private openTile(level: number, index: number): OpenTile {
    const bytes = new Uint8Array(TILE_WIDTH * HASH_SIZE_BYTES)
    const state = { bytes, index, width: 0, isChanged: false }
    this.open[level] = state
    return state
  }
}
