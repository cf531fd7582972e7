import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../test/code-of.ts'
import {
  CHUNK_SIZE_BYTES,
  CommitmentSeries,
  canonicalJsonBytes,
  commit,
  commitDigest,
  commitItem,
  emptyRoot,
  FileCommitter,
  itemOpening,
  leafHash,
  MerkleTree,
  nodeHash,
  proveSelection,
  sha256,
  toHex,
  toUtf8,
  verifySelection,
} from './index.ts'

// The formulas once more with Node's own hashes and byte literals.
const sha = (...parts: (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const seed = Uint8Array.from({ length: 32 }, (_, i) => i * 7)
const opening = (kind: string, index: number): Buffer => {
  const count = Buffer.alloc(8)
  count.writeBigUInt64BE(BigInt(index))
  return createHmac('sha256', seed).update(`yuanwei/${kind}-r/v1\0`).update(count).digest()
}

describe('the commitment of a leaf', () => {
  it('is SHA-256 of the prefix, r and the digest of the payload', () => {
    const r = new Uint8Array(32).fill(5)
    const payload = canonicalJsonBytes({ title: '杯子碎了', amount: 1290 })
    const expected = sha('yuanwei/commit/v1\0', r, sha(payload)).toString('hex')
    expect(toHex(commit(r, payload))).toBe(expected)
    expect(toHex(commitDigest(r, sha256(payload)))).toBe(expected)
    expect(codeOf(() => commit(r.slice(1), payload))).toBe('input-range')
    expect(codeOf(() => commitDigest(r, payload))).toBe('input-range')
  })
})

describe('a series of commitments', () => {
  it('derives each r from the seed and the place, and commits to each item', () => {
    const items = ['one', 'two', 'three'].map(text => toUtf8(text))
    for (const kind of ['message', 'chunk'] as const) {
      const leaves = items.map((item, i) => {
        const r = opening(kind, i)
        expect(toHex(itemOpening(kind, seed, i))).toBe(r.toString('hex'))
        const commitment = sha(`yuanwei/${kind}/v1\0`, r, sha(item))
        expect(toHex(commitItem(kind, r, sha256(item)))).toBe(commitment.toString('hex'))
        return leafHash(commitment)
      })
      const series = new CommitmentSeries(kind, seed)
      for (const item of items) series.add(item)
      const [a, b, c] = leaves as [Uint8Array, Uint8Array, Uint8Array]
      expect(toHex(series.root())).toBe(toHex(nodeHash(nodeHash(a, b), c)))
      expect(series.size).toBe(3)
    }
  })

  it('proves chosen messages without the others', () => {
    const messages = Array.from({ length: 100 }, (_, i) =>
      canonicalJsonBytes({ sender: 'A', text: `第 ${i} 条` }),
    )
    const tree = new MerkleTree()
    const series = new CommitmentSeries('message', seed, tree)
    const rootOnly = new CommitmentSeries('message', seed)
    for (const message of messages) {
      series.add(message)
      rootOnly.add(message)
    }
    expect(toHex(series.root())).toBe(toHex(rootOnly.root()))
    const chosen = [4, 5, 90]
    const hashes = proveSelection(series.size, tree, chosen)
    const entries = chosen.map(index => {
      const message = messages[index] as Uint8Array
      return { index, entry: commitItem('message', itemOpening('message', seed, index), sha256(message)) }
    })
    expect(verifySelection({ size: 100, root: series.root(), entries, hashes })).toEqual([
      { from: 0, count: 4 },
      { from: 6, count: 84 },
      { from: 91, count: 9 },
    ])
    const swapped = [entries[1], entries[0], entries[2]].map((entry, i) => ({
      index: chosen[i] as number,
      entry: entry?.entry as Uint8Array,
    }))
    expect(codeOf(() => verifySelection({ size: 100, root: series.root(), entries: swapped, hashes }))).toBe(
      'disclosure-mismatch',
    )
  })

  it('does not change when the caller changes the seed afterwards', () => {
    const own = seed.slice()
    const series = new CommitmentSeries('chunk', own)
    own.fill(0)
    series.add(toUtf8('x'))
    const same = new CommitmentSeries('chunk', seed)
    same.add(toUtf8('x'))
    expect(toHex(series.root())).toBe(toHex(same.root()))
    expect(codeOf(() => new CommitmentSeries('chunk', seed.slice(1)))).toBe('input-range')
  })
})

describe('the commitment to a file', () => {
  const file = new Uint8Array(2 * CHUNK_SIZE_BYTES + 17)
  for (let i = 0; i < file.length; i++) file[i] = (i * 31 + (i >> 11)) & 255

  it('is over chunks of one mebibyte, however the bytes arrive', () => {
    const series = new CommitmentSeries('chunk', seed)
    for (let at = 0; at < file.length; at += CHUNK_SIZE_BYTES) {
      series.add(file.subarray(at, at + CHUNK_SIZE_BYTES))
    }
    const cut = fc.array(fc.nat({ max: file.length }), { maxLength: 6 })
    fc.assert(
      fc.property(cut, places => {
        const committer = new FileCommitter(seed)
        const ends = [...places, file.length].sort((a, b) => a - b)
        let at = 0
        for (const end of ends) {
          committer.update(file.subarray(at, end))
          at = end
        }
        const { sizeBytes, sha256: whole, chunkCount, chunkRoot } = committer.finish()
        expect({ sizeBytes, chunkCount }).toEqual({ sizeBytes: file.length, chunkCount: 3 })
        expect(toHex(whole)).toBe(sha(file).toString('hex'))
        expect(toHex(chunkRoot)).toBe(toHex(series.root()))
      }),
      { numRuns: 10 },
    )
  })

  it('counts a full last chunk once and an empty file as none', () => {
    const full = new FileCommitter(seed)
    full.update(file.subarray(0, CHUNK_SIZE_BYTES))
    expect(full.finish().chunkCount).toBe(1)
    const empty = new FileCommitter(seed).finish()
    expect(empty).toMatchObject({ sizeBytes: 0, chunkCount: 0 })
    expect(toHex(empty.chunkRoot)).toBe(toHex(emptyRoot()))
    expect(toHex(empty.sha256)).toBe(sha().toString('hex'))
  })
})
