import { expect, it } from 'vitest'
import { digest as browser } from '../src/digest-browser.ts'
import { digest as node } from '../src/digest-node.ts'
import { describeVectors, fromVector } from './corpus.ts'

const hex = (text: string): Uint8Array => fromVector(text, 'hex')
const backEnds = [
  ['node', node],
  ['browser', browser],
] as const

interface EdgeCase {
  number: number
  key: string
  sig: string
  msg: string
  flags: string[] | null
}

describeVectors('cctv-ed25519', files => {
  // What dalek's verify_strict refuses, and what every verification without the cofactor refuses.
  const refused = ['low_order_A', 'low_order_R', 'non_canonical_A', 'non_canonical_R', 'low_order_residue']

  it.each(backEnds)('takes exactly what the strict rule takes of all edge cases (%s)', (_, digest) => {
    const cases = files.json<EdgeCase[]>('ed25519/ed25519vectors.json')
    const wrong = cases.filter(({ key, sig, msg, flags }) => {
      const isExpected = !refused.some(flag => flags?.includes(flag))
      return digest.verifyEd25519(hex(key), new TextEncoder().encode(msg), hex(sig)) !== isExpected
    })
    const accepted = cases.filter(({ flags }) => !refused.some(flag => flags?.includes(flag)))
    console.log(`C2SP/CCTV ed25519: ${cases.length} cases, ${accepted.length} of them good`)
    expect(wrong).toEqual([])
    expect(cases.length).toBe(914)
    expect(accepted.length).toBeGreaterThan(0)
  })
})

interface WycheproofGroup<T> {
  publicKey: { pk: string }
  tests: T[]
}
interface SignatureCase {
  tcId: number
  msg: string
  sig: string
  result: 'valid' | 'invalid'
}
interface MacCase {
  tcId: number
  key: string
  msg: string
  tag: string
  result: 'valid' | 'invalid'
}

describeVectors('wycheproof', files => {
  it.each(backEnds)('judges every Ed25519 signature as Wycheproof does (%s)', (_, digest) => {
    const { testGroups } = files.json<{ testGroups: WycheproofGroup<SignatureCase>[] }>(
      'testvectors_v1/ed25519_test.json',
    )
    let count = 0
    const wrong: number[] = []
    for (const { publicKey, tests } of testGroups) {
      for (const { tcId, msg, sig, result } of tests) {
        count++
        const isGood = digest.verifyEd25519(hex(publicKey.pk), hex(msg), hex(sig))
        if (isGood !== (result === 'valid')) wrong.push(tcId)
      }
    }
    expect(wrong).toEqual([])
    expect(count).toBe(151)
  })

  it.each(backEnds)('computes every HMAC-SHA-256 as Wycheproof does (%s)', (_, digest) => {
    const { testGroups } = files.json<{ testGroups: { tagSize: number; tests: MacCase[] }[] }>(
      'testvectors_v1/hmac_sha256_test.json',
    )
    const tests = testGroups.filter(group => group.tagSize === 256).flatMap(group => group.tests)
    const wrong = tests.filter(({ key, msg, tag, result }) => {
      const isEqual = Buffer.from(digest.hmacSha256(hex(key), hex(msg))).toString('hex') === tag
      return isEqual !== (result === 'valid')
    })
    expect(wrong).toEqual([])
    expect(tests.length).toBeGreaterThan(50)
  })
})
