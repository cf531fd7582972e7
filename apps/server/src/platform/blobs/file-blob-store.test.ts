import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CommitmentSeries } from '@yuanwei/proof'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noFaults } from '../faults.ts'
import { systemPorts } from '../ports.ts'
import { collect as collectAll } from '../testing/collect.ts'
import type { BlobPlace, BlobStore, ByteRange, StoredBlob } from './blob-store.ts'
import { type BlobFinding, type CheckDepth, checkBlobs } from './check-blobs.ts'
import { createFileBlobStore } from './file-blob-store.ts'

const CHUNK = 65_536
const MIB = 1024 * 1024

let folder: string
let store: BlobStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yuanwei-blobs-'))
  store = createFileBlobStore({ folder, ports: systemPorts, fault: noFaults })
  await store.open()
})
afterAll(() => rm(folder, { recursive: true }))

async function* inPieces(bytes: Uint8Array, pieceSize: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize)
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await collectAll(source))
}

function write(bytes: Uint8Array, pieceSize = 100_000): Promise<StoredBlob> {
  return store.write(inPieces(bytes, pieceSize), { maxBytes: 8 * MIB })
}

const pathOf = (id: string, root = folder) => join(root, id.slice(0, 2), id.slice(2, 4), id)

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
          const blob = await write(bytes, pieceSize)
          expect(blob.sizeBytes).toBe(sizeBytes)
          expect((await collect(store.read(blob))).equals(bytes)).toBe(true)
          for (const [a, b] of cuts) {
            const start = Math.floor(Math.min(a, b) * sizeBytes)
            const end = Math.ceil(Math.max(a, b) * sizeBytes)
            expect((await collect(store.read(blob, { start, end }))).equals(bytes.subarray(start, end))).toBe(
              true,
            )
          }
          await store.remove(blob.blobId)
        },
      ),
      { numRuns: 60, examples: borders.map(border => [border, CHUNK, []] as [number, number, never[]]) },
    )
  })

  test('is measured on the way: digests, chunk commitment, head', async () => {
    const bytes = randomBytes(2 * MIB + 5)
    const blob = await write(bytes)
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
    const blob = await write(Buffer.from('abc'))
    expect(Buffer.from(blob.sha256).toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
    expect(Buffer.from(blob.sm3).toString('hex')).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    )
  })

  test('shows nothing of its content on the disk, and has the documented length', async () => {
    const bytes = Buffer.alloc(3 * CHUNK, 'plain text ')
    const blob = await write(bytes)
    const stored = await readFile(pathOf(blob.blobId))
    expect(stored.includes('plain text')).toBe(false)
    expect(stored.length).toBe(64 + 3 * (CHUNK + 16))
    expect(stored.subarray(0, 8).toString('latin1')).toBe('YWBLOB1\0')
  })

  test('repeats nothing when the same content is written under the same key', async () => {
    const dataKey = randomBytes(32)
    const one = await store.write(inPieces(Buffer.alloc(1000), 99), { maxBytes: 1000, dataKey })
    const two = await store.write(inPieces(Buffer.alloc(1000), 99), { maxBytes: 1000, dataKey })
    const [a, b] = await Promise.all([one, two].map(blob => readFile(pathOf(blob.blobId))))
    expect(a?.subarray(64)).not.toEqual(b?.subarray(64))
  })

  test('refuses ranges outside, and ids that are paths', async () => {
    const blob = await write(Buffer.from('0123456789'))
    const bad: ByteRange[] = [
      { start: -1, end: 3 },
      { start: 0, end: 11 },
      { start: 5, end: 4 },
      { start: 0.5, end: 3 },
    ]
    for (const range of bad) {
      await expect(collect(store.read(blob, range))).rejects.toMatchObject({
        code: 'range_unsatisfiable',
        detail: { sizeBytes: 10 },
      })
    }
    const sideways = { ...blob, blobId: '../../../etc/passwd0000000000000' }
    await expect(collect(store.read(sideways))).rejects.toThrow(RangeError)
  })

  test('is missing after it was removed, and under a wrong id or key', async () => {
    const blob = await write(Buffer.from('0123456789'))
    const wrongKey = { ...blob, dataKey: randomBytes(32) }
    await expect(collect(store.read(wrongKey))).rejects.toMatchObject({
      detail: expect.objectContaining({ reason: 'damaged' }),
    })
    expect(await store.remove(blob.blobId)).toBe(true)
    expect(await store.remove(blob.blobId)).toBe(false)
    await expect(collect(store.read(blob))).rejects.toMatchObject({
      code: 'content_missing',
      detail: { blobId: blob.blobId, reason: 'missing' },
    })
    expect(await store.measure(blob.blobId)).toBe(null)
  })

  test('is listed and measured', async () => {
    const blob = await write(Buffer.from('0123456789'))
    const listed = await collectAll(store.list())
    expect(listed.map(({ blobId }) => blobId)).toContain(blob.blobId)
    expect(await store.measure(blob.blobId)).toBe(10)
  })
})

describe('a write', () => {
  const remains = async () => (await readdir(join(folder, 'incoming'))).length

  test('that is too long is refused, and nothing of it stays', async () => {
    const before = (await collectAll(store.list())).length
    const tooLong = store.write(inPieces(Buffer.alloc(1001), 77), { maxBytes: 1000 })
    await expect(tooLong).rejects.toMatchObject({ code: 'body_too_large', detail: { maxBytes: 1000 } })
    expect(await remains()).toBe(0)
    expect((await collectAll(store.list())).length).toBe(before)
  })

  test('whose source fails is incomplete, and nothing of it stays', async () => {
    async function* failing() {
      yield Buffer.alloc(200_000)
      throw new Error('connection reset')
    }
    await expect(store.write(failing(), { maxBytes: MIB })).rejects.toMatchObject({
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
    const written = store.write(hanging(), { maxBytes: MIB, signal: abort.signal })
    await expect(written).rejects.toMatchObject({ code: 'upload_incomplete' })
    expect(await remains()).toBe(0)
  })

  test('does not read ahead of what it can write', async () => {
    let handedOut = 0
    const gate = Promise.withResolvers<void>()
    const slow = createFileBlobStore({
      folder,
      ports: systemPorts,
      fault: point => (point === 'blobs.mid_stream' ? gate.promise : undefined),
    })
    async function* counted() {
      for (let i = 0; i < 64; i++) {
        handedOut += CHUNK
        yield Buffer.alloc(CHUNK)
      }
    }
    const written = slow.write(counted(), { maxBytes: 8 * MIB })
    await new Promise(resolve => setTimeout(resolve, 100))
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

describe('tampering', () => {
  const bytes = randomBytes(3 * CHUNK + 100)
  const stride = CHUNK + 16
  const chunkAt = (chunk: number) => 64 + chunk * stride

  async function altered(change: (stored: Buffer) => Buffer): Promise<StoredBlob> {
    const blob = await write(bytes)
    await writeFile(pathOf(blob.blobId), change(await readFile(pathOf(blob.blobId))))
    return blob
  }
  const flip = (at: number) => (stored: Buffer) => {
    stored[at] = (stored[at] as number) ^ 1
    return stored
  }
  const damaged = { code: 'content_missing', detail: expect.objectContaining({ reason: 'damaged' }) }
  const withoutSize = ({ blobId, dataKey }: BlobPlace): BlobPlace => ({ blobId, dataKey })

  test('with any byte of the header is found', async () => {
    for (let at = 0; at < 64; at++) {
      const blob = await altered(flip(at))
      await expect(collect(store.read(blob)), `byte ${at}`).rejects.toMatchObject(damaged)
    }
  })

  test('with a chunk or its tag is found there, and chunks before it are still read', async () => {
    for (const chunk of [0, 1, 2]) {
      for (const at of [
        chunkAt(chunk),
        chunkAt(chunk) + CHUNK - 1,
        chunkAt(chunk) + CHUNK,
        chunkAt(chunk + 1) - 1,
      ]) {
        const blob = await altered(flip(at))
        const whole = { start: 0, end: bytes.length }
        await expect(collect(store.read(blob, whole))).rejects.toMatchObject(damaged)
        expect(await check(blob, 'deep')).toEqual([{ code: 'blob_damaged', blobId: blob.blobId, chunk }])
        expect(await check(blob, 'length')).toEqual([])
        const before = { start: 0, end: chunk * CHUNK }
        expect((await collect(store.read(blob, before))).equals(bytes.subarray(0, before.end))).toBe(true)
      }
    }
  })

  test('by cutting is found at any length, also when the row is not there to compare', async () => {
    const end = chunkAt(3) + 116
    const cuts = [
      0,
      1,
      63,
      64,
      79,
      80,
      chunkAt(1),
      chunkAt(1) + 16,
      chunkAt(2),
      chunkAt(3),
      chunkAt(3) + 16,
      end - 1,
    ]
    for (const cut of cuts) {
      const blob = await altered(stored => stored.subarray(0, cut))
      const first = { start: 0, end: 1 }
      await expect(collect(store.read(blob, first)), `cut at ${cut}`).rejects.toMatchObject(damaged)
      await expect(collect(store.read(withoutSize(blob), first)), `cut at ${cut}`).rejects.toMatchObject(
        damaged,
      )
      expect((await check(blob, 'length'))[0]?.code).toMatch(/^blob_(size_differs|damaged)$/)
    }
  })

  test('by appending, exchanging, repeating or leaving out chunks is found', async () => {
    const chunk = (stored: Buffer, i: number) => stored.subarray(chunkAt(i), chunkAt(i + 1))
    const changes: Record<string, (stored: Buffer) => Buffer> = {
      'a byte more': s => Buffer.concat([s, Buffer.alloc(1)]),
      'a chunk of zeroes more': s => Buffer.concat([s, Buffer.alloc(stride)]),
      'the last chunk twice': s => Buffer.concat([s, s.subarray(chunkAt(3))]),
      'two exchanged': s =>
        Buffer.concat([s.subarray(0, 64), chunk(s, 1), chunk(s, 0), s.subarray(chunkAt(2))]),
      'one repeated': s => Buffer.concat([s.subarray(0, chunkAt(2)), chunk(s, 1), s.subarray(chunkAt(3))]),
      'one left out': s => Buffer.concat([s.subarray(0, chunkAt(1)), s.subarray(chunkAt(2))]),
    }
    for (const [name, change] of Object.entries(changes)) {
      const blob = await altered(change)
      await expect(collect(store.read(withoutSize(blob))), name).rejects.toMatchObject(damaged)
    }
  })

  test('by putting another file of the same key in its place is found', async () => {
    const dataKey = randomBytes(32)
    const one = await store.write(inPieces(Buffer.from('one'), 3), { maxBytes: 10, dataKey })
    const two = await store.write(inPieces(Buffer.from('two'), 3), { maxBytes: 10, dataKey })
    await writeFile(pathOf(one.blobId), await readFile(pathOf(two.blobId)))
    await expect(collect(store.read(one))).rejects.toMatchObject(damaged)
  })

  test('of the row, and absence, are found by the check', async () => {
    const blob = await write(bytes)
    const { blobId } = blob
    expect(await check(blob, 'deep')).toEqual([])
    expect(await check({ ...blob, sizeBytes: blob.sizeBytes + 1 }, 'length')).toEqual([
      { code: 'blob_size_differs', blobId },
    ])
    const digest = { ...blob, sha256: randomBytes(32) }
    expect(await check(digest, 'length')).toEqual([])
    expect(await check(digest, 'deep')).toEqual([{ code: 'blob_digest_differs', blobId }])
    await store.remove(blobId)
    expect(await check(blob, 'length')).toEqual([{ code: 'blob_missing', blobId }])
  })

  test('a file that no row names is an orphan, once it cannot be an upload under way', async () => {
    const orphan = await write(Buffer.from('x'))
    const found = (now: number) => findingsOf([], 'length', now)
    expect(await found(Date.now())).toEqual([])
    expect(await found(Date.now() + 25 * 3600 * 1000)).toContainEqual({
      code: 'blob_orphan',
      blobId: orphan.blobId,
    })
  })
})

async function findingsOf(
  blobs: readonly StoredBlob[],
  depth: CheckDepth,
  now = Date.now(),
): Promise<BlobFinding[]> {
  const findings: BlobFinding[] = []
  async function* rows() {
    for (const blob of blobs) yield { ...blob, openKey: async () => blob.dataKey }
  }
  const onFinding = (finding: BlobFinding) => findings.push(finding)
  const report = await checkBlobs({ blobs: store, rows: rows(), depth, now, onFinding })
  expect(report.blobs).toBe(blobs.length)
  return findings
}

const check = (blob: StoredBlob, depth: CheckDepth) => findingsOf([blob], depth)
