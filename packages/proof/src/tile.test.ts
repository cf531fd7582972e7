import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../test/code-of.ts'
import {
  bundlePath,
  bundlesBetween,
  compactRangeOf,
  decodeBundle,
  encodeBundle,
  leafHash,
  MerkleTree,
  parseTilePath,
  rootOf,
  type Tile,
  TileBuilder,
  TileReader,
  TreeView,
  tileAt,
  tilePath,
  tilesBetween,
  tilesFor,
  toHex,
  toUtf8,
  withTiles,
} from './index.ts'

const SIZE = 70_000
const hashes = Array.from({ length: SIZE }, (_, i) => leafHash(toUtf8(`entry ${i}`)))
const whole = new MerkleTree()
for (const hash of hashes) whole.appendHash(hash)

/** What tlog-tiles says a tile holds: MTH(D[(n·256+i)·256^l : (n·256+i+1)·256^l]) for each i. */
function tileByDefinition(tile: Tile): string {
  let text = ''
  for (let i = 0; i < tile.width; i++) text += toHex(whole.hashAt(tile.level * 8, tile.index * 256 + i))
  return text
}

const sourceOf = (size: number, missing?: string) => (tile: Tile) => {
  expect(tile).toEqual(tileAt(tile.level, tile.index, size))
  return tilePath(tile) === missing ? undefined : new Uint8Array(Buffer.from(tileByDefinition(tile), 'hex'))
}

describe('paths', () => {
  it('are those of the tlog-tiles document', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(tilePath({ level: 63, index: 5, width: 1 })).toBe('tile/63/005.p/1')
    expect(tilePath({ level: 1, index: 1000, width: 255 })).toBe('tile/1/x001/000.p/255')
    expect(bundlePath({ index: 273, width: 112 })).toBe('tile/entries/273.p/112')
  })

  it('are read as they were written', () => {
    const tiles = fc.record({
      level: fc.nat({ max: 63 }),
      index: fc.oneof(fc.nat(), fc.maxSafeNat()),
      width: fc.integer({ min: 1, max: 256 }),
    })
    fc.assert(
      fc.property(tiles, tile => {
        expect(parseTilePath(tilePath(tile))).toEqual({ kind: 'hashes', tile })
        const { level: _, ...bundle } = tile
        expect(parseTilePath(bundlePath(bundle))).toEqual({ kind: 'entries', bundle })
      }),
    )
  })

  it('have no second spelling', () => {
    const bad = [
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/000.p/01',
      'tile/00/000',
      'tile/64/000',
      'tile/-1/000',
      'tile/0/0',
      'tile/0/0000',
      'tile/0/x000/001',
      'tile/0/001/002',
      'tile/0/x001/x002',
      'tile/0/../000',
      'tile/0/000/',
      '/tile/0/000',
      'tile/0/000.P/1',
      'tile/data/000',
      'tile/0/000\n',
      `tile/0/${'x999/'.repeat(6)}999`,
    ]
    for (const path of bad)
      expect(
        codeOf(() => parseTilePath(path)),
        path,
      ).toBe('tile-malformed')
  })
})

describe('which tiles there are', () => {
  it('follows the examples of the tlog-tiles document', () => {
    const tiles = tilesBetween(0, 70_000)
    const count = (level: number, isFull: boolean) =>
      tiles.filter(tile => tile.level === level && (tile.width === 256) === isFull).length
    expect([count(0, true), count(0, false), count(1, true), count(1, false), count(2, false)]).toEqual([
      273, 1, 1, 1, 1,
    ])
    expect(tiles.filter(tile => tile.width < 256).map(tile => tile.width)).toEqual([112, 17, 1])
    expect(tilesBetween(0, 256).map(tilePath)).toEqual(['tile/0/000', 'tile/1/000.p/1'])
    expect(tilesBetween(0, 0)).toEqual([])
    expect(tilesBetween(300, 300)).toEqual([])
    expect(codeOf(() => tilesBetween(2, 1))).toBe('input-range')
  })

  it('bundles the same entries as the tiles of level 0', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2000 }), fc.nat({ max: 2000 }), (a, b) => {
        const [old, size] = a < b ? [a, b] : [b, a]
        const level0 = tilesBetween(old, size).filter(tile => tile.level === 0)
        expect(bundlesBetween(old, size)).toEqual(level0.map(({ index, width }) => ({ index, width })))
      }),
    )
  })
})

describe('the tile builder', () => {
  it('makes what the definition says, however the entries are batched and wherever it is restored', () => {
    const cuts = fc.array(
      fc.oneof(fc.nat({ max: SIZE }), fc.constantFrom(255, 256, 257, 65_535, 65_536, 65_537)),
      {
        minLength: 1,
        maxLength: 5,
      },
    )
    fc.assert(
      fc.property(cuts, places => {
        let builder = new TileBuilder()
        for (const end of [...new Set(places)].sort((a, b) => a - b)) {
          const start = builder.size
          for (const hash of hashes.slice(start, end)) builder.appendHash(hash)
          const built = builder.takeTiles()
          expect(built.map(({ tile }) => tile)).toEqual(tilesBetween(start, end))
          for (const { tile, bytes } of built) expect(toHex(bytes)).toBe(tileByDefinition(tile))
          expect(toHex(builder.root())).toBe(toHex(rootOf(end, whole)))
          builder = TileBuilder.restore(end, sourceOf(end))
          expect(builder.takeTiles()).toEqual([])
        }
      }),
      { numRuns: 8 },
    )
  })

  it('gives tiles that later entries do not change', () => {
    const builder = new TileBuilder()
    builder.appendHash(hashes[0] as Uint8Array)
    const [first] = builder.takeTiles()
    const before = toHex(first?.bytes as Uint8Array)
    for (const hash of hashes.slice(1, 300)) builder.appendHash(hash)
    expect(toHex(first?.bytes as Uint8Array)).toBe(before)
  })
})

describe('the tile reader', () => {
  const sizes = fc.oneof(
    fc.integer({ min: 1, max: SIZE }),
    fc.constantFrom(1, 255, 256, 257, 511, 65_536, 65_537),
  )

  it('makes the proofs of the whole tree from tiles, at every size', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async (size, a) => {
        const index = a % size
        const view = new TreeView(size, new TileReader(size, sourceOf(size)))
        expect(toHex(view.root())).toBe(toHex(rootOf(size, whole)))
        expect(view.proveInclusion(index)).toEqual(whole.proveInclusion(index, size))
        expect(view.proveConsistency(index + 1)).toEqual(whole.proveConsistency(index + 1, size))
        const proof = await withTiles(
          size,
          async tile => sourceOf(size)(tile) as Uint8Array,
          tree => tree.proveInclusion(index),
        )
        expect(proof).toEqual(whole.proveInclusion(index, size))
      }),
      { numRuns: 25 },
    )
  })

  it('keeps working when it may hold a single tile, and gives hashes that are the caller’s own', () => {
    const reader = new TileReader(SIZE, sourceOf(SIZE), { maxTiles: 1 })
    const view = new TreeView(SIZE, reader)
    for (const index of [0, 65_535, 12_345, 69_999, 0]) {
      expect(view.proveInclusion(index)).toEqual(whole.proveInclusion(index))
      reader.hashAt(0, index).fill(0)
    }
  })

  it('fetches few tiles for a proof: one per level and the right edge', () => {
    const paths = tilesFor(SIZE, view => view.proveInclusion(12_345)).map(tilePath)
    expect(paths.sort()).toEqual(['tile/0/048', 'tile/0/273.p/112', 'tile/1/000', 'tile/1/001.p/17'])
  })

  it('restores the compact range of any size', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constant(0), sizes), size => {
        const range = compactRangeOf(size, new TileReader(size, sourceOf(size)))
        expect(toHex(range.root())).toBe(toHex(rootOf(size, whole)))
        expect(range.size).toBe(size)
      }),
      { numRuns: 15 },
    )
  })

  it('takes a full tile in place of a partial one, and nothing else', () => {
    const read = (bytes: Uint8Array | undefined) => new TreeView(3, new TileReader(3, () => bytes)).root()
    const tile = new Uint8Array(Buffer.from(tileByDefinition({ level: 0, index: 0, width: 256 }), 'hex'))
    expect(toHex(read(tile))).toBe(toHex(rootOf(3, whole)))
    expect(toHex(read(tile.slice(0, 96)))).toBe(toHex(rootOf(3, whole)))
    for (const size of [0, 64, 95, 97, 128, 8191])
      expect(codeOf(() => read(tile.slice(0, size)))).toBe('tile-malformed')
    expect(codeOf(() => read(undefined))).toBe('tile-missing')
  })

  it('refuses to read outside the tree', () => {
    const reader = new TileReader(300, sourceOf(300))
    for (const [level, index] of [
      [0, 300],
      [0, -1],
      [3, -1],
      [0, 70_000],
      [3, 37],
      [8, 1],
      [9, 0],
      [16, 0],
    ] as const) {
      expect(
        codeOf(() => reader.hashAt(level, index)),
        `${level}/${index}`,
      ).toBe('input-range')
    }
  })
})

describe('entry bundles', () => {
  const entriesOf = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 256 })

  it('are read as they were written', () => {
    fc.assert(
      fc.property(entriesOf, entries => {
        expect(decodeBundle(encodeBundle(entries), entries.length)).toEqual(entries)
      }),
    )
    expect(toHex(encodeBundle([toUtf8('one'), toUtf8('')]))).toBe('00036f6e650000')
    const longest = new Uint8Array(65_535)
    expect(decodeBundle(encodeBundle([longest]), 1)).toEqual([longest])
  })

  it('refuse wrong counts, cut ends and entries that are too long', () => {
    const bundle = encodeBundle([toUtf8('one'), toUtf8('two')])
    for (let cut = 1; cut < bundle.length; cut++) {
      expect(codeOf(() => decodeBundle(bundle.slice(0, -cut), 2))).toBe('bundle-malformed')
    }
    for (const width of [0, 1, 3, 257, 1.5])
      expect(codeOf(() => decodeBundle(bundle, width))).toBe('bundle-malformed')
    expect(codeOf(() => encodeBundle([]))).toBe('bundle-malformed')
    expect(codeOf(() => encodeBundle([new Uint8Array(65_536)]))).toBe('bundle-malformed')
    expect(codeOf(() => encodeBundle(Array.from({ length: 257 }, () => new Uint8Array(1))))).toBe(
      'bundle-malformed',
    )
  })
})
