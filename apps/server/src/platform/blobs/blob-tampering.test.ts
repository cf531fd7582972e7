import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { BlobPlace, StoredBlob } from './blob-store.ts'
import { type BlobFinding, type CheckDepth, checkBlobs } from './check-blobs.ts'
import { CHUNK, collect, inPieces, withBlobStore } from './testing/with-blob-store.ts'

const world = withBlobStore()

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
  const report = await checkBlobs({ blobs: world.store, rows: rows(), depth, now, onFinding })
  expect(report.blobs).toBe(blobs.length)
  return findings
}

const check = (blob: StoredBlob, depth: CheckDepth) => findingsOf([blob], depth)

describe('tampering', () => {
  const bytes = randomBytes(3 * CHUNK + 100)
  const stride = CHUNK + 16
  const chunkAt = (chunk: number) => 64 + chunk * stride

  async function altered(change: (stored: Buffer) => Buffer): Promise<StoredBlob> {
    const blob = await world.write(bytes)
    await writeFile(world.pathOf(blob.blobId), change(await readFile(world.pathOf(blob.blobId))))
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
      await expect(collect(world.store.read(blob)), `byte ${at}`).rejects.toMatchObject(damaged)
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
        await expect(collect(world.store.read(blob, whole))).rejects.toMatchObject(damaged)
        expect(await check(blob, 'deep')).toEqual([{ code: 'blob_damaged', blobId: blob.blobId, chunk }])
        expect(await check(blob, 'length')).toEqual([])
        const before = { start: 0, end: chunk * CHUNK }
        expect((await collect(world.store.read(blob, before))).equals(bytes.subarray(0, before.end))).toBe(
          true,
        )
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
      await expect(collect(world.store.read(blob, first)), `cut at ${cut}`).rejects.toMatchObject(damaged)
      await expect(
        collect(world.store.read(withoutSize(blob), first)),
        `cut at ${cut}`,
      ).rejects.toMatchObject(damaged)
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
      await expect(collect(world.store.read(withoutSize(blob))), name).rejects.toMatchObject(damaged)
    }
  })

  test('by putting another file of the same key in its place is found', async () => {
    const dataKey = randomBytes(32)
    const one = await world.store.write(inPieces(Buffer.from('one'), 3), { maxBytes: 10, dataKey })
    const two = await world.store.write(inPieces(Buffer.from('two'), 3), { maxBytes: 10, dataKey })
    await writeFile(world.pathOf(one.blobId), await readFile(world.pathOf(two.blobId)))
    await expect(collect(world.store.read(one))).rejects.toMatchObject(damaged)
  })

  test('of the row, and absence, are found by the check', async () => {
    const blob = await world.write(bytes)
    const { blobId } = blob
    expect(await check(blob, 'deep')).toEqual([])
    expect(await check({ ...blob, sizeBytes: blob.sizeBytes + 1 }, 'length')).toEqual([
      { code: 'blob_size_differs', blobId },
    ])
    const digest = { ...blob, sha256: randomBytes(32) }
    expect(await check(digest, 'length')).toEqual([])
    expect(await check(digest, 'deep')).toEqual([{ code: 'blob_digest_differs', blobId }])
    await world.store.remove(blobId)
    expect(await check(blob, 'length')).toEqual([{ code: 'blob_missing', blobId }])
  })

  test('a file that no row names is an orphan, once it cannot be an upload under way', async () => {
    const orphan = await world.write(Buffer.from('x'))
    const found = (now: number) => findingsOf([], 'length', now)
    expect(await found(Date.now())).toEqual([])
    expect(await found(Date.now() + 25 * 3600 * 1000)).toContainEqual({
      code: 'blob_orphan',
      blobId: orphan.blobId,
    })
  })
})
