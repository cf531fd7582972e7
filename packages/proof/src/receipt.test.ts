import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../test/code-of.ts'
import {
  canonicalJson,
  commit,
  createSigner,
  emptyHead,
  encodeLeaf,
  formatProof,
  formatReceipt,
  fromUtf8,
  MerkleTree,
  parseReceipt,
  type Receipt,
  signHead,
  toHex,
  toUtf8,
  verifyReceipt,
} from './index.ts'

const ORIGIN = 'yuanwei.local/00112233445566ff'
const signer = createSigner(ORIGIN, new Uint8Array(32).fill(3))
const trust = { origin: ORIGIN, verifiers: [signer] }

function makeReceipt(payload: string): Receipt {
  const [index, size] = [5, 11]
  const r = new Uint8Array(32).fill(9)
  const leaf = encodeLeaf({
    v: 1,
    t: 'case.opened',
    at: 1_766_000_000_000,
    s: '0'.repeat(32),
    n: 1,
    a: 'service',
    c: toHex(commit(r, toUtf8(payload))),
  })
  const tree = new MerkleTree()
  for (let i = 0; i < size; i++) tree.appendEntry(i === index ? leaf : toUtf8(`other ${i}`))
  const checkpoint = signHead([signer], emptyHead(ORIGIN), { origin: ORIGIN, size, root: tree.root() }, [])
  const proof = formatProof({ index, hashes: tree.proveInclusion(index), checkpoint })
  return { leaf, proof, opening: { r, payload }, timestamps: [] }
}

const receipt = makeReceipt(canonicalJson({ amount: 1290, title: '杯子碎了' }))
const text = formatReceipt(receipt)
const statuses = (source: string, given: typeof trust | undefined = trust) =>
  Object.values(verifyReceipt(source, given).verdicts).map(verdict => verdict.code ?? verdict.status)
type Members = Record<string, unknown>
/** The receipt with other members; undefined takes one out. */
const change = (members: Members): string => JSON.stringify({ ...JSON.parse(text), ...members })
const changeOpening = (members: Members): string =>
  change({ opening: { ...JSON.parse(text).opening, ...members } })

describe('receipts', () => {
  it('are read as they were written and judged good but for what they do not hold', () => {
    expect(parseReceipt(text)).toEqual(receipt)
    expect(parseReceipt(toUtf8(text))).toEqual(receipt)
    const report = verifyReceipt(text, trust)
    expect(report).toMatchObject({
      payload: { amount: 1290, title: '杯子碎了' },
      index: 5,
      head: { size: 11, origin: ORIGIN },
      leaf: { t: 'case.opened' },
    })
    // opened, logged, signed, timed
    expect(statuses(text)).toEqual(['good', 'good', 'good', 'absent'])
    expect(report.verdicts.timed.status).toBe('unknown')
  })

  it('never judge a signature without a key from outside', () => {
    expect(verifyReceipt(text).verdicts.signed).toMatchObject({ status: 'unknown', code: 'not-trusted' })
  })

  it('verify however the JSON is spelled', () => {
    const pretty = JSON.stringify(JSON.parse(text), null, 2)
    expect(pretty).not.toBe(text)
    expect(statuses(pretty)).toEqual(['good', 'good', 'good', 'absent'])
  })

  it.each([
    ['another payload', changeOpening({ payload: '{"amount":1}' })],
    ['another r', changeOpening({ r: '00'.repeat(32) })],
  ])('fail "opened" alone for %s, and show no payload', (_, source) => {
    expect(statuses(source)).toEqual(['opening-mismatch', 'good', 'good', 'absent'])
    expect(verifyReceipt(source, trust).payload).toBeUndefined()
  })

  it('fail "opened" for a payload that was committed to in a spelling that is not canonical', () => {
    const spelled = makeReceipt('{"title": "x"}')
    const source = change({
      leaf: fromUtf8(spelled.leaf),
      proof: spelled.proof,
      opening: { payload: spelled.opening.payload, r: toHex(spelled.opening.r) },
    })
    expect(statuses(source)).toEqual(['json-not-canonical', 'good', 'good', 'absent'])
    expect(codeOf(() => formatReceipt(spelled))).toBe('receipt-malformed')
  })

  it('fail "logged" for a leaf of another time, "signed" for other keys and logs', () => {
    const later = text.replace('1766000000000', '1766000000001')
    expect(statuses(later)).toEqual(['good', 'proof-mismatch', 'good', 'absent'])
    const other = createSigner(ORIGIN, new Uint8Array(32).fill(4))
    expect(statuses(text, { origin: ORIGIN, verifiers: [other] })).toEqual([
      'good',
      'good',
      'note-unsigned',
      'absent',
    ])
    expect(statuses(text, { origin: 'other', verifiers: [signer] })).toEqual([
      'good',
      'good',
      'checkpoint-origin',
      'absent',
    ])
  })

  it('fail "signed" when only the tree size was changed, which a path alone does not bind', () => {
    const source = change({ proof: receipt.proof.replace('\n11\n', '\n12\n') })
    expect(statuses(source)).toEqual(['good', 'good', 'note-signature', 'absent'])
    expect(codeOf(() => formatReceipt({ ...receipt, opening: { ...receipt.opening, payload: '{}' } }))).toBe(
      'receipt-malformed',
    )
  })

  it('say that time stamps were not checked', () => {
    const source = change({ timestamps: ['AAAA'] })
    expect(verifyReceipt(source, trust).verdicts.timed).toMatchObject({
      status: 'unknown',
      code: 'not-checked',
    })
  })

  it('never stay wholly good when one sign changes inside a value', () => {
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), fc.constantFrom(...'0aA9="'), (at, sign) => {
        const changed = text.slice(0, at) + sign + text.slice(at + 1)
        if (changed === text) return
        let verdicts: string[]
        try {
          verdicts = statuses(changed)
        } catch (error) {
          expect(error).toMatchObject({ name: 'ProofError' })
          return
        }
        expect(verdicts).not.toEqual(['good', 'good', 'good', 'absent'])
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['another format', change({ format: 'yuanwei/receipt/v2' }), 'receipt-malformed'],
    ['a missing leaf', change({ leaf: undefined }), 'receipt-malformed'],
    ['a missing opening', change({ opening: undefined }), 'receipt-malformed'],
    ['an opening that is a list', change({ opening: [] }), 'receipt-malformed'],
    ['an unknown member', change({ note: 'x' }), 'receipt-malformed'],
    ['an unknown member of the opening', changeOpening({ seed: 'x' }), 'receipt-malformed'],
    ['time stamps that are no list', change({ timestamps: 'AAAA' }), 'receipt-malformed'],
    ['a time stamp that is no text', change({ timestamps: [1] }), 'receipt-malformed'],
    ['a short r', changeOpening({ r: '00' }), 'encoding-hex'],
    ['a list', '[]', 'receipt-malformed'],
    ['no JSON', 'x', 'json-syntax'],
    ['a name twice', text.replace('"format":', '"format":"x","format":'), 'json-duplicate-key'],
    ['a leaf that is none', change({ leaf: '{}' }), 'leaf-field'],
    ['a proof that is none', change({ proof: 'x' }), 'proof-malformed'],
  ])('are unreadable with %s', (_, source, code) => {
    expect(codeOf(() => verifyReceipt(source, trust))).toBe(code)
  })
})
