import { execFileSync } from 'node:child_process'
import { createPublicKey, verify } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emptyRoot, MerkleTree, openCheckpoint, parseNote, parseVerifierKey } from '@yuanwei/proof'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemPorts } from '../ports.ts'
import { createLogKey, type LogKey, logKeyFile, readLogKey } from './log-key.ts'
import { createFileSigner, type HeadSigner, SignerMoved } from './signer.ts'

let folder: string
let key: LogKey
let signer: HeadSigner
const tree = new MerkleTree()
for (let i = 0; i < 20; i++) tree.appendEntry(Buffer.from(`entry ${i}`))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yuanwei-signer-'))
  key = await createLogKey(folder, systemPorts)
  signer = createFileSigner(join(folder, 'signer'), key, systemPorts)
})
afterEach(() => rm(folder, { recursive: true }))

const head = (size: number, root = tree.root(size)) => ({ origin: key.origin, size, root })
const proof = (from: number, to: number) => (from === 0 ? [] : tree.proveConsistency(from, to))

describe('the signer', () => {
  test('signs heads that extend each other, and remembers the last across restarts', async () => {
    expect(await signer.last()).toBe(null)
    await signer.sign(head(0, emptyRoot()), [])
    await signer.sign(head(7), proof(0, 7))
    const { note } = await signer.sign(head(20), proof(7, 20))
    const again = createFileSigner(join(folder, 'signer'), key, systemPorts)
    expect((await again.last())?.note).toBe(note)
    const opened = openCheckpoint(note, [parseVerifierKey(key.verifierKey)], key.origin)
    expect(opened.size).toBe(20)
    expect(await readdir(join(folder, 'signer'))).toEqual(['head-000000000003.note'])
  })

  test('signs the same head again, as the same note', async () => {
    const first = await signer.sign(head(7), [])
    expect((await signer.sign(head(7), [])).note).toBe(first.note)
  })

  test('refuses what does not extend the last head, and remembers nothing of it', async () => {
    await signer.sign(head(7), [])
    const other = tree.root(8)
    const refused: [string, () => Promise<unknown>][] = [
      ['log_rolled_back', () => signer.sign(head(6), proof(6, 7))],
      ['log_forked', () => signer.sign(head(7, other), [])],
      ['log_forked', () => signer.sign(head(9, other), proof(7, 9))],
      ['log_forked', () => signer.sign(head(9), [])],
      ['log_forked', () => signer.sign(head(9), proof(6, 9))],
      [
        'log_key_mismatch',
        () => signer.sign({ ...head(9), origin: 'yuanwei.local/0000000000000000' }, proof(7, 9)),
      ],
    ]
    for (const [code, attempt] of refused) await expect(attempt()).rejects.toMatchObject({ code })
    expect((await signer.last())?.head.size).toBe(7)
  })

  test('of two that sign at once exactly one moves on', async () => {
    await signer.sign(head(7), [])
    const others = Array.from({ length: 8 }, () => createFileSigner(join(folder, 'signer'), key, systemPorts))
    const outcomes = await Promise.allSettled(others.map((one, i) => one.sign(head(8 + i), proof(7, 8 + i))))
    const signed = outcomes.filter(outcome => outcome.status === 'fulfilled')
    expect(signed.length).toBeGreaterThanOrEqual(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue
      // Whoever came second sees either that it lost, or that a longer head is signed already.
      const isRefusal = outcome.reason instanceof SignerMoved || outcome.reason.code !== undefined
      expect(isRefusal).toBe(true)
    }
    const last = (await signer.last())?.head
    expect(last?.root).toEqual(tree.root(last?.size))
  })

  test('does not trust a memory that another key signed', async () => {
    await signer.sign(head(7), [])
    const [name] = await readdir(join(folder, 'signer'))
    const path = join(folder, 'signer', name ?? '')
    await writeFile(path, (await readFile(path, 'utf8')).replace('\n7\n', '\n5\n'))
    await expect(signer.last()).rejects.toMatchObject({ code: 'log_damaged' })
  })
})

describe('the key of the log', () => {
  test('is one file that nobody else may read, and openssl can', async () => {
    const file = logKeyFile(folder)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const shown = execFileSync('openssl', ['pkey', '-in', file, '-noout', '-text']).toString()
    expect(shown).toContain('ED25519')
    const { note } = await signer.sign(head(7), [])
    const { text, signatures } = parseNote(note)
    const publicKey = createPublicKey(await readFile(file, 'utf8'))
    expect(verify(null, Buffer.from(text), publicKey, signatures[0]?.signature ?? Buffer.alloc(0))).toBe(true)
  })

  test('is made once: of many at once all get the same', async () => {
    await rm(logKeyFile(folder))
    const keys = await Promise.all(Array.from({ length: 5 }, () => createLogKey(folder, systemPorts)))
    expect(new Set(keys.map(each => each.verifierKey)).size).toBe(1)
    expect((await readLogKey(folder))?.verifierKey).toBe(keys[0]?.verifierKey)
    expect(await readdir(join(folder, 'keys'))).toEqual(['log.key'])
  })

  test('that is not a key of ours is refused', async () => {
    const file = logKeyFile(folder)
    const good = await readFile(file, 'utf8')
    for (const text of [
      '',
      'rubbish',
      good.replace(/^Origin.*\n/, ''),
      good.replace('yuanwei.local', 'elsewhere'),
    ]) {
      await writeFile(file, text)
      await expect(readLogKey(folder), text).rejects.toMatchObject({ code: 'log_key_mismatch' })
    }
  })
})
