import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../test/code-of.ts'
import {
  assertExtends,
  createSigner,
  emptyHead,
  emptyRoot,
  formatCheckpoint,
  formatProof,
  leafHash,
  MerkleTree,
  openCheckpoint,
  parseCheckpoint,
  parseProof,
  signHead,
  signNote,
  type TreeHead,
  toBase64,
  toUtf8,
  verifyProof,
} from './index.ts'

const ORIGIN = 'yuanwei.local/00112233445566ff'
const signer = createSigner(ORIGIN, new Uint8Array(32).fill(7))
const tree = new MerkleTree()
for (let i = 0; i < 50; i++) tree.appendEntry(toUtf8(`entry ${i}`))
const head = (size: number): TreeHead => ({ origin: ORIGIN, size, root: tree.root(size) })
const sign = (size: number): string => signHead([signer], emptyHead(ORIGIN), head(size), [])
const ROOT = toBase64(emptyRoot())

describe('checkpoints', () => {
  it('reads the example of the tlog-checkpoint document', () => {
    const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
    const checkpoint = parseCheckpoint(text)
    expect(checkpoint).toMatchObject({
      origin: 'example.com/behind-the-sofa',
      size: 20_852_163,
      extensions: [],
    })
    expect(formatCheckpoint(checkpoint)).toBe(text)
    expect(parseCheckpoint(`${text}extension\nanother\n`).extensions).toEqual(['extension', 'another'])
  })

  it.each([
    ['no origin', `\n1\n${ROOT}\n`],
    ['two lines', `origin\n1\n`],
    ['no last newline', `origin\n1\n${ROOT}`],
    ['an empty line', `origin\n1\n${ROOT}\n\n`],
    ['a leading zero', `origin\n01\n${ROOT}\n`],
    ['a sign', `origin\n+1\n${ROOT}\n`],
    ['a fraction', `origin\n1.0\n${ROOT}\n`],
    ['a size beyond 2^53', `origin\n9007199254740992\n${ROOT}\n`],
    ['a short root', `origin\n1\nAAAA\n`],
    ['a root with spare bits', `origin\n1\n${ROOT.replace('U=', 'V=')}\n`],
  ])('refuses %s', (_, text) => {
    expect(codeOf(() => parseCheckpoint(text))).toBe('checkpoint-malformed')
  })

  it('opens its own log only', () => {
    const note = sign(5)
    expect(openCheckpoint(note, [signer], ORIGIN)).toMatchObject({
      size: 5,
      origin: ORIGIN,
      verified: [signer],
    })
    expect(codeOf(() => openCheckpoint(note, [signer], `${ORIGIN}0`))).toBe('checkpoint-origin')
    const stranger = createSigner(ORIGIN, new Uint8Array(32).fill(8))
    expect(codeOf(() => openCheckpoint(note, [stranger], ORIGIN))).toBe('note-unsigned')
    const noCheckpoint = signNote('only a text\n', [signer])
    expect(codeOf(() => openCheckpoint(noCheckpoint, [signer], ORIGIN))).toBe('checkpoint-malformed')
  })

  it('does not write an origin of two lines or none', () => {
    for (const origin of ['', 'a\nb']) {
      expect(codeOf(() => formatCheckpoint({ ...head(1), origin }))).toBe('checkpoint-malformed')
    }
  })
})

describe('the rule of the signer', () => {
  it('signs every head that extends the last, and the same head again to the same bytes', () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), fc.nat({ max: 50 }), (a, b) => {
        const [oldSize, size] = a < b ? [a, b] : [b, a]
        const proof = oldSize === 0 || oldSize === size ? [] : tree.proveConsistency(oldSize, size)
        const previous = oldSize === 0 ? emptyHead(ORIGIN) : head(oldSize)
        const note = signHead([signer], previous, head(size), proof)
        expect(openCheckpoint(note, [signer], ORIGIN)).toMatchObject({ size })
        expect(signHead([signer], head(size), head(size), [])).toBe(note)
      }),
    )
  })

  it('refuses everything else', () => {
    const fork = new MerkleTree()
    for (let i = 0; i < 50; i++) fork.appendEntry(toUtf8(i === 3 ? 'another' : `entry ${i}`))
    const forked = (size: number): TreeHead => ({ origin: ORIGIN, size, root: fork.root(size) })
    const proof = tree.proveConsistency(10, 20)
    const cases: [string, TreeHead, TreeHead, Uint8Array[]][] = [
      ['head-rollback', head(20), head(10), []],
      ['head-rollback', head(20), emptyHead(ORIGIN), []],
      ['head-fork', head(20), forked(20), []],
      ['head-fork', emptyHead(ORIGIN), { ...head(1), size: 0 }, []],
      ['head-fork', { ...head(1), size: 0 }, head(1), []],
      ['head-proof', head(10), forked(20), fork.proveConsistency(10, 20)],
      ['head-proof', head(10), head(20), []],
      ['head-proof', head(10), head(20), proof.slice(1)],
      ['head-proof', head(10), head(20), [...proof, emptyRoot()]],
      ['head-proof', head(10), head(21), proof],
      ['head-proof', head(20), head(20), [emptyRoot()]],
      ['head-proof', emptyHead(ORIGIN), head(20), [emptyRoot()]],
      ['head-proof', { ...head(1), size: 0 }, { ...head(1), size: 0 }, []],
      ['head-origin', head(10), { ...head(20), origin: 'other' }, proof],
    ]
    for (const [code, previous, next, hashes] of cases) {
      expect(codeOf(() => assertExtends(previous, next, hashes))).toBe(code)
      expect(codeOf(() => signHead([signer], previous, next, hashes))).toBe(code)
    }
  })
})

describe('tlog-proof', () => {
  const make = (index: number, size: number, extra?: Uint8Array): string =>
    formatProof({
      index,
      hashes: tree.proveInclusion(index, size),
      checkpoint: sign(size),
      ...(extra === undefined ? {} : { extra }),
    })
  const trust = { origin: ORIGIN, verifiers: [signer] }

  it('has the lines of the tlog-proof document', () => {
    const lines = make(3, 5, toUtf8('extra')).split('\n')
    expect(lines.slice(0, 3)).toEqual(['c2sp.org/tlog-proof@v1', 'extra ZXh0cmE=', 'index 3'])
    expect(lines.slice(3, 6)).toEqual(tree.proveInclusion(3, 5).map(toBase64))
    expect(lines.slice(6)).toEqual(['', ...sign(5).split('\n')])
    expect(make(0, 1)).toBe(`c2sp.org/tlog-proof@v1\nindex 0\n\n${sign(1)}`)
  })

  it('is read as it was written and verifies, for every entry of every size', () => {
    for (let size = 1; size <= 50; size += 7) {
      for (let index = 0; index < size; index++) {
        const text = make(index, size)
        expect(formatProof(parseProof(text))).toBe(text)
        expect(verifyProof(text, leafHash(toUtf8(`entry ${index}`)), trust)).toMatchObject({ size })
      }
    }
    expect(parseProof(make(3, 5, toUtf8('extra'))).extra).toEqual(toUtf8('extra'))
    expect(parseProof(make(3, 5, new Uint8Array(0))).extra).toEqual(new Uint8Array(0))
  })

  it('refuses any change of a sign but in the extra data', () => {
    const text = make(20, 37)
    const hash = leafHash(toUtf8('entry 20'))
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), fc.constantFrom(...'aA0=\n1'), (at, sign) => {
        const changed = text.slice(0, at) + sign + text.slice(at + 1)
        if (changed === text) return
        expect(codeOf(() => verifyProof(changed, hash, trust))).not.toBe('accepted')
      }),
      { numRuns: 500 },
    )
    expect(codeOf(() => verifyProof(text, leafHash(toUtf8('entry 21')), trust))).toBe('proof-mismatch')
    expect(codeOf(() => verifyProof(text, hash, { ...trust, origin: 'other' }))).toBe('checkpoint-origin')
  })

  it.each([
    ['another first line', (text: string) => text.replace('@v1', '@v2')],
    ['no index', (text: string) => text.replace('index 3\n', '')],
    ['an index with a leading zero', (text: string) => text.replace('index 3', 'index 03')],
    ['a negative index', (text: string) => text.replace('index 3', 'index -3')],
    ['extra data behind the index', (text: string) => text.replace('index 3\n', 'index 3\nextra AAAA\n')],
    ['extra data that are no Base 64', (text: string) => text.replace('index 3', 'extra A\nindex 3')],
    ['a hash of 31 bytes', (text: string) => text.replace('\n\n', `\n${toBase64(new Uint8Array(31))}\n\n`)],
    ['64 hashes', (text: string) => text.replace('\n\n', `\n${`${ROOT}\n`.repeat(64)}\n`)],
    ['no checkpoint', (text: string) => text.slice(0, text.indexOf('\n\n') + 1)],
    ['Windows lines', (text: string) => text.replaceAll('\n', '\r\n')],
    ['too much', (text: string) => text + 'a'.repeat(2 * 1024 * 1024)],
  ])('refuses %s', (_, change) => {
    const text = change(make(3, 5))
    expect(codeOf(() => parseProof(text))).toBe('proof-malformed')
  })
})
