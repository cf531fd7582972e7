import { expect, it } from 'vitest'
import {
  bundlePath,
  CompactRange,
  decodeBundle,
  encodeBundle,
  leafHash,
  MerkleTree,
  openCheckpoint,
  parseVerifierKey,
  TileBuilder,
  TileReader,
  TreeView,
  tilePath,
  tilesBetween,
  toHex,
  verifyConsistency,
  verifyInclusion,
} from '../src/index.ts'
import { codeOf } from './code-of.ts'
import { describeVectors, fromVector } from './corpus.ts'

interface InclusionCase {
  leafIdx: number
  treeSize: number
  root: string
  leafHash: string
  proof: string[] | null
  desc: string
  wantErr: boolean
}
interface ConsistencyCase {
  size1: number
  size2: number
  root1: string
  root2: string
  proof: string[] | null
  desc: string
  wantErr: boolean
}

const base64 = (text: string): Uint8Array => fromVector(text, 'base64')

describeVectors('transparency-dev-merkle', files => {
  const paths = files.list('.json')

  // Equal sizes and equal "roots" that are twelve bytes of text: the one case where we are stricter, because a
  // root that is no hash is refused before anything is compared.
  const stricter = [
    'testdata/consistency/additional/sizes-are-equal-one-and-proof-is-empty.json: input-range',
  ]

  it('judges all inclusion and consistency cases as their authors do, the edges of size 0 included', () => {
    const wrong: string[] = []
    let refusals = 0
    for (const path of paths.filter(name => name.startsWith('testdata/inclusion/'))) {
      const test = files.json<InclusionCase>(path)
      const code = codeOf(() =>
        verifyInclusion({
          index: test.leafIdx,
          size: test.treeSize,
          leafHash: base64(test.leafHash),
          root: base64(test.root),
          proof: (test.proof ?? []).map(base64),
        }),
      )
      if ((code !== 'accepted') !== test.wantErr) wrong.push(`${path}: ${code}`)
      if (test.wantErr) refusals++
    }
    for (const path of paths.filter(name => name.startsWith('testdata/consistency/'))) {
      const test = files.json<ConsistencyCase>(path)
      const code = codeOf(() =>
        verifyConsistency({
          oldSize: test.size1,
          oldRoot: base64(test.root1),
          size: test.size2,
          root: base64(test.root2),
          proof: (test.proof ?? []).map(base64),
        }),
      )
      if ((code !== 'accepted') !== test.wantErr) wrong.push(`${path}: ${code}`)
      if (test.wantErr) refusals++
    }
    console.log(`transparency-dev/merkle: ${files.count()} files read, ${refusals} of them to be refused`)
    expect(wrong).toEqual(stricter)
    expect(files.count()).toBe(196)
  })
})

describeVectors('rfc6962-constants', files => {
  it('has the roots and leaf hashes of the original certificate-transparency tests', () => {
    const known = files.json<{ leafInputsHex: string[]; rootHex: string[]; leafHashHex: string[] }>(
      'rfc6962.json',
    )
    const range = new CompactRange()
    const roots = [toHex(range.root())]
    for (const input of known.leafInputsHex) {
      range.appendEntry(fromVector(input, 'hex'))
      roots.push(toHex(range.root()))
    }
    expect(roots).toEqual(known.rootHex)
    expect(known.leafInputsHex.map(input => toHex(leafHash(fromVector(input, 'hex'))))).toEqual(
      known.leafHashHex,
    )
  })
})

describeVectors('transparency-dev-tessera', files => {
  const origin = 'example.com/log/testdata'
  const key = parseVerifierKey(`${origin}+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx`)
  const log = 'testdata/log'

  it('opens every checkpoint, rebuilds its root from the entries, and its tiles and bundles byte for byte', () => {
    const builder = new TileBuilder()
    const tree = new MerkleTree()
    for (let size = 0; size <= 15; size++) {
      const head = openCheckpoint(files.text(`${log}/checkpoint.${size}`), [key], origin)
      expect(head.size).toBe(size)
      if (size > 0) {
        const bundle = files.bytes(`${log}/${bundlePath({ index: 0, width: size })}`)
        const entries = decodeBundle(bundle, size)
        expect(encodeBundle(entries)).toEqual(bundle)
        const entry = entries[size - 1] as Uint8Array
        builder.appendEntry(entry)
        tree.appendEntry(entry)
      }
      expect(toHex(builder.root())).toBe(toHex(head.root))
      const built = builder.takeTiles()
      expect(built.map(({ tile }) => tile)).toEqual(tilesBetween(Math.max(0, size - 1), size))
      for (const { tile, bytes } of built) expect(bytes).toEqual(files.bytes(`${log}/${tilePath(tile)}`))
    }
    console.log(`transparency-dev/tessera: ${files.count()} files read`)
    expect(files.count()).toBe(16 + 15 + 15)
  })

  it('proves every entry and every extension between the checkpoints from the tiles alone', () => {
    const heads = Array.from({ length: 16 }, (_, size) =>
      openCheckpoint(files.text(`${log}/checkpoint.${size}`), [key], origin),
    )
    for (const head of heads.slice(1)) {
      const reader = new TileReader(head.size, tile => files.bytes(`${log}/${tilePath(tile)}`))
      const view = new TreeView(head.size, reader)
      for (let index = 0; index < head.size; index++) {
        const proof = view.proveInclusion(index)
        verifyInclusion({ index, size: head.size, leafHash: reader.hashAt(0, index), root: head.root, proof })
      }
      for (const old of heads.slice(1, head.size + 1)) {
        const proof = view.proveConsistency(old.size)
        verifyConsistency({ oldSize: old.size, oldRoot: old.root, size: head.size, root: head.root, proof })
      }
    }
  })
})
