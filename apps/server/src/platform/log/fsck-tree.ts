import {
  type BuiltTile,
  bundlePath,
  CompactRange,
  encodeBundle,
  equalBytes,
  HASH_SIZE_BYTES,
  leafHash,
  ProofError,
  TILE_WIDTH,
  TileBuilder,
  tileAt,
  tilePath,
} from '@yuanwei/proof'
import type pg from 'pg'
import type { FsckParts, SignedPoint } from './fsck.ts'
import { type DatabaseHead, readDatabaseHead } from './log-rows.ts'
import type { LogStorage } from './log-storage.ts'
import { listLevel } from './stored-tiles.ts'

interface TreeParts extends FsckParts {
  readonly storage: LogStorage
  readonly signed: readonly SignedPoint[]
}

/** The leaves that go into one bundle, as the database holds them. */
interface BundleRow {
  readonly index: number
  readonly first: number
  readonly last: number
  readonly leaves: readonly string[]
  readonly hashes: Buffer
  /** Leaves whose columns are not what their text says. */
  readonly strange: number
}

const BUNDLES_AT_ONCE = 64

/** Hashes every leaf again, makes every tile again, and compares with what is stored and signed. */
export async function checkTree(
  parts: TreeParts,
): Promise<{ leaves: number; tiles: number; bundles: number }> {
  const { client, storage, signed, onFinding } = parts
  const head = await readDatabaseHead(client)
  const reached = [
    ...signed,
    { file: 'tile/entries', size: (await listLevel(storage, 'tile/entries')).extent },
  ]
  for (const { file, size } of reached) {
    if (size > head.size) onFinding({ code: 'database_behind', place: { file, size, database: head.size } })
  }
  const walk = new TreeWalk(parts)
  const bundles = Math.ceil(head.size / TILE_WIDTH)
  let next = readBundles(client, 0)
  for (let at = 0; at < bundles; at += BUNDLES_AT_ONCE) {
    const rows = await next
    // The database reads on while the leaves at hand are hashed.
    next = readBundles(client, at + BUNDLES_AT_ONCE)
    for (const row of rows) walk.addBundle(row)
    await walk.compareFiles()
  }
  await next
  checkHead(head, walk, onFinding)
  return { leaves: walk.size, tiles: walk.tiles, bundles: walk.bundles }
}

function checkHead(head: DatabaseHead, walk: TreeWalk, onFinding: FsckParts['onFinding']): void {
  if (walk.size !== head.size || !equalBytes(walk.root(), head.root)) {
    onFinding({ code: 'head_differs', place: { size: head.size, leaves: walk.size } })
  }
  if (!isRangeOf(head)) onFinding({ code: 'head_differs', place: { column: 'range', size: head.size } })
}

function isRangeOf({ size, root, range }: DatabaseHead): boolean {
  try {
    return equalBytes(CompactRange.restore(size, range).root(), root)
  } catch (error) {
    if (error instanceof ProofError) return false
    throw error
  }
}

async function readBundles(client: pg.ClientBase, from: number): Promise<BundleRow[]> {
  const { rows } = await client.query({
    name: 'log_fsck_bundles',
    text: `SELECT leaf_index / ${TILE_WIDTH} AS bundle, min(leaf_index) AS first, max(leaf_index) AS last,
             array_to_string(array_agg(leaf ORDER BY leaf_index), E'\\n') AS leaves,
             string_agg(leaf_hash, '' ORDER BY leaf_index) AS hashes,
             count(*) FILTER (
               WHERE position('"n":' || n || ',"s":"' || encode(stream, 'hex') || '"' IN leaf) = 0) AS strange
           FROM log_leaf WHERE leaf_index >= $1 AND leaf_index < $2 GROUP BY 1 ORDER BY 1`,
    values: [from * TILE_WIDTH, (from + BUNDLES_AT_ONCE) * TILE_WIDTH],
  })
  return rows.map(row => ({
    index: Number(row.bundle),
    first: Number(row.first),
    last: Number(row.last),
    leaves: row.leaves.split('\n'),
    hashes: row.hashes,
    strange: Number(row.strange),
  }))
}

interface Expected extends Readonly<{ path: string; bytes: Uint8Array; kind: 'bundle' | 'tile' }> {
  /** Whether it must be there: the newest leaves may still be on their way to the files. */
  readonly isPublished: boolean
}

class TreeWalk {
  tiles = 0
  bundles = 0
  private readonly parts: TreeParts
  private readonly builder = new TileBuilder()
  private readonly published: number
  /** Sizes at which a root was signed, smallest first. */
  private readonly points: SignedPoint[]
  /** The partial tile of each level, as of the last look. */
  private readonly edge = new Map<number, BuiltTile>()
  private expected: Expected[] = []

  constructor(parts: TreeParts) {
    this.parts = parts
    this.points = [...parts.signed].sort((a, b) => a.size - b.size)
    this.published = Math.max(0, ...this.points.map(point => point.size))
    this.comparePoints([])
  }

  get size(): number {
    return this.builder.size
  }

  root(): Uint8Array {
    return this.builder.root()
  }

  addBundle(row: BundleRow): void {
    const { onFinding } = this.parts
    const start = row.index * TILE_WIDTH
    const isWhole = start === this.size && row.first === start && row.last - start === row.leaves.length - 1
    if (!isWhole) onFinding({ code: 'leaf_missing', place: { from: this.size, to: row.last } })
    if (row.strange > 0) onFinding({ code: 'leaf_malformed', place: { from: row.first, to: row.last } })
    const entries: Uint8Array[] = []
    for (const [i, leaf] of row.leaves.entries()) {
      const entry = Buffer.from(leaf)
      const hash = leafHash(entry)
      if (!isAt(row.hashes, i, hash))
        onFinding({ code: 'leaf_hash_differs', place: { index: row.first + i } })
      this.builder.appendHash(hash)
      entries.push(entry)
      if (this.points[0]?.size === this.size) this.comparePoints(entries)
    }
    this.bundles++
    if (entries.length !== TILE_WIDTH) return
    this.expectBundle(row.index, entries)
    this.takeTiles()
  }

  /** Reads the files of the leaves added since the last call. */
  async compareFiles(): Promise<void> {
    const { storage, onFinding } = this.parts
    const compare = async ({ path, bytes, kind, isPublished }: Expected) => {
      const found = await storage.read(path)
      if (found === null ? !isPublished : equalBytes(found, bytes)) return
      onFinding({ code: `${kind}_${found === null ? 'missing' : 'differs'}`, place: { file: path } })
    }
    const expected = this.expected
    this.expected = []
    await Promise.all(expected.map(compare))
  }

  private comparePoints(openEntries: readonly Uint8Array[]): void {
    for (let point = this.points[0]; point?.size === this.size; point = this.points[0]) {
      this.points.shift()
      if (equalBytes(point.root, this.root())) continue
      const { file, size } = point
      this.parts.onFinding({ code: 'signed_root_differs', place: { file, size } })
    }
    if (this.size === this.published) this.expectEdge(openEntries)
  }

  /** What stands at the right edge of the published tree: partial tiles, and the bundle that is not full. */
  private expectEdge(openEntries: readonly Uint8Array[]): void {
    this.takeTiles()
    const width = this.size % TILE_WIDTH
    if (width > 0) this.expectBundle(Math.floor(this.size / TILE_WIDTH), openEntries)
    for (const { tile, bytes } of this.edge.values()) {
      if (tileAt(tile.level, tile.index, this.size)?.width === tile.width) this.expectTile({ tile, bytes })
    }
  }

  private takeTiles(): void {
    for (const built of this.builder.takeTiles()) {
      if (built.tile.width < TILE_WIDTH) this.edge.set(built.tile.level, built)
      else {
        this.edge.delete(built.tile.level)
        this.expectTile(built)
      }
    }
  }

  private expectBundle(index: number, entries: readonly Uint8Array[]): void {
    const path = bundlePath({ index, width: entries.length })
    const isPublished = index * TILE_WIDTH + entries.length <= this.published
    this.expected.push({ path, bytes: encodeBundle(entries), kind: 'bundle', isPublished })
  }

  private expectTile({ tile, bytes }: BuiltTile): void {
    this.tiles++
    const end = (tile.index * TILE_WIDTH + tile.width) * TILE_WIDTH ** tile.level
    this.expected.push({ path: tilePath(tile), bytes, kind: 'tile', isPublished: end <= this.published })
  }
}

function isAt(hashes: Buffer, i: number, hash: Uint8Array): boolean {
  const at = i * HASH_SIZE_BYTES
  return hashes.compare(hash, 0, HASH_SIZE_BYTES, at, at + HASH_SIZE_BYTES) === 0
}
