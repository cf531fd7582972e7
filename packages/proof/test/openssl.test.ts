import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSigner, emptyHead, formatPublicKeyPem, parseNote, signHead, toUtf8 } from '../src/index.ts'

const isInstalled = spawnSync('openssl', ['version']).status === 0

// A reader of a dossier may have nothing but openssl: text, key and signature must be enough for it.
describe.skipIf(!isInstalled && process.env.CI !== 'true')('openssl', () => {
  const signer = createSigner('yuanwei.local/0123456789abcdef', new Uint8Array(32).fill(11))
  const head = emptyHead(signer.name)
  const note = parseNote(signHead([signer], head, head, []))
  let folder = ''

  const verify = (text: Uint8Array): { status: number | null; stdout: string } => {
    writeFileSync(join(folder, 'text'), text)
    writeFileSync(join(folder, 'signature'), note.signatures[0]?.signature ?? '')
    writeFileSync(join(folder, 'key.pem'), formatPublicKeyPem(signer))
    const files = ['-inkey', 'key.pem', '-in', 'text', '-sigfile', 'signature']
    return spawnSync('openssl', ['pkeyutl', '-verify', '-pubin', '-rawin', ...files], {
      cwd: folder,
      encoding: 'utf8',
    })
  }

  beforeAll(() => {
    expect(isInstalled, 'apt-get install openssl').toBe(true)
    folder = mkdtempSync(join(tmpdir(), 'yuanwei-openssl-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('verifies the signature of a checkpoint, and refuses it over another text', () => {
    expect(verify(toUtf8(note.text))).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Verified Success'),
    })
    expect(verify(toUtf8(note.text.replace('0', '1'))).status).not.toBe(0)
  })
})
