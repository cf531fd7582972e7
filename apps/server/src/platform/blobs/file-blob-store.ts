import type { FileHandle } from 'node:fs/promises'
import { open, readdir, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Fault } from '../faults.ts'
import { DurableFolders, hasCode, ignoreMissing, syncFolder } from '../files/durable.ts'
import type { Ports } from '../ports.ts'
import { Problem } from '../problem.ts'
import {
  BlobDamage,
  HEADER_RANDOM_SIZE_BYTES,
  KEY_SIZE_BYTES,
  makeHeader,
  measureFile,
} from './blob-format.ts'
import { OpenedBlob, resolveRange } from './blob-reader.ts'
import type { BlobPlace, BlobStore, ByteRange, ListedBlob, StoredBlob, WriteOptions } from './blob-store.ts'
import { sealStream, untilAborted } from './blob-writer.ts'
import { ContentMeter } from './content-meter.ts'

export interface FileBlobStoreOptions {
  readonly folder: string
  readonly ports: Ports
  readonly fault: Fault
}

const BLOB_ID = /^[0-9a-f]{32}$/
const PAIR = /^[0-9a-f]{2}$/

/** Blobs as files `<aa>/<bb>/<id>` below a folder; those being written stand in `incoming`. */
export function createFileBlobStore(options: FileBlobStoreOptions): BlobStore {
  return new FileBlobStore(options)
}

class FileBlobStore implements BlobStore {
  private readonly folder: string
  private readonly incoming: string
  private readonly ports: Ports
  private readonly fault: Fault
  private readonly folders: DurableFolders

  constructor({ folder, ports, fault }: FileBlobStoreOptions) {
    this.folder = folder
    this.incoming = join(folder, 'incoming')
    this.ports = ports
    this.fault = fault
    this.folders = new DurableFolders(folder)
  }

  async open(): Promise<void> {
    const openedAtMs = this.ports.now()
    await this.folders.ensure(this.incoming)
    for (const name of await readdir(this.incoming)) {
      const path = join(this.incoming, name)
      const found = await stat(path).catch(ignoreMissing)
      // Another process of this installation may be writing at this moment: what is newer than us stays.
      if (found !== undefined && found.mtimeMs < openedAtMs) await unlink(path).catch(ignoreMissing)
    }
  }

  async write(source: AsyncIterable<Uint8Array>, options: WriteOptions): Promise<StoredBlob> {
    const blobId = Buffer.from(this.ports.random(16)).toString('hex')
    const dataKey = options.dataKey ?? this.ports.random(KEY_SIZE_BYTES)
    const chunkSeed = options.chunkSeed ?? this.ports.random(KEY_SIZE_BYTES)
    const header = makeHeader(blobId, this.ports.random(HEADER_RANDOM_SIZE_BYTES))
    const meter = new ContentMeter(chunkSeed)
    const temporary = join(this.incoming, blobId)
    await this.folders.ensure(this.incoming)
    const handle = await open(temporary, 'wx', 0o600)
    try {
      const { maxBytes, signal } = options
      const sink = { handle, header, dataKey, meter, maxBytes, fault: this.fault }
      await sealStream(untilAborted(source, signal), sink)
      await handle.sync()
      await handle.close()
      await this.fault('blobs.before_rename')
      await this.giveName(temporary, blobId)
    } catch (error) {
      await handle.close().catch(() => undefined)
      await unlink(temporary).catch(ignoreMissing)
      throw error
    }
    return { blobId, dataKey, chunkSeed, ...meter.finish() }
  }

  private async giveName(temporary: string, blobId: string): Promise<void> {
    const path = this.pathOf(blobId)
    await this.folders.ensure(dirname(path))
    await rename(temporary, path)
    try {
      await this.fault('blobs.after_rename')
      await syncFolder(dirname(path))
    } catch (error) {
      await unlink(path).catch(ignoreMissing)
      throw error
    }
  }

  async *read(place: BlobPlace, range?: ByteRange): AsyncGenerator<Uint8Array, void, undefined> {
    let handle: FileHandle | undefined
    try {
      handle = await open(this.pathOf(place.blobId), 'r')
      const blob = await OpenedBlob.open(handle, place)
      yield* blob.stream(resolveRange(range, blob.sizeBytes))
    } catch (error) {
      throw asProblem(error, place.blobId)
    } finally {
      await handle?.close()
    }
  }

  async measure(blobId: string): Promise<number | null> {
    const found = await stat(this.pathOf(blobId)).catch(ignoreMissing)
    if (found === undefined) return null
    try {
      return measureFile(found.size).sizeBytes
    } catch (error) {
      throw asProblem(error, blobId)
    }
  }

  async remove(blobId: string): Promise<boolean> {
    const path = this.pathOf(blobId)
    try {
      await unlink(path)
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return false
      throw error
    }
    await syncFolder(dirname(path))
    return true
  }

  async *list(): AsyncGenerator<ListedBlob, void, undefined> {
    for (const first of await this.pairsIn(this.folder)) {
      for (const second of await this.pairsIn(join(this.folder, first))) {
        const folder = join(this.folder, first, second)
        for (const blobId of (await readdir(folder)).sort()) {
          const found = await stat(join(folder, blobId)).catch(ignoreMissing)
          if (found !== undefined) yield { blobId, storedAt: found.mtime }
        }
      }
    }
  }

  private async pairsIn(folder: string): Promise<string[]> {
    // A folder that is gone holds nothing: that its blobs are missing is for the check to say.
    const names = await readdir(folder).catch(ignoreMissing)
    return (names ?? []).filter(name => PAIR.test(name)).sort()
  }

  private pathOf(blobId: string): string {
    if (!BLOB_ID.test(blobId)) throw new RangeError('a blob id is 32 hexadecimal digits')
    return join(this.folder, blobId.slice(0, 2), blobId.slice(2, 4), blobId)
  }
}

/** Damage and absence as a refusal; anything else as it is. */
function asProblem(cause: unknown, blobId: string): unknown {
  if (hasCode(cause, 'ENOENT')) return refusal(blobId, { reason: 'missing' }, cause)
  if (cause instanceof BlobDamage) return refusal(blobId, { reason: 'damaged', chunk: cause.chunk }, cause)
  return cause
}

function refusal(blobId: string, detail: Record<string, unknown>, cause: unknown): Problem {
  return Object.assign(new Problem('content_missing', { blobId, ...detail }), { cause })
}
