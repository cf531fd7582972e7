import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type BagFile, validateBag } from './bag-validator.ts'

const algorithms = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']
const digests = Object.fromEntries(
  algorithms.map(name => [
    name,
    () => {
      const hash = createHash(name)
      const hasher = {
        update(data: Uint8Array) {
          hash.update(data)
          return hasher
        },
        digest: () => new Uint8Array(hash.digest()),
      }
      return hasher
    },
  ]),
)

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const corpus = path.resolve(root, process.env.YUANWEI_CORPUS ?? '../shared/corpus')
const suite = path.join(corpus, 'vectors/bagit-conformance-suite')

function readFolder(folder: string): BagFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => statSync(path.join(folder, name)).isFile())
    .map(name => ({
      path: name,
      sizeBytes: statSync(path.join(folder, name)).size,
      open: () => createReadStream(path.join(folder, name)),
    }))
}

function memoryBag(content: Record<string, string>): BagFile[] {
  return Object.entries(content).map(([name, text]) => ({
    path: name,
    sizeBytes: Buffer.byteLength(text),
    open: async function* () {
      yield Buffer.from(text)
    },
  }))
}

// What the suite expects of each bag that must not pass, in our codes; read from the bags by hand.
const INVALID: Record<string, string[]> = {
  'v0.97/invalid/baginfo-missing-encoding': ['declaration_malformed bagit.txt'],
  'v0.97/invalid/bom-in-bagit.txt': ['declaration_malformed bagit.txt'],
  'v0.97/invalid/corrupt-data-file': ['digest_mismatch data/bare-filename'],
  'v0.97/invalid/corrupt-tag-file': ['digest_mismatch bag-info.txt'],
  'v0.97/invalid/extra-file-in-bag': ['payload_unlisted data/bar'],
  'v0.97/invalid/invalid-version-number': ['version_unknown bagit.txt'],
  'v0.97/invalid/missing-baginfo': ['tag_missing bag-info.txt'],
  'v0.97/invalid/missing-bagit.txt': ['declaration_missing bagit.txt'],
  'v0.97/invalid/out-of-scope-file-paths-using-dot-notation': ['path_out_of_scope ../../../README.md'],
  'v0.97/invalid/out-of-scope-file-paths-using-dot-notation-for-fetch': [
    'path_out_of_scope ../../../README.md',
  ],
  'v0.97/invalid/same-filename-listed-twice-with-different-hashes': ['manifest_duplicate data/README'],
  'v0.97/linux-only/out-of-scope-file-paths-using-absolute-path': ['path_out_of_scope /tmp/foo'],
  'v0.97/linux-only/out-of-scope-file-paths-using-absolute-path-for-fetch': [
    'path_out_of_scope /tmp/test.txt',
  ],
  'v0.97/linux-only/out-of-scope-file-paths-using-shortcut': ['path_out_of_scope ~/foo'],
  'v0.97/linux-only/out-of-scope-file-paths-using-shortcut-for-fetch': ['path_out_of_scope ~/test.txt'],
  'v0.97/linux-only/out-of-scope-file-paths-using-shortcut-username': ['path_out_of_scope ~root/foo'],
  'v0.97/linux-only/out-of-scope-file-paths-using-shortcut-username-for-fetch': [
    'path_out_of_scope ~root/foo',
  ],
  'v0.97/windows-only/out-of-scope-file-paths-using-absolute-path': [
    'path_out_of_scope C:\\Windows\\System32\\setx.exe',
  ],
  'v0.97/windows-only/out-of-scope-file-paths-using-absolute-path-for-fetch': [
    'path_out_of_scope C:\\Windows\\System32\\setx.exe',
  ],
  'v0.97/windows-only/out-of-scope-file-paths-using-shortcut': [
    'path_out_of_scope %HomeDrive%\\Windows\\System32\\setx.exe',
  ],
  'v0.97/windows-only/out-of-scope-file-paths-using-shortcut-for-fetch': [
    'path_out_of_scope %HomeDrive%\\Windows\\System32\\setx.exe',
  ],
  'v0.97/windows-only/out-of-scope-file-paths-using-unc': [
    'path_out_of_scope \\\\?\\UNC\\server\\Windows\\System32\\setx.exe',
  ],
  'v0.97/windows-only/out-of-scope-file-paths-using-unc-for-fetch': [
    'path_out_of_scope \\\\?\\UNC\\server\\Windows\\System32\\setx.exe',
  ],
  'v1.0/invalid/bagit-with-invalid-whitespace': ['declaration_malformed bagit.txt'],
  'v1.0/invalid/notAllManifestsListAllFiles': ['payload_unlisted data/missingFromManifest.txt'],
  'v1.0/invalid/same-filename-listed-twice-with-different-hashes': ['declaration_malformed bagit.txt'],
  'v1.0/invalid/same-filename-listed-twice-with-the-same-hash': ['manifest_duplicate data/README'],
}

// Bags that pass, and the warnings that they must give.
const VALID: Record<string, string[]> = {
  'v0.97/valid/ISO-8859-1-encoded-tag-files': [],
  'v0.97/valid/UTF-16-encoded-tag-files': [],
  'v0.97/valid/bag-in-a-bag': [],
  'v0.97/valid/bag-with-encoded-names': [],
  'v0.97/valid/bag-with-escapable-characters': [],
  'v0.97/valid/bag-with-leading-dot-slash-in-manifest': ['name_leading_dot'],
  'v0.97/valid/bag-with-space': [],
  'v0.97/valid/basic-bag': [],
  'v0.97/valid/duplicate-metadata-entries': [],
  'v0.97/valid/holey-bag': [],
  'v0.97/valid/minimal-bag': [],
  'v0.97/valid/uncommon-metadata-separators': [],
  'v0.97/warning/duplicate-file-with-different-case': ['name_case', 'manifest_duplicate'],
  'v0.97/warning/made-with-md5sum-tools': ['name_starred'],
  'v0.97/warning/relative-path': ['name_leading_dot'],
  'v0.97/warning/same-filename-listed-twice-with-different-normalization': [
    'name_normalization',
    'manifest_duplicate',
  ],
  'v0.97/warning/same-filename-listed-twice-with-the-same-hash': ['manifest_duplicate'],
  'v0.97/warning/special-system-files': ['name_system_file'],
  'v1.0/valid/basicBag': [],
}

describe.skipIf(!existsSync(suite))('the conformance suite of the Library of Congress', () => {
  const bags = existsSync(suite)
    ? readdirSync(suite)
        .filter(version => version.startsWith('v'))
        .flatMap(version => readdirSync(path.join(suite, version)).map(kind => `${version}/${kind}`))
        .flatMap(kind => readdirSync(path.join(suite, kind)).map(name => `${kind}/${name}`))
    : []

  test('every bag of the suite has an expectation here', () => {
    expect(bags.sort()).toEqual([...Object.keys(INVALID), ...Object.keys(VALID)].sort())
    console.log(`bagit-conformance-suite: ${bags.length} bags read`)
  })

  test.each(bags.filter(name => name in INVALID))('%s does not pass', async name => {
    const report = await validateBag(readFolder(path.join(suite, name)), digests)
    expect(report.valid).toBe(false)
    expect(report.errors.map(({ code, place }) => `${code} ${place}`)).toEqual(
      expect.arrayContaining(INVALID[name] ?? []),
    )
  })

  test.each(bags.filter(name => name in VALID))('%s passes', async name => {
    const files = readFolder(path.join(suite, name))
    // The stored copy of the suite lost the empty `.DS_Store` that this bag lists (SHA-512 of nothing).
    if (name.endsWith('special-system-files') && !files.some(file => file.path === 'data/.DS_Store')) {
      files.push(...memoryBag({ 'data/.DS_Store': '' }))
    }
    const report = await validateBag(files, digests)
    expect(report.errors).toEqual([])
    expect([...new Set(report.warnings.map(({ code }) => code))]).toEqual(VALID[name])
  })
})

describe('rules that the suite leaves out', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
  const declaration = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'
  const bag = (change: Record<string, string>) =>
    validateBag(
      memoryBag({
        'bagit.txt': declaration,
        'data/a%b\n.txt': 'x',
        'manifest-sha256.txt': `${sha256('x')}  data/a%25b%0A.txt\n`,
        ...change,
      }),
      digests,
    )
  const codes = async (change: Record<string, string>) =>
    (await bag(change)).errors.map(({ code, place }) => `${code} ${place}`)

  test('1.0 encodes line ends and percent signs in paths', async () => expect(await codes({})).toEqual([]))
  test('a wrong oxum', async () =>
    expect(await codes({ 'bag-info.txt': 'Payload-Oxum: 2.1\n' })).toEqual(['payload_oxum bag-info.txt']))
  test('an oxum that fits', async () =>
    expect(await codes({ 'bag-info.txt': 'Payload-Oxum: 1.1\n' })).toEqual([]))
  test('in 1.0 a label is followed by its colon', async () =>
    expect(await codes({ 'bag-info.txt': 'Payload-Oxum : 1.1\n' })).toEqual(['info_malformed bag-info.txt']))
  test('a listed file that is not there', async () =>
    expect(
      await codes({ 'manifest-sha256.txt': `${sha256('x')}  data/a%25b%0A.txt\n${sha256('')}  data/z\n` }),
    ).toEqual(['payload_missing data/z']))
  test('in 1.0 every manifest lists every file', async () =>
    expect(await codes({ 'manifest-md5.txt': '' })).toEqual(['payload_unlisted data/a%b\n.txt']))
  test('no manifest of a known algorithm', async () => {
    const files = memoryBag({ 'bagit.txt': declaration, 'manifest-blake9.txt': '' })
    const report = await validateBag(files, digests)
    expect(report.errors).toEqual([{ code: 'manifest_missing', place: null }])
    expect(report.warnings).toEqual([{ code: 'algorithm_unknown', place: 'manifest-blake9.txt' }])
  })
  test('a tag manifest may not list payload', async () =>
    expect(await codes({ 'tagmanifest-sha256.txt': `${sha256('x')}  data/a\n` })).toEqual([
      'path_out_of_scope data/a',
    ]))
})
