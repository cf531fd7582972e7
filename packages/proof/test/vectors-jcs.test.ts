import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { canonicalJson, canonicalJsonBytes, parseCanonicalJson, parseJson } from '../src/index.ts'
import { codeOf } from './code-of.ts'
import { describeVectors } from './corpus.ts'

describeVectors('jcs-rfc8785', files => {
  const inputs = files.list('.json').filter(path => path.startsWith('testdata/input/'))

  it('writes every input as its expected output, byte for byte', () => {
    for (const path of inputs) {
      const value = parseJson(files.bytes(path))
      const output = files.text(path.replace('/input/', '/output/'))
      expect(canonicalJson(value)).toBe(output)
      const expected = files.text(path.replace('/input/', '/outhex/').replace('.json', '.txt')).trim()
      expect(Buffer.from(canonicalJsonBytes(value))).toEqual(Buffer.from(expected.replace(/\s+/g, ''), 'hex'))
      expect(canonicalJson(parseCanonicalJson(output))).toBe(output)
      expect(codeOf(() => parseCanonicalJson(files.text(path)))).toBe('json-not-canonical')
    }
    console.log(`json-canonicalization: ${files.count()} files read`)
    expect(files.count()).toBe(18)
  })

  it('writes 100,000 numbers as ECMAScript does (the published hash over the generated list)', () => {
    const readme = files.text('testdata/README.md')
    const row = /\| ([0-9a-f]{64}) \| 100000 /.exec(readme)
    const fixed = [...readme.matchAll(/0x([0-9a-f]{16})n/g)].map(([, digits]) => BigInt(`0x${digits}`))
    // The first constant of the listing, the start of the serial run, is written in the text a second time.
    expect(fixed.at(-1)).toBe(0x0010000000000000n)
    const hash = createHash('sha256')
    const view = new DataView(new ArrayBuffer(8))
    for (const bits of numberBits(fixed.slice(0, -1), 100_000)) {
      view.setBigUint64(0, bits)
      hash.update(`${bits.toString(16)},${canonicalJson(view.getFloat64(0))}\n`)
    }
    expect(hash.digest('hex')).toBe(row?.[1])
  })
})

/** The list that the corpus describes: fixed values, 2,000 in a row, then a chain of SHA-256 blocks. */
function* numberBits(fixed: readonly bigint[], count: number): Generator<bigint> {
  let made = 0
  for (const bits of fixed) {
    yield bits
    made++
  }
  for (let i = 0n; i < 2000n; i++, made++) yield 0x0010000000000000n + i
  let block = Buffer.alloc(32)
  while (true) {
    block = createHash('sha256').update(block).digest()
    for (let at = 0; at < 32; at += 8) {
      const value = block.readDoubleLE(at)
      if (value === 0 || !Number.isFinite(value)) continue
      yield block.readBigUInt64LE(at)
      if (++made === count) return
    }
  }
}
