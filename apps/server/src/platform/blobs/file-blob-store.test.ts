import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CommitmentSeries } from '@yuanwei/proof'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noFaults } from '../faults.ts'
import { systemPorts } from '../ports.ts'
import { collect as collectAll } from '../testing/collect.ts'
import type { ByteRange } from './blob-store.ts'
import { createFileBlobStore } from './file-blob-store.ts'
import { CHUNK, collect, inPieces, MIB, withBlobStore } from './testing/with-blob-store.ts'

const world = withBlobStore()

describe('a blob', () => {
  const borders = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 16 * CHUNK - 1, 16 * CHUNK, 16 * CHUNK + 1, 2 * MIB]
  const size = fc.oneof(
    fc.constantFrom(...borders),
    fc.integer({ min: 0, max: 3 * CHUNK }),
    fc.integer({ min: 0, max: 2 * MIB + 3 }),
  )

  test('gives back every range of what was written, whatever the size and the pieces', async () => {
    const content = randomBytes(2 * MIB + 3)
    await fc.assert(
      fc.asyncProperty(
        size,
        fc.integer({ min: 1000, max: 3 * MIB }),
        fc.array(
          fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
        ),
        async (sizeBytes, pieceSize, cuts) => {
          const bytes = content.subarray(0, sizeBytes)
          const blob = await world.write(bytes, pieceSize)
          expect(blob.sizeBytes).toBe(sizeBytes)
          expect((await collect(world.store.read(blob))).equals(bytes)).toBe(true)
          for (const [a, b] of cuts) {
            const start = Math.floor(Math.min(a, b) * sizeBytes)
            const end = Math.ceil(Math.max(a, b) * sizeBytes)
            expect(
              (await collect(world.store.read(blob, { start, end }))).equals(bytes.subarray(start, end)),
            ).toBe(true)
          }
          await world.store.remove(blob.blobId)
        },
      ),
      { numRuns: 60, examples: borders.map(border => [border, CHUNK, []] as [number, number, never[]]) },
    )
  })

  test('is measured on the way: digests, chunk commitment, head', async () => {
    const bytes = randomBytes(2 * MIB + 5)
    const blob = await world.write(bytes)
    expect(Buffer.from(blob.sha256)).toEqual(createHash('sha256').update(bytes).digest())
    expect(Buffer.from(blob.sm3)).toEqual(createHash('sm3').update(bytes).digest())
    expect(Buffer.from(blob.head).equals(bytes.subarray(0, 64 * 1024))).toBe(true)
    const series = new CommitmentSeries('chunk', blob.chunkSeed)
    for (const at of [0, MIB, 2 * MIB]) series.add(bytes.subarray(at, at + MIB))
    expect(Buffer.from(blob.chunkRoot)).toEqual(Buffer.from(series.root()))
    expect(blob.chunkCount).toBe(3)
  })

  test('knows the digests of the standards', async () => {
    // FIPS 180-4 and GB/T 32905-2016, the message "abc".
    const blob = await world.write(Buffer.from('abc'))
    expect(Buffer.from(blob.sha256).toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
    expect(Buffer.from(blob.sm3).toString('hex')).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    )
  })

  test('shows nothing of its content on the disk, and has the documented length', async () => {
    const bytes = Buffer.alloc(3 * CHUNK, 'plain text ')
    const blob = await world.write(bytes)
    const stored = await readFile(world.pathOf(blob.blobId))
    expect(stored.includes('plain text')).toBe(false)
    expect(stored.length).toBe(64 + 3 * (CHUNK + 16))
    expect(stored.subarray(0, 8).toString('latin1')).toBe('YWBLOB1\0')
  })

  test('repeats nothing when the same content is written under the same key', async () => {
    const dataKey = randomBytes(32)
    const one = await world.store.write(inPieces(Buffer.alloc(1000), 99), { maxBytes: 1000, dataKey })
    const two = await world.store.write(inPieces(Buffer.alloc(1000), 99), { maxBytes: 1000, dataKey })
    const [a, b] = await Promise.all([one, two].map(blob => readFile(world.pathOf(blob.blobId))))
    expect(a?.subarray(64)).not.toEqual(b?.subarray(64))
  })

  test('refuses ranges outside, and ids that are paths', async () => {
    const blob = await world.write(Buffer.from('0123456789'))
    const bad: ByteRange[] = [
      { start: -1, end: 3 },
      { start: 0, end: 11 },
      { start: 5, end: 4 },
      { start: 0.5, end: 3 },
    ]
    for (const range of bad) {
      await expect(collect(world.store.read(blob, range))).rejects.toMatchObject({
        code: 'range_unsatisfiable',
        detail: { sizeBytes: 10 },
      })
    }
    const sideways = { ...blob, blobId: '../../../etc/passwd0000000000000' }
    await expect(collect(world.store.read(sideways))).rejects.toThrow(RangeError)
  })

  test('is missing after it was removed, and under a wrong id or key', async () => {
    const blob = await world.write(Buffer.from('0123456789'))
    const wrongKey = { ...blob, dataKey: randomBytes(32) }
    await expect(collect(world.store.read(wrongKey))).rejects.toMatchObject({
      detail: expect.objectContaining({ reason: 'damaged' }),
    })
    expect(await world.store.remove(blob.blobId)).toBe(true)
    expect(await world.store.remove(blob.blobId)).toBe(false)
    await expect(collect(world.store.read(blob))).rejects.toMatchObject({
      code: 'content_missing',
      detail: { blobId: blob.blobId, reason: 'missing' },
    })
    expect(await world.store.measure(blob.blobId)).toBe(null)
  })

  test('is listed and measured', async () => {
    const blob = await world.write(Buffer.from('0123456789'))
    const listed = await collectAll(world.store.list())
    expect(listed.map(({ blobId }) => blobId)).toContain(blob.blobId)
    expect(await world.store.measure(blob.blobId)).toBe(10)
  })
})

describe('a write', () => {
  const remains = async () => (await readdir(join(world.folder, 'incoming'))).length

  test('that is too long is refused, and nothing of it stays', async () => {
    const before = (await collectAll(world.store.list())).length
    const tooLong = world.store.write(inPieces(Buffer.alloc(1001), 77), { maxBytes: 1000 })
    await expect(tooLong).rejects.toMatchObject({ code: 'body_too_large', detail: { maxBytes: 1000 } })
    expect(await remains()).toBe(0)
    expect((await collectAll(world.store.list())).length).toBe(before)
  })

  test('whose source fails is incomplete, and nothing of it stays', async () => {
    async function* failing() {
      yield Buffer.alloc(200_000)
      throw new Error('connection reset')
    }
    await expect(world.store.write(failing(), { maxBytes: MIB })).rejects.toMatchObject({
      code: 'upload_incomplete',
    })
    expect(await remains()).toBe(0)
  })

  test('that is aborted while its source hangs is incomplete at once', async () => {
    const abort = new AbortController()
    async function* hanging() {
      yield Buffer.alloc(200_000)
      setTimeout(() => abort.abort(), 5)
      await new Promise(() => undefined)
    }
    const written = world.store.write(hanging(), { maxBytes: MIB, signal: abort.signal })
    await expect(written).rejects.toMatchObject({ code: 'upload_incomplete' })
    expect(await remains()).toBe(0)
  })

  test('does not read ahead of what it can write', async () => {
    let handedOut = 0
    const reached = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const slow = createFileBlobStore({
      folder: world.folder,
      ports: systemPorts,
      fault: point => {
        if (point !== 'blobs.mid_stream') return
        reached.resolve()
        return gate.promise
      },
    })
    async function* counted() {
      for (let i = 0; i < 64; i++) {
        handedOut += CHUNK
        yield Buffer.alloc(CHUNK)
      }
    }
    const written = slow.write(counted(), { maxBytes: 8 * MIB })
    await reached.promise
    // Time enough for a writer that would go on reading.
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(handedOut).toBe(MIB + CHUNK)
    gate.resolve()
    expect((await written).sizeBytes).toBe(4 * MIB)
  })

  test('leaves to the next start only what that start sweeps', async () => {
    const fresh = await mkdtemp(join(tmpdir(), 'yuanwei-blobs-'))
    const incoming = join(fresh, 'incoming')
    await mkdir(incoming)
    await writeFile(join(incoming, 'old'), 'x')
    await utimes(join(incoming, 'old'), 1, 1)
    await writeFile(join(incoming, 'of-another-process'), 'x')
    await utimes(join(incoming, 'of-another-process'), 1, Date.now() / 1000 + 60)
    await createFileBlobStore({ folder: fresh, ports: systemPorts, fault: noFaults }).open()
    expect(await readdir(incoming)).toEqual(['of-another-process'])
    await rm(fresh, { recursive: true })
  })
})
