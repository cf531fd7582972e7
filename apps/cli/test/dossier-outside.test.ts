import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCase, makeDossier } from '../../../packages/proof/test/dossier-case.ts'
import { buildGo, isGoInstalled, runGo } from '../../../packages/proof/test/run-go.ts'
import {
  editBytes,
  editText,
  type Files,
  PHOTO_PATH,
  pack,
  rebag,
  unpack,
} from '../../../packages/proof/test/tampering.ts'

// What an outsider has, none of it ours. Where one is missing the tests fail in CI and are skipped elsewhere.
const tools = ['unzip', 'sha256sum', 'openssl', 'python3', 'zipinfo']
const missing = tools.filter(name => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0)
if (!isGoInstalled()) missing.push('go')
const mayRun = missing.length === 0 || process.env.CI === 'true'

let folder: string
let go: { program: string; folder: string }
const testCase = makeCase()

const run = (cwd: string, program: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

/** Writes a dossier and lets unzip unpack it; gives the folder. */
function unzip(name: string, container: Uint8Array): string {
  const zip = path.join(folder, `${name}.zip`)
  const target = path.join(folder, name)
  writeFileSync(zip, container)
  mkdirSync(target)
  expect(run(target, 'unzip', '-q', zip)).toEqual({ status: 0, output: '' })
  return target
}

beforeAll(() => {
  if (!mayRun) return
  expect(missing).toEqual([])
  folder = mkdtempSync(path.join(tmpdir(), 'yuanwei-outside-'))
  go = buildGo(path.join(import.meta.dirname, 'go/main.go'))
})
afterAll(() => {
  for (const each of [folder, go?.folder]) if (each) rmSync(each, { recursive: true, force: true })
})

describe.skipIf(!mayRun)('a dossier, checked by yuanwei, unzip, sha256sum, openssl, Python and Go', () => {
  test.each([
    ['masked', true],
    ['open', false],
  ])('%s: all of them say good', async (name, masked) => {
    const one = makeCase({ masked })
    const container = await makeDossier(one)
    const target = unzip(name, container)

    const main = path.join(import.meta.dirname, '../src/main.ts')
    const ours = run(
      folder,
      process.execPath,
      main,
      'verify',
      `${name}.zip`,
      '--key',
      one.log.verifierKey,
      '--json',
    )
    expect(ours.status).toBe(0)
    expect(JSON.parse(ours.output)).toMatchObject({ good: true })

    expect(run(folder, 'unzip', '-tq', `${name}.zip`).status).toBe(0)
    for (const manifest of ['manifest-sha256.txt', 'tagmanifest-sha256.txt']) {
      const sums = run(path.join(target, 'dossier'), 'sha256sum', '--check', '--strict', manifest)
      expect(sums.status).toBe(0)
      expect(sums.output.split('\n').filter(line => line.endsWith(': OK'))).toHaveLength(
        readFileSync(path.join(target, 'dossier', manifest), 'utf8')
          .trim()
          .split('\n').length,
      )
    }

    // The very commands of VERIFY.txt: sha256sum, openssl and Python.
    const script = run(target, 'sh', 'dossier/VERIFY.txt')
    expect(script.output).toContain('Signature Verified Successfully')
    expect(script.output).toContain(
      masked
        ? 'OK: 6 custody entries, 1 originals, 5 messages (2 masked)'
        : 'OK: 6 custody entries, 2 originals, 5 messages (0 masked)',
    )
    expect(script.status).toBe(0)

    const answer = runGo(go.program, { Folder: target, Key: one.log.verifierKey })
    expect(answer).toEqual({ Entries: 5, Size: one.log.tree.size })
  })

  test('the container as other programs see it: stored, dated 1980, no extra fields', async () => {
    writeFileSync(path.join(folder, 'seen.zip'), await makeDossier(makeCase()))
    const listing = run(folder, 'zipinfo', '-l', 'seen.zip').output
    const lines = listing.split('\n').filter(line => line.startsWith('-rw-r--r--'))
    expect(lines).toHaveLength(20)
    for (const line of lines) expect(line).toMatch(/ 4\.5 unx +\d+ b- +\d+ stor 80-Jan-01 00:00 /)
    expect(lines[0]).toMatch(/ mimetype$/)
  })

  const dossier = (name: string) => `dossier/${name}`
  const changes: [string, (files: Files) => void, RegExp][] = [
    ['an original', files => editBytes(files, dossier(PHOTO_PATH)), /001-裂纹_照片\.jpg: FAILED/],
    [
      'an original, with manifests made anew',
      files => {
        editBytes(files, dossier(PHOTO_PATH))
        rebag(files)
      },
      /WRONG: tag manifest/,
    ],
    [
      'the checkpoint',
      files => editText(files, 'META-INF/dossier.tlog-proof', text => text.replace(/\n15\n/, '\n14\n')),
      /Signature Verification Failure/,
    ],
    [
      'the seal',
      files =>
        editText(files, 'META-INF/dossier-leaf.json', text =>
          text.replace('"streamCount\\":5', '"streamCount\\":4'),
        ),
      /WRONG: seal opening/,
    ],
    [
      'an entry while sealing',
      files =>
        editText(files, 'META-INF/dossier-leaf.json', text =>
          text.replace(/"between":\[.*?\}\]/, '"between":[]'),
        ),
      /WRONG: entries before the seal are missing/,
    ],
    [
      'a file that is not listed',
      files => files.set(dossier('more.txt'), new Uint8Array(1)),
      /WRONG: file that is in no manifest: more\.txt/,
    ],
  ]
  test.each(changes)('the script of VERIFY.txt fails for %s', async (name, change, said) => {
    const files = await unpack(await makeDossier(makeCase()))
    change(files)
    const { status, output } = run(unzip(name, await pack(files)), 'sh', 'dossier/VERIFY.txt')
    expect(output).toMatch(said)
    expect(output).not.toContain('everything checked is good')
    expect(status).not.toBe(0)
  })

  test('Go refuses a proof and a key that are not right', async () => {
    const target = unzip('go-refuses', await makeDossier(testCase))
    const foreign = makeCase({}, 'another').log.verifierKey
    expect(() => runGo(go.program, { Folder: target, Key: foreign })).toThrow(/note: /)
    const proofs = path.join(target, 'dossier/proofs/proofs.jsonl')
    writeFileSync(
      proofs,
      readFileSync(proofs, 'utf8').replace(
        /("path":\[").(.)/,
        (_, a, b) => `${a}${b === 'A' ? 'B' : 'A'}${b}`,
      ),
    )
    expect(() => runGo(go.program, { Folder: target, Key: testCase.log.verifierKey })).toThrow(/entry: /)
  })
})
