import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tilePath, tilesBetween } from '@yuanwei/proof'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemPorts } from '../ports.ts'
import { createFileLogStorage, type LogStorage } from './log-storage.ts'
import { listLevel } from './stored-tiles.ts'

let folder: string
let storage: LogStorage
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yuanwei-storage-'))
  storage = createFileLogStorage(folder, systemPorts)
  await storage.open()
})
afterEach(() => rm(folder, { recursive: true }))

const bytes = (text: string) => Buffer.from(text)

test('a file that never changes is created once, and again only with the same bytes', async () => {
  await storage.create([{ path: 'tile/0/000', bytes: bytes('one') }])
  await storage.create([{ path: 'tile/0/000', bytes: bytes('one') }])
  const other = storage.create([{ path: 'tile/0/000', bytes: bytes('two') }])
  await expect(other).rejects.toMatchObject({ code: 'log_forked', facts: { file: 'tile/0/000' } })
  expect(await storage.read('tile/0/000')).toEqual(bytes('one'))
  expect(await readdir(join(folder, 'incoming'))).toEqual([])
})

test('of many writers of one file exactly the bytes of one stand', async () => {
  const writers = Array.from({ length: 10 }, (_, i) =>
    storage.create([{ path: 'tile/0/000', bytes: bytes(`${i}`) }]),
  )
  const outcomes = await Promise.allSettled(writers)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const winner = outcomes.findIndex(({ status }) => status === 'fulfilled')
  expect(await storage.read('tile/0/000')).toEqual(bytes(`${winner}`))
})

test('a file may be replaced whole; what is not there is null', async () => {
  expect(await storage.read('checkpoint')).toBe(null)
  expect(await storage.writtenAt('checkpoint')).toBe(null)
  await storage.replace('checkpoint', bytes('one'))
  await storage.replace('checkpoint', bytes('two'))
  expect(await storage.read('checkpoint')).toEqual(bytes('two'))
  expect(await storage.writtenAt('checkpoint')).toBeInstanceOf(Date)
})

test('a folder that was removed is made again', async () => {
  await storage.create([{ path: 'tile/0/000.p/1', bytes: bytes('one') }])
  await storage.removeFolder('tile/0/000.p')
  expect(await storage.list('tile/0/000.p')).toEqual([])
  await storage.create([{ path: 'tile/0/000.p/2', bytes: bytes('two') }])
  expect(await storage.list('tile/0/000.p')).toEqual(['2'])
})

test('opening sweeps what a dead writer left', async () => {
  await writeFile(join(folder, 'incoming', 'half'), 'x')
  await storage.open()
  expect(await readdir(join(folder, 'incoming'))).toEqual([])
})

test('the tiles of any tree are listed with how far they reach', async () => {
  // Beyond a million tiles the path has a third part; empty files are enough here.
  const sizes = fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.constantFrom(255, 256, 257, 256_000, 256_257))
  await fc.assert(
    fc.asyncProperty(sizes, async size => {
      await rm(join(folder, 'tile'), { recursive: true, force: true })
      const paths = tilesBetween(Math.max(0, size - 700), size)
        .filter(tile => tile.level === 0)
        .map(tilePath)
      for (const path of paths) {
        await mkdir(join(folder, path, '..'), { recursive: true })
        await writeFile(join(folder, path), '')
      }
      const listed = await listLevel(storage, 'tile/0')
      expect([...listed.paths].sort()).toEqual(paths.sort())
      expect(listed.extent).toBe(size)
    }),
    { numRuns: 40 },
  )
})
