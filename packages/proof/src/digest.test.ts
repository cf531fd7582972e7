import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digest as browser } from './digest-browser.ts'
import { digest as node } from './digest-node.ts'
import { fromHex, toHex, toUtf8 } from './encoding.ts'

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 })
const both = [
  ['node', node],
  ['browser', browser],
] as const

describe.each(both)('the %s digest', (_, digest) => {
  it('knows the SHA-256 of FIPS 180-4', () => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    expect(toHex(digest.sha256(toUtf8('abc')))).toBe(abc)
    expect(toHex(digest.createSha256().update(toUtf8('a')).update(toUtf8('bc')).digest())).toBe(abc)
    const out = new Uint8Array(40)
    digest.sha256Into(toUtf8('abc'), out, 5)
    expect(toHex(out)).toBe(`${'00'.repeat(5)}${abc}${'00'.repeat(3)}`)
  })

  it('writes over its own input', () => {
    const data = new Uint8Array(65).fill(1)
    const expected = toHex(digest.sha256(data))
    digest.sha256Into(data, data, 3)
    expect(toHex(data.subarray(3, 35))).toBe(expected)
  })

  it('signs as RFC 8032 section 7.1, test 2, says', () => {
    const seed = fromHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')
    const publicKey = '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'
    const signature =
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da' +
      '085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'
    expect(toHex(digest.publicKeyEd25519(seed))).toBe(publicKey)
    expect(toHex(digest.signEd25519(seed, Uint8Array.of(0x72)))).toBe(signature)
    expect(digest.verifyEd25519(fromHex(publicKey), Uint8Array.of(0x72), fromHex(signature))).toBe(true)
    expect(digest.verifyEd25519(fromHex(publicKey), Uint8Array.of(0x73), fromHex(signature))).toBe(false)
  })

  it('says no to keys that are no point of the curve', () => {
    const signature = digest.signEd25519(new Uint8Array(32).fill(1), toUtf8('x'))
    // About half of all y have no x; whichever of these they are, none is the key of this signature.
    for (let y = 2; y < 20; y++) {
      const publicKey = new Uint8Array(32)
      publicKey[0] = y
      expect(digest.verifyEd25519(publicKey, toUtf8('x'), signature)).toBe(false)
    }
  })

  it('says no to wrong lengths and throws for a wrong seed', () => {
    expect(digest.verifyEd25519(new Uint8Array(31), toUtf8(''), new Uint8Array(64))).toBe(false)
    expect(digest.verifyEd25519(new Uint8Array(32), toUtf8(''), new Uint8Array(63))).toBe(false)
    expect(() => digest.signEd25519(new Uint8Array(31), toUtf8(''))).toThrow()
    expect(() => digest.publicKeyEd25519(new Uint8Array(33))).toThrow()
  })

  it('gives arrays that are alone in their buffers', () => {
    const seed = new Uint8Array(32)
    const arrays = [
      digest.sha256(seed),
      digest.createSha256().digest(),
      digest.hmacSha256(seed, seed),
      digest.signEd25519(seed, seed),
      digest.publicKeyEd25519(seed),
    ]
    for (const array of arrays) {
      expect(array.constructor).toBe(Uint8Array)
      expect(array.buffer.byteLength).toBe(array.length)
    }
  })
})

it('is the same on both sides', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), seeds, (data, seed) => {
      expect(browser.sha256(data)).toEqual(node.sha256(data))
      expect(browser.hmacSha256(seed, data)).toEqual(node.hmacSha256(seed, data))
      const signature = node.signEd25519(seed, data)
      expect(browser.signEd25519(seed, data)).toEqual(signature)
      const publicKey = node.publicKeyEd25519(seed)
      expect(browser.publicKeyEd25519(seed)).toEqual(publicKey)
      expect(browser.verifyEd25519(publicKey, data, signature)).toBe(true)
      expect(node.verifyEd25519(publicKey, data, signature)).toBe(true)
    }),
    { numRuns: 25 },
  )
})
