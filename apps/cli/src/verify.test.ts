import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCase, makeDossier, PHOTO, type TestCase } from '../../../packages/proof/test/dossier-case.ts'
import { runMain } from './main.ts'

let folder: string
let testCase: TestCase
let receiptText: string

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'yuanwei-verify-'))
  testCase = makeCase()
  const dossier = await makeDossier(testCase)
  receiptText = testCase.log.receipt(testCase.photoEntry)
  const put = (name: string, content: string | Uint8Array) => writeFileSync(path.join(folder, name), content)
  put('good.zip', dossier)
  const at = Buffer.from(dossier).indexOf(Buffer.from(PHOTO.subarray(0, 64)))
  const changed = dossier.slice()
  changed[at + 2000] = (changed[at + 2000] ?? 0) ^ 1
  put('changed.zip', changed)
  put('receipt.json', receiptText)
  put('receipt.tlog-proof', testCase.log.proof(testCase.photoEntry))
  put('photo.jpg', PHOTO)
  put('other.jpg', PHOTO.slice(1))
  put('key.txt', `${testCase.log.verifierKey}\n`)
  put('foreign.txt', `${makeCase({}, 'another').log.verifierKey}\n`)
  put('checkpoint', testCase.log.checkpoint())
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const sink = (into: string[]) =>
    new Writable({
      write(chunk, _encoding, done) {
        into.push(String(chunk))
        done()
      },
    })
  const io = { stdout: sink(out), stderr: sink(err), env: { LANG: 'en_GB.UTF-8' }, cwd: folder }
  const code = await runMain(['verify', ...args], io)
  return { code, out: out.join(''), err: err.join('') }
}

async function states(...args: string[]) {
  const { code, out } = await run(...args, '--json')
  const report = JSON.parse(out.trim().split('\n')[0] ?? '')
  return {
    code,
    ...Object.fromEntries(
      report.verdicts.map((v: { id: string; state: string; code: string }) => [v.id, `${v.state} ${v.code}`]),
    ),
  }
}

describe('dossiers', () => {
  test('a good one: exit 0, and what nobody outside confirmed is said to be unchecked', async () => {
    const { code, out, err } = await run('good.zip')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('✓ Originals')
    expect(out).toContain('Taken in · kept by one party, no witness yet')
    expect(out).toContain('– Key of the log')
    expect(out).toContain('Whether the contents are true')
  })

  test('one byte changed: exit 1, and the file is named', async () => {
    const { code, out } = await run('changed.zip')
    expect(code).toBe(1)
    expect(out).toMatch(
      /✗ Files and manifest +Fails\n +data\/exhibits\/001-裂纹_照片\.jpg {2}the content does not match/,
    )
    expect(out).toMatch(
      /✗ Originals +Fails\n +data\/exhibits\/001-裂纹_照片\.jpg {2}not the content that was taken in/,
    )
  })

  test('key and checkpoint from elsewhere', async () => {
    expect(await states('good.zip', '--key', 'key.txt', '--checkpoint', 'checkpoint')).toMatchObject({
      code: 0,
      key: 'good key_known',
      append_only: 'good consistent',
    })
    expect(await states('good.zip', '--key', testCase.log.verifierKey)).toMatchObject({
      key: 'good key_known',
    })
    expect(await states('good.zip', '--key', 'foreign.txt')).toMatchObject({
      code: 1,
      key: 'bad key_foreign',
    })
  })

  test('Chinese by --lang, one JSON object a line', async () => {
    expect((await run('good.zip', '--lang', 'zh')).out).toContain('已归入 · 单方保管，尚无见证')
    const { out } = await run('good.zip', 'changed.zip', '--json')
    expect(
      out
        .trim()
        .split('\n')
        .map(line => [JSON.parse(line).file, JSON.parse(line).good]),
    ).toEqual([
      ['good.zip', true],
      ['changed.zip', false],
    ])
  })
})

describe('receipts', () => {
  test('with the original, in either order', async () => {
    const good = {
      code: 0,
      logged: 'good logged',
      originals: 'good unchanged',
      key: 'not_checked key_not_given',
    }
    expect(await states('receipt.json', 'photo.jpg')).toMatchObject(good)
    expect(await states('photo.jpg', 'receipt.json')).toMatchObject(good)
  })
  test('with another file', async () => {
    expect(await states('receipt.json', 'other.jpg')).toMatchObject({
      code: 1,
      originals: 'bad original_changed',
    })
  })
  test('a zip beside a receipt is its original', async () => {
    expect(await states('receipt.json', 'good.zip')).toMatchObject({ originals: 'bad original_changed' })
  })
  test('without the original, with the key', async () => {
    expect(await states('receipt.json', '--key', 'key.txt', '--checkpoint', 'receipt.json')).toMatchObject({
      code: 0,
      key: 'good key_known',
      append_only: 'good consistent',
      originals: 'not_checked original_not_given',
    })
    expect(await states('receipt.json', '--key', 'foreign.txt')).toMatchObject({ code: 1 })
  })
  test('a bare .tlog-proof says that the entry is missing', async () => {
    expect(await states('receipt.tlog-proof', '--key', 'key.txt')).toMatchObject({
      code: 0,
      key: 'good key_known',
      logged: 'not_checked leaf_missing',
    })
  })
  test('a changed payload, and a changed proof', async () => {
    writeFileSync(path.join(folder, 'payload.json'), receiptText.replace('YW-2026-0001', 'YW-2026-0002'))
    expect(await states('payload.json')).toMatchObject({ code: 1, logged: 'bad opening_mismatch' })
    const proof = JSON.parse(receiptText)
    proof.proof = proof.proof.replace(/\nindex \d+/, '\nindex 5')
    writeFileSync(path.join(folder, 'proof.json'), JSON.stringify(proof))
    expect(await states('proof.json')).toMatchObject({ code: 1, logged: 'bad leaf_not_logged' })
  })
})

describe('what cannot be read: exit 2', () => {
  test.each([
    [['photo.jpg'], 'photo.jpg is neither a dossier nor a receipt.'],
    [['no-such.zip'], 'Cannot open no-such.zip'],
    [['.'], 'Cannot open .'],
    [[], 'Give at least one file'],
    [['good.zip', '--key', 'nonsense+12345678+AAAA'], 'The key is malformed'],
    [['good.zip', '--checkpoint', 'no-such'], 'Cannot open no-such'],
    [['good.zip', '--wrong'], 'Wrong arguments'],
  ])('%j', async (args, said) => {
    const { code, out, err } = await run(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err.toLowerCase()).toContain(said.toLowerCase())
  })
})

test('help names every option and example', async () => {
  const { code, out } = await run('--help')
  expect(code).toBe(0)
  for (const word of ['--key', '--checkpoint', '--json', '--lang', 'Exit codes', 'receipt.json photo.jpg']) {
    expect(out).toContain(word)
  }
})
