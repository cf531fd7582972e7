import {
  type BuiltTile,
  bundlePath,
  bundlesBetween,
  CompactRange,
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
   * @param edge what {@link readEdge} gave
   * @param openLeaves the leaves behind the last full bundle, as the database holds them
   * @throws ProofError `tile-missing`, `tile-malformed`
   */
  static restore(
    size: number,
    edge: Edge,
    openLeaves: readonly LeafRow[],
    parts: { storage: LogStorage; fault: Fault },
  ): TreeWriter {
    const builder = TileBuilder.restore(size, tile => edge.get(tile.level))
    const { storage, fault } = parts
    return new TreeWriter({ storage, fault, builder, entries: openLeaves.map(({ leaf }) => leaf) })
  }

  get size(): number {
    return this.builder.size
  }

  root(): Hash {
    return this.builder.root()
  }

  /** A copy of the right edge, to try out what follows. */
  range(): CompactRange {
    return CompactRange.restore(this.size, this.builder.serialiseRange())
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

/** The partial tile of each level at the right edge of a tree: with them alone it can be continued. */
export type Edge = ReadonlyMap<number, Uint8Array>

export async function readEdge(storage: LogStorage, size: number): Promise<Edge> {
  const edge = new Map<number, Uint8Array>()
  for (const tile of edgeTiles(size)) {
    const bytes = await storage.read(tilePath(tile))
    if (bytes !== null) edge.set(tile.level, bytes)
  }
  return edge
}

function edgeTiles(size: number): Tile[] {
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
