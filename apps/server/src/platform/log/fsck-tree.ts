import {
  type BuiltTile,
  bundlePath,
  CompactRange,
  encodeBundle,
  equalBytes,
  HASH_SIZE_BYTES,
  leafHashInto,
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
  /** Leaves under the checkpoint that is published at this moment; 0 where none can be read. */
  readonly publishedNow?: () => Promise<number>
  readonly storage: LogStorage
  readonly signed: readonly SignedPoint[]
}

/** Leaves as the database holds them, in the order of the log. */
interface LeafBlock {
  readonly first: number
  readonly last: number
  /** Their texts, each with a newline behind it. */
  readonly lines: Buffer
  /** Their hashes, one after the other. */
  readonly hashes: Buffer
}

const BUNDLES_AT_ONCE = 32
const LEAVES_AT_ONCE = BUNDLES_AT_ONCE * TILE_WIDTH
const NEWLINE = 0x0a

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
  let next = held(readBlock(client, 0))
  let compared = Promise.resolve()
  for (let at = 0; at < head.size; at += LEAVES_AT_ONCE) {
    const block = await next
    // The database reads on, and the files of the last block are compared, while these leaves are hashed.
    next = held(readBlock(client, at + LEAVES_AT_ONCE))
    if (block !== null) walk.addBlock(block)
    await compared
    compared = held(walk.compareFiles())
  }
  await Promise.all([next, compared])
  checkHead(head, walk, onFinding)
  return { leaves: walk.size, tiles: walk.tiles, bundles: walk.bundles }
}

/** A promise that is awaited later: its failure is met there, and must not count as unhandled until then. */
function held<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
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

/** One row for many leaves: a row for each costs more than hashing it. Null when there is none in that range. */
async function readBlock(client: pg.ClientBase, from: number): Promise<LeafBlock | null> {
  const { rows } = await client.query({
    name: 'log_fsck_block',
    text: `SELECT min(leaf_index) AS first, max(leaf_index) AS last,
             string_agg(leaf || E'\\n', '' ORDER BY leaf_index) AS lines,
             string_agg(leaf_hash, '' ORDER BY leaf_index) AS hashes
           FROM log_leaf WHERE leaf_index >= $1 AND leaf_index < $2`,
    values: [from, from + LEAVES_AT_ONCE],
  })
  const [row] = rows
  if (row === undefined || row.lines === null) return null
  return {
    first: Number(row.first),
    last: Number(row.last),
    lines: Buffer.from(row.lines),
    hashes: row.hashes,
  }
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
  private readonly hash = new Uint8Array(HASH_SIZE_BYTES)
  private readonly published: number
  /** Sizes at which a root was signed, smallest first. */
  private readonly points: SignedPoint[]
  /** The partial tile of each level, as of the last look. */
  private readonly edge = new Map<number, BuiltTile>()
  /** The leaves of the bundle that is not full yet. */
  private entries: Uint8Array[] = []
  private expected: Expected[] = []

  constructor(parts: TreeParts) {
    this.parts = parts
    this.points = [...parts.signed].sort((a, b) => a.size - b.size)
    this.published = Math.max(0, ...this.points.map(point => point.size))
    this.comparePoints()
  }

  get size(): number {
    return this.builder.size
  }

  root(): Uint8Array {
    return this.builder.root()
  }

  addBlock({ first, last, lines, hashes }: LeafBlock): void {
    const { onFinding } = this.parts
    const from = this.size
    let count = 0
    for (let at = 0, end = 0; at < lines.length; at = end + 1) {
      end = lines.indexOf(NEWLINE, at)
      this.addLeaf(lines.subarray(at, end), hashes, count++)
    }
    const isWhole = first === from && last === first + count - 1 && hashes.length === count * HASH_SIZE_BYTES
    if (!isWhole) onFinding({ code: 'leaf_missing', place: { from, to: last } })
  }

  private addLeaf(leaf: Uint8Array, hashes: Buffer, i: number): void {
    leafHashInto(leaf, this.hash, 0)
    if (!isAt(hashes, i, this.hash)) {
      this.parts.onFinding({ code: 'leaf_hash_differs', place: { index: this.size } })
    }
    this.builder.appendHash(this.hash)
    this.entries.push(leaf)
    if (this.points[0]?.size === this.size) this.comparePoints()
    if (this.entries.length < TILE_WIDTH) return
    this.expectBundle(this.size / TILE_WIDTH - 1)
    this.entries = []
    this.takeTiles()
  }

  /** Reads the files of the leaves added since the last call. */
  async compareFiles(): Promise<void> {
    const { storage, onFinding } = this.parts
    const compare = async ({ path, bytes, kind, isPublished }: Expected) => {
      const found = await storage.read(path)
      if (found === null ? !isPublished : Buffer.compare(found, bytes) === 0) return
      if (found === null && path.includes('.p/') && (await this.hasGrown())) return
      onFinding({ code: `${kind}_${found === null ? 'missing' : 'differs'}`, place: { file: path } })
    }
    const expected = this.expected
    this.expected = []
    await Promise.all(expected.map(compare))
  }

  /** Whether the log was written on meanwhile: what was its edge is then taken away once a longer one is published. */
  private async hasGrown(): Promise<boolean> {
    return ((await this.parts.publishedNow?.()) ?? 0) > this.published
  }

  private comparePoints(): void {
    for (let point = this.points[0]; point?.size === this.size; point = this.points[0]) {
      this.points.shift()
      if (equalBytes(point.root, this.root())) continue
      const { file, size } = point
      this.parts.onFinding({ code: 'signed_root_differs', place: { file, size } })
    }
    if (this.size === this.published) this.expectEdge()
  }

  /** What stands at the right edge of the published tree: partial tiles, and the bundle that is not full. */
  private expectEdge(): void {
    this.takeTiles()
    const isOpen = this.size % TILE_WIDTH > 0
    if (isOpen) this.expectBundle(Math.floor(this.size / TILE_WIDTH))
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

  private expectBundle(index: number): void {
    this.bundles++
    const width = this.entries.length
    const isPublished = index * TILE_WIDTH + width <= this.published
    const bytes = encodeBundle(this.entries)
    this.expected.push({ path: bundlePath({ index, width }), bytes, kind: 'bundle', isPublished })
  }

  private expectTile({ tile, bytes }: BuiltTile): void {
    this.tiles++
    const end = (tile.index * TILE_WIDTH + tile.width) * TILE_WIDTH ** tile.level
    this.expected.push({ path: tilePath(tile), bytes, kind: 'tile', isPublished: end <= this.published })
  }
}

function isAt(hashes: Uint8Array, i: number, hash: Uint8Array): boolean {
  const at = i * HASH_SIZE_BYTES
  for (let byte = 0; byte < HASH_SIZE_BYTES; byte++) if (hashes[at + byte] !== hash[byte]) return false
  return true
}
