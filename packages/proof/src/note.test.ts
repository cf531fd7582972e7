import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../test/code-of.ts'
import {
  createSigner,
  createVerifier,
  formatSignerKey,
  formatVerifierKey,
  openNote,
  parseNote,
  parseSignerKey,
  parseVerifierKey,
  signNote,
  toBase64,
} from './index.ts'

// The example of the documentation of Go's package golang.org/x/mod/sumdb/note, with its keys.
const GO_SIGNER = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz'
const GO_VERIFIER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const GO_TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const GO_NOTE = `${GO_TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`

const seed = (start: number): Uint8Array => Uint8Array.from({ length: 32 }, (_, i) => start + i)
const signer = createSigner('example.com/log', seed(1))
const other = createSigner('example.com/log', seed(2))
const TEXT = '原委\n\nanother line\n'

describe('note keys', () => {
  it('reads the keys of the Go documentation and writes them the same', () => {
    const parsed = parseSignerKey(GO_SIGNER)
    expect(formatVerifierKey(parsed)).toBe(GO_VERIFIER)
    expect(formatVerifierKey(parseVerifierKey(GO_VERIFIER))).toBe(GO_VERIFIER)
    expect(formatSignerKey('example.com/log', seed(1))).toMatch(
      /^PRIVATE\+KEY\+example\.com\/log\+[0-9a-f]{8}\+/,
    )
    expect(parseSignerKey(formatSignerKey('a', seed(9))).publicKey).toEqual(
      createSigner('a', seed(9)).publicKey,
    )
  })

  it.each([
    ['another key id', GO_VERIFIER.replace('c74f20a3', 'c74f20a4')],
    ['another name', GO_VERIFIER.replace('Peter', 'Petra')],
    ['an upper-case key id', GO_VERIFIER.replace('c74f20a3', 'C74F20A3')],
    ['a short key id', GO_VERIFIER.replace('c74f20a3', '74f20a3')],
    ['another key type', GO_VERIFIER.replace('+ARpc', '+Ahpc')],
    ['no key', 'PeterNeumann+c74f20a3+'],
    ['no name', '+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['Base 64 that is not canonical', GO_VERIFIER.replace(/.$/, 'W=')],
    ['white space', `${GO_VERIFIER}\n`],
    ['a secret key', GO_SIGNER],
  ])('refuses a verifier key with %s', (_, text) => {
    expect(codeOf(() => parseVerifierKey(text))).toBe('key-malformed')
  })

  it('never shows a secret key in an error', () => {
    for (const text of [GO_SIGNER.replace('c74f20a3', 'c74f20a4'), `${GO_SIGNER}=`]) {
      expect(() => parseSignerKey(text)).toThrow(expect.objectContaining({ code: 'key-malformed' }))
      expect(() => parseSignerKey(text)).not.toThrow(/AYEKFALV/)
    }
  })

  it('keeps its own copy of a key', () => {
    const [publicKey, secret] = [signer.publicKey.slice(), seed(1)]
    const verifier = createVerifier('example.com/log', publicKey)
    const copied = createSigner('example.com/log', secret)
    publicKey.fill(0)
    secret.fill(0)
    expect(openNote(signNote(TEXT, [copied]), [verifier]).verified).toEqual([verifier])
  })

  it('refuses names with spaces of any kind or a plus', () => {
    for (const name of ['', 'a b', 'a+b', 'a\u00a0b', 'a\u3000b', 'a\nb', 'a\u0085b']) {
      expect(
        codeOf(() => createVerifier(name, signer.publicKey)),
        JSON.stringify(name),
      ).toBe('key-malformed')
    }
    expect(codeOf(() => createSigner('a', seed(1).slice(1)))).toBe('input-range')
  })
})

describe('signed notes', () => {
  it('signs and opens the note of the Go documentation', () => {
    expect(signNote(GO_TEXT, [parseSignerKey(GO_SIGNER)])).toBe(GO_NOTE)
    expect(openNote(GO_NOTE, [parseVerifierKey(GO_VERIFIER)]).text).toBe(GO_TEXT)
  })

  it('gives back the text and tells known from unknown signatures', () => {
    const note = signNote(TEXT, [signer, other])
    const opened = openNote(note, [signer])
    expect(opened.text).toBe(TEXT)
    expect(opened.verified).toEqual([signer])
    expect(opened.unverified.map(line => line.keyId)).toEqual([other.keyId])
  })

  it('keeps signatures of others when one more signs, and replaces its own', () => {
    const first = parseNote(signNote(TEXT, [signer]))
    const both = parseNote(signNote(TEXT, [other], first.signatures))
    expect(both.signatures.map(line => line.keyId)).toEqual([signer.keyId, other.keyId])
    expect(parseNote(signNote(TEXT, [signer], both.signatures)).signatures).toHaveLength(2)
  })

  it('refuses a note when any byte of the text or of a known signature changes', () => {
    const note = signNote(TEXT, [signer])
    fc.assert(
      fc.property(fc.nat({ max: note.length - 1 }), fc.constantFrom(...'aA0=\n— 委'), (at, sign) => {
        const changed = note.slice(0, at) + sign + note.slice(at + 1)
        if (changed === note) return
        expect(codeOf(() => openNote(changed, [signer]))).toMatch(/^note-/)
      }),
    )
  })

  it('refuses the whole note when one of two known signatures is bad, and a note of unknown keys', () => {
    const note = signNote(TEXT, [signer, other])
    const lines = parseNote(note).signatures
    const broken = lines.map(line =>
      line.keyId === other.keyId ? { ...line, signature: line.signature.map(byte => byte ^ 1) } : line,
    )
    expect(codeOf(() => openNote({ text: TEXT, signatures: broken }, [signer, other]))).toBe('note-signature')
    expect(codeOf(() => openNote({ text: TEXT, signatures: broken }, [signer]))).toBe('accepted')
    const stranger = createSigner('example.com/stranger', seed(1))
    expect(codeOf(() => openNote(note, [stranger]))).toBe('note-unsigned')
    expect(codeOf(() => openNote(note, []))).toBe('note-unsigned')
  })

  it.each([
    ['no signature block', 'text\n'],
    ['no blank line', 'text\n— a AAAAAAA=\n'],
    ['no last newline', 'text\n\n— a AAAAAAA='],
    ['a carriage return', 'text\r\n\n— a AAAAAAA=\n'],
    ['a NUL', 'te\u0000xt\n\n— a AAAAAAA=\n'],
    ['a hyphen for the dash', 'text\n\n- a AAAAAAA=\n'],
    ['an empty name', 'text\n\n—  AAAAAAA=\n'],
    ['a name with a plus', 'text\n\n— a+b AAAAAAA=\n'],
    ['a signature without bytes', 'text\n\n— a AAAAAA==\n'],
    ['Base 64 with spare bits', 'text\n\n— a AAAAAAB=\n'],
    ['a third word', 'text\n\n— a AAAAAAA= b\n'],
    ['a lone surrogate', 'te\ud800xt\n\n— a AAAAAAA=\n'],
    ['more than 100 signatures', `text\n\n${'— a AAAAAAA=\n'.repeat(101)}`],
    ['more than a mebibyte', `${'a'.repeat(1024 * 1024)}\n\n— a AAAAAAA=\n`],
  ])('refuses a note with %s', (_, source) => {
    expect(codeOf(() => parseNote(source))).toBe('note-malformed')
  })

  it('accepts a hundred signatures of any form by unknown keys', () => {
    const lines = Array.from({ length: 99 }, (_, i) => `— w${i} ${toBase64(new Uint8Array(5 + i))}\n`)
    const note = signNote(TEXT, [signer]) + lines.join('')
    expect(openNote(note, [signer]).unverified).toHaveLength(99)
  })

  it('refuses to sign a text that would be read back differently', () => {
    for (const text of ['no newline', 'tab\t\n', 'cr\r\n']) {
      expect(codeOf(() => signNote(text, [signer]))).toBe('note-malformed')
    }
    expect(codeOf(() => signNote(TEXT, []))).toBe('note-malformed')
    expect(codeOf(() => signNote('\ud800\n', [signer]))).toBe('json-surrogate')
  })
})
