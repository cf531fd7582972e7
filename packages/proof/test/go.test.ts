import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type BuiltTile,
  createSigner,
  emptyHead,
  formatSignerKey,
  formatVerifierKey,
  type Hash,
  openNote,
  parseSignerKey,
  parseVerifierKey,
  sha256,
  signHead,
  TileBuilder,
  TileReader,
  TreeView,
  tilePath,
  toBase64,
  toHex,
  toUtf8,
} from '../src/index.ts'
import { buildGo, isGoInstalled, runGo } from './run-go.ts'

const COUNT = 70_000
const ROOTS_UP_TO = 600
const ORIGIN = 'yuanwei.local/0123456789abcdef'
const seed = Uint8Array.from({ length: 32 }, (_, i) => 200 - i)
const isInstalled = isGoInstalled()

interface Answer {
  Roots: string[]
  Checkpoints: { Error: string; Text: string; Ours: boolean; Again: string }[]
  Inclusion: { Error: string; Hashes: string[] }[]
  Consistency: { Error: string; Hashes: string[] }[]
  Tiles: { Path: string; Sha256: string }[]
}

const base64s = (hashes: readonly Hash[]): string[] => hashes.map(toBase64)

// Debian's package has the sources of Go's checksum database, written by other people in another language.
describe.skipIf(!isInstalled && process.env.CI !== 'true')('Go sumdb', () => {
  const builder = new TileBuilder()
  const tiles = new Map<string, Uint8Array>()
  const roots: Hash[] = []
  const views = new Map<number, TreeView>()
  const signer = createSigner(ORIGIN, seed)
  const sizes = [1, 2, 3, 7, 8, 255, 256, 257, 511, 600, 65_535, 65_536, 65_537, 69_999, COUNT]
  const inclusion = sizes.flatMap(size => {
    const indexes = new Set([0, 1, size >> 1, size - 2, size - 1].filter(index => index >= 0 && index < size))
    return [...indexes].map(index => ({ size, index }))
  })
  const consistency = sizes.flatMap(size =>
    sizes.filter(old => old <= size).map(oldSize => ({ oldSize, size })),
  )
  let program = { program: '', folder: '' }
  let built: BuiltTile[] = []
  let answer: Answer

  const viewOf = (size: number): TreeView => {
    const known = views.get(size)
    if (known !== undefined) return known
    const view = new TreeView(
      size,
      new TileReader(size, tile => tiles.get(tilePath({ ...tile, width: 256 }))),
    )
    views.set(size, view)
    return view
  }

  const checkpoints = (): string[] => {
    let previous = emptyHead(ORIGIN)
    return sizes.map(size => {
      const next = { origin: ORIGIN, size, root: viewOf(size).root() }
      const proof = previous.size === 0 ? [] : viewOf(size).proveConsistency(previous.size)
      const note = signHead([signer], previous, next, proof)
      previous = next
      return note
    })
  }

  beforeAll(() => {
    expect(isInstalled, 'apt-get install golang-go golang-golang-x-mod-dev').toBe(true)
    program = buildGo(join(import.meta.dirname, 'go/main.go'))
    for (let i = 0; i < COUNT; i++) {
      builder.appendEntry(toUtf8(`entry ${i}`))
      if (i < ROOTS_UP_TO) roots.push(builder.root())
    }
    // The path of a full tile stands for all its widths, so that smaller trees read the same bytes.
    built = builder.takeTiles()
    for (const { tile, bytes } of built) {
      const whole = new Uint8Array(8192)
      whole.set(bytes)
      tiles.set(tilePath({ ...tile, width: 256 }), whole)
    }
    const signed = checkpoints()
    const [first = ''] = signed
    answer = runGo<Answer>(program.program, {
      Count: COUNT,
      RootsUpTo: ROOTS_UP_TO,
      VerifierKey: formatVerifierKey(signer),
      SignerKey: formatSignerKey(ORIGIN, seed),
      Checkpoints: [...signed, first.replace('\n1\n', '\n2\n')],
      Inclusion: [
        ...inclusion.map(({ size, index }) => ({
          Size: size,
          Index: index,
          Hashes: base64s(viewOf(size).proveInclusion(index)),
        })),
        { Size: 8, Index: 3, Hashes: base64s(viewOf(8).proveInclusion(2)) },
      ],
      Consistency: [
        ...consistency.map(({ oldSize, size }) => ({
          OldSize: oldSize,
          Size: size,
          Hashes: base64s(viewOf(size).proveConsistency(oldSize)),
        })),
        { OldSize: 3, Size: 8, Hashes: base64s(viewOf(8).proveConsistency(5)) },
      ],
      Tiles: built.map(({ tile }) => ({ Level: tile.level, Index: tile.index, Width: tile.width })),
    })
  }, 120_000)

  afterAll(() => {
    if (program.folder !== '') rmSync(program.folder, { recursive: true })
  })

  it('has the same root at every size', () => {
    expect(base64s(roots)).toEqual(answer.Roots)
    expect(answer.Roots).toHaveLength(ROOTS_UP_TO)
  })

  it('opens our checkpoints, finds its own root in them, signs the same bytes, refuses a changed one', () => {
    const forged = answer.Checkpoints.pop()
    expect(forged?.Error).toContain('invalid signature')
    expect(answer.Checkpoints).toHaveLength(sizes.length)
    const ours = checkpoints()
    for (const [i, theirs] of answer.Checkpoints.entries()) {
      expect(theirs).toMatchObject({ Error: '', Ours: true, Again: ours[i] })
      expect(openNote(theirs.Again, [parseVerifierKey(formatVerifierKey(signer))]).text).toBe(theirs.Text)
    }
    expect(parseSignerKey(formatSignerKey(ORIGIN, seed)).keyId).toBe(signer.keyId)
  })

  it('accepts our inclusion proofs, makes the same ones, refuses one of another entry', () => {
    expect(answer.Inclusion.pop()?.Error).toContain('invalid transparency proof')
    expect(answer.Inclusion).toHaveLength(inclusion.length)
    for (const [i, { size, index }] of inclusion.entries()) {
      const hashes = base64s(viewOf(size).proveInclusion(index))
      expect(answer.Inclusion[i]).toEqual({ Error: '', Hashes: hashes })
    }
  })

  it('accepts our consistency proofs, makes the same ones, refuses one of another size', () => {
    expect(answer.Consistency.pop()?.Error).toContain('invalid transparency proof')
    expect(answer.Consistency).toHaveLength(consistency.length)
    for (const [i, { oldSize, size }] of consistency.entries()) {
      const hashes = base64s(viewOf(size).proveConsistency(oldSize))
      expect(answer.Consistency[i]).toEqual({ Error: '', Hashes: hashes })
    }
  })

  it('makes the same tiles under the same paths', () => {
    // Go writes the tile height into the path, which tlog-tiles fixes at 8 and leaves out.
    const theirs = answer.Tiles.map(({ Path, Sha256 }) => [Path.replace('tile/8/', 'tile/'), Sha256])
    expect(built.map(({ tile, bytes }) => [tilePath(tile), toHex(sha256(bytes))])).toEqual(theirs)
    // The example of the tlog-tiles document: 273 + 1 tiles of level 0, 1 + 1 of level 1, 1 of level 2.
    expect(built.map(({ tile }) => tile.width).filter(width => width === 256)).toHaveLength(274)
    expect(built.filter(({ tile }) => tile.width < 256).map(({ tile }) => tilePath(tile))).toEqual([
      'tile/0/273.p/112',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
    ])
  })
})
