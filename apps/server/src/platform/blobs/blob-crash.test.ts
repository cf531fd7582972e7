import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { noFaults } from '../faults.ts'
import { systemPorts } from '../ports.ts'
import { collect } from '../testing/collect.ts'
import { runChild } from '../testing/run-child.ts'
import { createFileBlobStore } from './file-blob-store.ts'

const PROGRAM = new URL('./testing/write-blob.ts', import.meta.url)
const SIZE = 5_000_000

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yuanwei-blobs-'))
})
afterEach(() => rm(folder, { recursive: true }))

test.each(['blobs.mid_stream', 'blobs.before_rename'])('killed at %s: nothing is visible', async point => {
  const child = runChild(PROGRAM, [folder, String(SIZE), '07'.repeat(32), point])
  await child.line(`AT ${point}`)
  await child.kill()
  const store = createFileBlobStore({ folder, ports: systemPorts, fault: noFaults })
  expect(await collect(store.list())).toEqual([])
  expect(await readdir(join(folder, 'incoming'))).toHaveLength(1)
  await store.open()
  expect(await readdir(join(folder, 'incoming'))).toEqual([])
})

test('killed at blobs.after_rename: the file is whole', async () => {
  const dataKey = randomBytes(32)
  const child = runChild(PROGRAM, [folder, String(SIZE), dataKey.toString('hex'), 'blobs.after_rename'])
  await child.line('AT')
  await child.kill()
  const store = createFileBlobStore({ folder, ports: systemPorts, fault: noFaults })
  const [listed, ...others] = await collect(store.list())
  expect(others).toEqual([])
  let readBytes = 0
  for await (const bytes of store.read({ blobId: listed?.blobId ?? '', dataKey })) {
    expect(bytes.every(byte => byte === 7)).toBe(true)
    readBytes += bytes.length
  }
  expect(readBytes).toBe(SIZE)
})

test('a stream of 300 MB takes a bounded amount of memory', async () => {
  const child = runChild(PROGRAM, [folder, '300000000', '07'.repeat(32)])
  const [, grew, sizeBytes] = (await child.line('GREW')).split(' ').map(Number)
  expect(sizeBytes).toBe(300_000_000)
  expect(grew).toBeLessThan(64 * 1024 * 1024)
  expect(await child.ended()).toBe(0)
}, 60_000)
