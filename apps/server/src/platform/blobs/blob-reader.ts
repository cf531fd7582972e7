import type { FileHandle } from 'node:fs/promises'
import { Problem } from '../problem.ts'
import {
  BlobDamage,
  CHUNK_SIZE_BYTES,
  ChunkCipher,
  checkHeader,
  chunkOffset,
  HEADER_SIZE_BYTES,
  measureFile,
} from './blob-format.ts'
import type { BlobPlace, ByteRange } from './blob-store.ts'

const CHUNKS_AT_ONCE = 16

/** A stored file whose header and length were authenticated; its chunks are opened as they are asked for. */
export class OpenedBlob {
  readonly sizeBytes: number
  private readonly handle: FileHandle
  private readonly storedBytes: number
  private readonly chunks: number
  private readonly cipher: ChunkCipher

  private constructor(handle: FileHandle, storedBytes: number, header: Uint8Array, place: BlobPlace) {
    const { sizeBytes, chunks } = measureFile(storedBytes)
    if (place.sizeBytes !== undefined && place.sizeBytes !== sizeBytes) {
      throw new BlobDamage('the file has another length than its row')
    }
    checkHeader(header, place.blobId)
    this.handle = handle
    this.storedBytes = storedBytes
    this.sizeBytes = sizeBytes
    this.chunks = chunks
    this.cipher = new ChunkCipher(place.dataKey, header)
  }

  /** @throws BlobDamage when header, length or key are not those of the blob */
  static async open(handle: FileHandle, place: BlobPlace): Promise<OpenedBlob> {
    const { size } = await handle.stat()
    const header = await readExactly(handle, 0, Math.min(size, HEADER_SIZE_BYTES))
    if (header.length < HEADER_SIZE_BYTES) throw new BlobDamage('the file ends inside its header')
    const blob = new OpenedBlob(handle, size, header, place)
    // Only the true end opens as the last chunk: this is what makes a range read notice a cut or longer file.
    await blob.openChunks(blob.chunks - 1, blob.chunks)
    return blob
  }

  async *stream(range: ByteRange): AsyncGenerator<Uint8Array, void, undefined> {
    const { start, end } = range
    const afterLast = Math.ceil(end / CHUNK_SIZE_BYTES)
    for (let chunk = Math.floor(start / CHUNK_SIZE_BYTES); chunk < afterLast; chunk += CHUNKS_AT_ONCE) {
      const opened = await this.openChunks(chunk, Math.min(chunk + CHUNKS_AT_ONCE, afterLast))
      const offset = chunk * CHUNK_SIZE_BYTES
      const from = Math.max(0, start - offset)
      yield new Uint8Array(
        opened.buffer,
        opened.byteOffset + from,
        Math.min(opened.length, end - offset) - from,
      )
    }
  }

  private async openChunks(first: number, after: number): Promise<Buffer> {
    const from = chunkOffset(first)
    const to = Math.min(chunkOffset(after), this.storedBytes)
    const stored = await readExactly(this.handle, from, to - from)
    const opened: Buffer[] = []
    for (let chunk = first; chunk < after; chunk++) {
      const piece = stored.subarray(chunkOffset(chunk) - from, chunkOffset(chunk + 1) - from)
      opened.push(this.cipher.open(chunk, chunk === this.chunks - 1, piece))
    }
    return opened.length === 1 && opened[0] !== undefined ? opened[0] : Buffer.concat(opened)
  }
}

/** The range to read, within the size. @throws Problem `range_unsatisfiable` */
export function resolveRange(range: ByteRange | undefined, sizeBytes: number): ByteRange {
  if (range === undefined) return { start: 0, end: sizeBytes }
  const whole = Number.isSafeInteger(range.start) && Number.isSafeInteger(range.end)
  if (!whole || range.start < 0 || range.start > range.end || range.end > sizeBytes) {
    throw new Problem('range_unsatisfiable', { sizeBytes })
  }
  return range
}

async function readExactly(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled)
    if (bytesRead === 0) throw new BlobDamage('the file became shorter while it was read')
    filled += bytesRead
  }
  return buffer
}
