import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { noFaults } from '../../faults.ts'
import { systemPorts } from '../../ports.ts'
import { collect as collectAll } from '../../testing/collect.ts'
import type { BlobStore, StoredBlob } from '../blob-store.ts'
import { createFileBlobStore } from '../file-blob-store.ts'

export const CHUNK = 65_536
export const MIB = 1024 * 1024

export interface TestStore {
  store: BlobStore
  folder: string
  write(bytes: Uint8Array, pieceSize?: number): Promise<StoredBlob>
  /** Where the file of a blob lies. */
  pathOf(blobId: string): string
}

/** A store of the test file's own, removed at the end. Its properties may be used inside hooks and tests. */
export function withBlobStore(): TestStore {
  const world = {
    write: (bytes: Uint8Array, pieceSize = 100_000) =>
      world.store.write(inPieces(bytes, pieceSize), { maxBytes: 8 * MIB }),
    pathOf: (id: string) => join(world.folder, id.slice(0, 2), id.slice(2, 4), id),
  } as TestStore
  beforeAll(async () => {
    world.folder = await mkdtemp(join(tmpdir(), 'yuanwei-blobs-'))
    world.store = createFileBlobStore({ folder: world.folder, ports: systemPorts, fault: noFaults })
    await world.store.open()
  })
  afterAll(() => rm(world.folder, { recursive: true }))
  return world
}

export async function* inPieces(bytes: Uint8Array, pieceSize: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize)
}

export async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await collectAll(source))
}
