import { spawnSync } from 'node:child_process'
import { mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collectContainer } from '../../test/dossier-case.ts'
import { toUtf8 } from '../encoding.ts'
import { compareUtf8, nameFault, safeFileName } from './names.ts'
import { type ByteSource, bytesSource } from './ports.ts'
import { centralHeader, endRecords, localHeader } from './zip-format.ts'
import { openContainer } from './zip-reader.ts'
import { containerSizeBytes, type MeasuredFile, measureFile, writeContainer } from './zip-writer.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'yuanwei-zip-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function write(contents: Record<string, Uint8Array>): Promise<Uint8Array> {
  const files: MeasuredFile[] = []
  for (const [name, bytes] of Object.entries(contents)) files.push(await measureFile(name, () => [bytes]))
  const container = await collectContainer(sink => writeContainer(files, sink))
  expect(containerSizeBytes(files)).toBe(container.length)
  return container
}

const segment = fc.stringMatching(/^[a-zA-Z0-9\u4e00-\u9fff_ -]{1,12}$/).map(text => text.normalize('NFC'))
const contents = fc.dictionary(
  fc.array(segment, { minLength: 1, maxLength: 3 }).map(parts => parts.join('/')),
  fc.uint8Array({ maxLength: 200 }),
  { maxKeys: 8 },
)

test('what is written is read back, byte for byte, in one order whatever the order given', async () => {
  await fc.assert(
    fc.asyncProperty(contents, async files => {
      const names = Object.keys(files)
      fc.pre(new Set(names.map(name => name.toLowerCase())).size === names.length)
      fc.pre(
        !names.some(name => names.some(other => other.toLowerCase().startsWith(`${name.toLowerCase()}/`))),
      )
      const container = await write(files)
      const reversed = await write(Object.fromEntries(Object.entries(files).reverse()))
      expect(Buffer.from(reversed).equals(container)).toBe(true)
      const { entries, fault } = await openContainer(bytesSource(container))
      expect(fault).toBeNull()
      const read = (entries ?? []).map(({ name, contentOffset, sizeBytes }) => [
        name,
        container.slice(contentOffset, contentOffset + sizeBytes),
      ])
      expect(Object.fromEntries(read)).toEqual({ ...files })
    }),
  )
})

test('hostile bytes never throw and never pass', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 22, maxLength: 400 }), async bytes => {
      const { fault } = await openContainer(bytesSource(bytes))
      expect(fault).not.toBeNull()
    }),
  )
})

test('a directory that promises more than there is', async () => {
  const end = endRecords(60_000, 0, 0)
  expect((await openContainer(bytesSource(end))).fault).toEqual({ code: 'central_header', place: null })
  const far = endRecords(1, 2 ** 40, 46)
  expect((await openContainer(bytesSource(far))).fault).toEqual({ code: 'end_record', place: null })
})

describe('ZIP64', () => {
  const GIB = 1024 ** 3
  /** A container as a list of bytes at offsets; nothing between them is stored. */
  function layOut() {
    const sizes = [5 * GIB, 3, 0xffffffff, 7]
    const pieces: [number, Uint8Array][] = []
    const entries = sizes.map((sizeBytes, i) => ({ name: `f${i}`, sizeBytes, crc32: i }))
    let at = 0
    const offsets = entries.map(entry => {
      const header = localHeader(entry)
      const offset = at
      pieces.push([at, header])
      at += header.length + entry.sizeBytes
      return offset
    })
    const directoryOffset = at
    for (const [i, entry] of entries.entries()) {
      const header = centralHeader(entry, offsets[i] ?? 0)
      pieces.push([at, header])
      at += header.length
    }
    const end = endRecords(entries.length, directoryOffset, at - directoryOffset)
    pieces.push([at, end])
    return { pieces, sizeBytes: at + end.length, sizes, offsets }
  }

  function sparseSource({ pieces, sizeBytes }: ReturnType<typeof layOut>): ByteSource {
    return {
      sizeBytes,
      read: async (offset, length) => {
        const out = new Uint8Array(length)
        for (const [at, bytes] of pieces) {
          for (let i = Math.max(0, offset - at); i < bytes.length && at + i < offset + length; i++) {
            out[at + i - offset] = bytes[i] ?? 0
          }
        }
        return out
      },
    }
  }

  test('entries and offsets beyond 4 GiB', async () => {
    const laid = layOut()
    const { entries, fault } = await openContainer(sparseSource(laid))
    expect(fault).toBeNull()
    expect(entries?.map(({ sizeBytes, offset }) => [sizeBytes, offset])).toEqual(
      laid.sizes.map((size, i) => [size, laid.offsets[i]]),
    )
  })

  test('another program reads the same sizes', () => {
    const laid = layOut()
    const file = path.join(folder, 'sparse.zip')
    writeFileSync(file, '')
    truncateSync(file, laid.sizeBytes)
    const handle = openSync(file, 'r+')
    for (const [at, bytes] of laid.pieces) writeSync(handle, bytes, 0, bytes.length, at)
    const script =
      'import sys,zipfile\nfor i in zipfile.ZipFile(sys.argv[1]).infolist(): print(i.filename,i.file_size,i.header_offset)'
    const seen = spawnSync('python3', ['-c', script, file], { encoding: 'utf8' })
    expect(seen.stdout.trim().split('\n')).toEqual(
      laid.sizes.map((size, i) => `f${i} ${size} ${laid.offsets[i]}`),
    )
  })

  test('a size of another kind in the extra field is refused', async () => {
    const laid = layOut()
    const [, header] = laid.pieces[0] as [number, Uint8Array]
    header[header.length - 1] = 1
    expect((await openContainer(sparseSource(laid))).fault).toEqual({ code: 'local_header', place: 'f0' })
  })

  test('65,536 entries', async () => {
    const files: MeasuredFile[] = []
    const empty = await measureFile('x', () => [])
    for (let i = 0; i < 65_536; i++) files.push({ ...empty, name: `d/${i}` })
    const container = await collectContainer(sink => writeContainer(files, sink))
    expect((await openContainer(bytesSource(container))).entries).toHaveLength(65_536)
    const file = path.join(folder, 'many.zip')
    writeFileSync(file, container)
    const script = 'import sys,zipfile\nprint(len(zipfile.ZipFile(sys.argv[1]).infolist()))'
    expect(spawnSync('python3', ['-c', script, file], { encoding: 'utf8' }).stdout.trim()).toBe('65536')
  })
})

describe('names', () => {
  test.each([
    ['', 'name_empty'],
    ['/etc/passwd', 'name_absolute'],
    ['C:/x', 'name_absolute'],
    ['a/../b', 'name_segment'],
    ['./a', 'name_segment'],
    ['a//b', 'name_segment'],
    ['a/', 'name_segment'],
    ['a\\b', 'name_backslash'],
    ['a\0b', 'name_control_character'],
    ['a\nb', 'name_control_character'],
    ['e\u0301', 'name_not_normalized'],
    ['x'.repeat(513), 'name_too_long'],
    ['dossier/data/裂纹 照片.jpg', null],
  ])('%j', async (name, fault) => {
    expect(nameFault(name)).toBe(fault)
    if (fault === null) return
    await expect(write({ [name]: new Uint8Array(1) })).rejects.toMatchObject({ code: 'part_invalid' })
    // The same name in a container of somebody else's making.
    const entry = { name, sizeBytes: 0, crc32: 0 }
    const local = localHeader(entry)
    const central = centralHeader(entry, 0)
    const bytes = Buffer.concat([local, central, endRecords(1, local.length, central.length)])
    expect((await openContainer(bytesSource(new Uint8Array(bytes)))).fault?.code).toBe(fault)
  })

  test.each([
    ['two names that differ in case', ['a/Ü.txt', 'a/ü.txt']],
    ['ß and its upper case', ['straße', 'STRASSE']],
    ['a file where another needs a folder', ['a', 'a/b']],
  ])('%s', async (_what, names) => {
    let at = 0
    const entries = names
      .sort((a, b) => (toUtf8(a) < toUtf8(b) ? -1 : 1))
      .map(name => ({ name, sizeBytes: 0, crc32: 0 }))
    const locals = entries.map(localHeader)
    const centrals = entries.map((entry, i) => {
      const header = centralHeader(entry, at)
      at += locals[i]?.length ?? 0
      return header
    })
    const directoryBytes = centrals.reduce((sum, header) => sum + header.length, 0)
    const bytes = Buffer.concat([...locals, ...centrals, endRecords(2, at, directoryBytes)])
    const { fault } = await openContainer(bytesSource(new Uint8Array(bytes)))
    expect(['entry_duplicate', 'entry_order']).toContain(fault?.code)
  })

  test.each([
    ['裂纹 照片 (1).JPG', '裂纹_照片_1_.JPG'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\a\\合同.pdf', '合同.pdf'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['.htaccess', 'htaccess'],
    ['CON.txt', '_CON.txt'],
    ['100%\r\n.txt', '100_.txt'],
    ['=cmd|calc.csv', 'cmd_calc.csv'],
    ['', 'file'],
    ['....', 'file'],
    ['e\u0301.txt', 'é.txt'],
  ])('%j becomes a safe file name', (name, safe) => expect(safeFileName(name)).toBe(safe))

  test('any text becomes a name that the container, a manifest and a shell take as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
        const name = safeFileName(text.toWellFormed())
        expect(nameFault(name)).toBeNull()
        expect(name).toMatch(/^[\p{L}\p{M}\p{N}._-]+$/u)
        expect(name).not.toMatch(/^[.-]|\.$/)
        expect(toUtf8(name).length).toBeLessThanOrEqual(121)
      }),
    )
  })
})

test('names are ordered as their bytes are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (left, right) => {
      const byBytes = Buffer.compare(Buffer.from(left), Buffer.from(right))
      expect(Math.sign(compareUtf8(left, right))).toBe(byBytes)
    }),
  )
  expect(compareUtf8('\ufffd', '😀')).toBeLessThan(0)
})

test('a stream that gives other bytes the second time is refused by name', async () => {
  let round = 0
  const file = await measureFile('a', () => [Uint8Array.of(round++)])
  await expect(writeContainer([file], { write: async () => undefined })).rejects.toMatchObject({
    code: 'source_changed',
    place: 'a',
  })
})
