import { type BuiltTile, bundlePath, CompactRange, encodeBundle, equalBytes, leafHash, ProofError, TILE_WIDTH, TileBuilder, tilePath } from '@yuanwei/proof'
import type pg from 'pg'
import type { FsckParts, SignedPoint } from './fsck.ts'
import { readDatabaseHead } from './log-rows.ts'
import type { LogStorage } from './log-storage.ts'
import { listLevel } from './stored-tiles.ts'

interface TreeParts extends FsckParts {
  readonly storage: LogStorage
  readonly signed: readonly SignedPoint[]
}

interface BundleRow {
  readonly index: number
  readonly leaves: string[]
  readonly hashes: Buffer
  readonly first: number
  readonly last: number
}

const BUNDLES_AT_ONCE = 64

/** Hashes every leaf again, makes every tile again, and compares with what is stored and signed. */
export async function checkTree(parts: TreeParts): Promise<{ leaves: number; tiles: number; bundles: number }> {
  const { client, storage, signed, onFinding } = parts
  const head = await readDatabaseHead(client)
  const stored = (await listLevel(storage, 'tile/entries')).extent
  for (const [file, size] of [['tile/entries', stored] as const, ...signed.map(s => [s.file, s.size] as const)]) {
    if (size > head.size) onFinding({ code: 'database_behind', place: { file, size, database: head.size } })
  }
  const walk = new TreeWalk(parts)
  for (let at = 0; at * TILE_WIDTH < head.size; at += BUNDLES_AT_ONCE) {
    for (const row of await readBundles(client, at, at + BUNDLES_AT_ONCE)) await walk.addBundle(row)
  }
  await walk.finish()
  if (!equalBytes(rootOfRange(head.size, head.range), head.root)) {
    onFinding({ code: 'head_differs', place: { part: 'range', size: head.size } })
  }
  if (walk.size !== head.size || !equalBytes(walk.root(), head.root)) {
    onFinding({ code: 'head_differs', place: { size: head.size, leaves: walk.size } })
  }
  return { leaves: walk.size, tiles: walk.tiles, bundles: walk.bundles }
}

class TreeWalk {
  tiles = 0
  bundles = 0
  private readonly parts: TreeParts
  private readonly builder = new TileBuilder()
  /** Sizes at which a root was signed, smallest first. */
  private readonly points: SignedPoint[]

  constructor(parts: TreeParts) {
    this.parts = parts
    this.points = [...parts.signed].sort((a, b) => a.size - b.size)
  }

  get size(): number {
    return this.builder.size
  }

  root(): Uint8Array {
    return this.builder.root()
  }

  async addBundle(row: BundleRow): Promise<void> {
    const { onFinding } = this.parts
    const start = row.index * TILE_WIDTH
    const count = row.leaves.length
    const isWhole = row.first === start && row.last === start + count - 1 && start === this.size
    if (!isWhole) onFinding({ code: 'leaf_missing', place: { from: this.size, to: row.last } })
    const entries = row.leaves.map(leaf => Buffer.from(leaf))
    for (const [i, entry] of entries.entries()) {
      const hash = leafHash(entry)
      if (Buffer.compare(row.hashes.subarray(i * 32, i * 32 + 32), hash) !== 0) {
        onFinding({ code: 'leaf_hash_differs', place: { index: row.first + i } })
      }
      this.comparePoints()
      this.builder.appendHash(hash)
    }
    this.bundles++
    const path = bundlePath({ index: row.index, width: count })
    await this.compareFile(path, encodeBundle(entries), 'bundle')
    await this.compareTiles(this.builder.takeTiles().filter(({ tile }) => tile.width === TILE_WIDTH))
  }

  /** The partial tiles of the end. Only what was published must be there: the newest leaves may be on their way. */
  async finish(): Promise<void> {
    this.comparePoints()
    const size = this.size
    const edge = TileBuilder.restore(size, () => undefined)
    void edge
  }

  private comparePoints(): void {
    while (this.points[0]?.size === this.size) {
      const point = this.points.shift()
      if (point !== undefined && !equalBytes(point.root, this.root())) {
        this.parts.onFinding({ code: 'signed_root_differs', place: { file: point.file, size: point.size } })
      }
    }
  }

  private async compareTiles(tiles: readonly BuiltTile[]): Promise<void> {
    for (const { tile, bytes } of tiles) {
      this.tiles++
      await this.compareFile(tilePath(tile), bytes, 'tile')
    }
  }

  private async compareFile(path: string, bytes: Uint8Array, kind: 'bundle' | 'tile'): Promise<void> {
    const found = await this.parts.storage.read(path)
    if (found !== null && equalBytes(found, bytes)) return
    this.parts.onFinding({ code: `${kind}_${found === null ? 'missing' : 'differs'}`, place: { file: path } })
  }
}
