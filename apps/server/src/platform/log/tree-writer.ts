import {
  type BuiltTile,
  bundlePath,
  bundlesBetween,
  encodeBundle,
  type Hash,
  TILE_WIDTH,
  type Tile,
  TileBuilder,
  tileAt,
  tilePath,
} from '@yuanwei/proof'
import type { Fault } from '../faults.ts'
import type { LeafRow } from './log-rows.ts'
import type { LogFile, LogStorage } from './log-storage.ts'

/**
 * The right edge of the stored tree: takes committed leaves, writes their bundles and tiles. What it writes
 * depends on the leaves alone. After any error it is thrown away and made anew from what is stored.
 */
export class TreeWriter {
  private readonly storage: LogStorage
  private readonly fault: Fault
  private readonly builder: TileBuilder
  /** The entries of the bundle that is not full yet. */
  private entries: Uint8Array[]
  private storedSize: number

  private constructor(parts: {
    storage: LogStorage
    fault: Fault
    builder: TileBuilder
    entries: Uint8Array[]
  }) {
    this.storage = parts.storage
    this.fault = parts.fault
    this.builder = parts.builder
    this.entries = parts.entries
    this.storedSize = parts.builder.size
  }

  /**
   * Goes on from `size` stored leaves.
   * @param openLeaves the leaves behind the last full bundle, as the database holds them
   */
  static async restore(
    size: number,
    openLeaves: readonly LeafRow[],
    parts: { storage: LogStorage; fault: Fault },
  ): Promise<TreeWriter> {
    const edge = new Map<number, Uint8Array>()
    for (const tile of edgeTiles(size)) {
      const bytes = await parts.storage.read(tilePath(tile))
      if (bytes !== null) edge.set(tile.level, bytes)
    }
    const builder = TileBuilder.restore(size, tile => edge.get(tile.level))
    return new TreeWriter({ ...parts, builder, entries: openLeaves.map(({ leaf }) => leaf) })
  }

  get size(): number {
    return this.builder.size
  }

  root(): Hash {
    return this.builder.root()
  }

  append(leaves: readonly LeafRow[]): void {
    for (const { leaf } of leaves) {
      this.builder.appendEntry(leaf)
      this.entries.push(leaf)
    }
  }

  /** Stores what is new, entries before hashes; durable when it resolves. */
  async store(): Promise<void> {
    if (this.storedSize === this.size) return
    await this.storage.create(this.takeBundles())
    await this.fault('sequencer.between_tiles')
    await this.storage.create(this.builder.takeTiles().map(fileOf))
    this.storedSize = this.size
  }

  private takeBundles(): LogFile[] {
    const files = bundlesBetween(this.storedSize, this.size).map((bundle, i) => ({
      path: bundlePath(bundle),
      bytes: encodeBundle(this.entries.slice(i * TILE_WIDTH, i * TILE_WIDTH + bundle.width)),
    }))
    this.entries = this.entries.slice(this.entries.length - (this.size % TILE_WIDTH))
    return files
  }
}

/** The partial tiles at the right edge of a tree: with them alone it can be continued. */
export function edgeTiles(size: number): Tile[] {
  const tiles: Tile[] = []
  for (let level = 0; TILE_WIDTH ** level <= size; level++) {
    const count = Math.floor(size / TILE_WIDTH ** level)
    const tile = tileAt(level, Math.floor(count / TILE_WIDTH), size)
    if (tile !== undefined) tiles.push(tile)
  }
  return tiles
}

export function fileOf({ tile, bytes }: BuiltTile): LogFile {
  return { path: tilePath(tile), bytes }
}
