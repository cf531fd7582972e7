import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deriveKey, masterKey, masterKeyFile } from './keys.ts'

let folder: string
const config = () => ({ dataFolder: join(folder, 'data') })
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yuanwei-keys-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('made once, 32 bytes, for the owner alone', () => {
  const key = masterKey(config())
  expect(key).toHaveLength(32)
  expect(masterKey(config())).toEqual(key)
  expect(statSync(masterKeyFile(config())).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, 'data', 'keys')).mode & 0o777).toBe(0o700)
  expect(readdirSync(join(folder, 'data', 'keys'))).toEqual(['master.key'])
})

test.each(['database', 'database.place', 'blobs', 'log'])('not made anew where %s lies already', name => {
  mkdirSync(join(folder, 'data', name), { recursive: true })
  expect(() => masterKey(config())).toThrow(expect.objectContaining({ code: 'master_key_missing' }))
  expect(existsSync(masterKeyFile(config()))).toBe(false)
})

test('a file of another length is damaged, not used', () => {
  masterKey(config())
  chmodSync(masterKeyFile(config()), 0o600)
  writeFileSync(masterKeyFile(config()), Buffer.alloc(31))
  expect(() => masterKey(config())).toThrow(expect.objectContaining({ code: 'master_key_damaged' }))
})

test('derived keys differ by purpose and by master', () => {
  const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  expect(deriveKey(one, 'a')).toEqual(deriveKey(one, 'a'))
  expect(deriveKey(one, 'a')).not.toEqual(deriveKey(one, 'b'))
  expect(deriveKey(one, 'a')).not.toEqual(deriveKey(two, 'a'))
  // Computed apart: printf 'yuanwei/key/v1\0a' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0101…01
  expect(deriveKey(one, 'a').toString('hex')).toBe(
    'e739b9da06b90ee1b66e7541156ae401fcef38a151c32922c109484646e35475',
  )
})
