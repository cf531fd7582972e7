import type { FileHandle } from 'node:fs/promises'
import type { Fault } from '../faults.ts'
import { writeAll } from '../files/durable.ts'
import { Problem } from '../problem.ts'
import { CHUNK_SIZE_BYTES, ChunkCipher } from './blob-format.ts'
import type { ContentMeter } from './content-meter.ts'

const CHUNKS_AT_ONCE = 16
const BLOCK_SIZE_BYTES = CHUNKS_AT_ONCE * CHUNK_SIZE_BYTES

export interface BlobSink {
  readonly handle: FileHandle
  readonly header: Uint8Array
  readonly dataKey: Uint8Array
  readonly meter: ContentMeter
  readonly maxBytes: number
  readonly fault: Fault
}

/**
 * Seals a stream into a file, a block of chunks at a time: memory is one block and its ciphertext, whatever the
 * size. A full block is held back until more comes or the end, because the last chunk is sealed as the last.
 */
export async function sealStream(source: AsyncIterable<Uint8Array>, sink: BlobSink): Promise<void> {
  const cipher = new ChunkCipher(sink.dataKey, sink.header)
  const block = Buffer.allocUnsafe(BLOCK_SIZE_BYTES)
  let filled = 0
  let nextChunk = 0
  let sizeBytes = 0

  const flush = async (final: boolean) => {
    const plaintext = block.subarray(0, filled)
    sink.meter.update(plaintext)
    const sealed: Uint8Array[] = []
    for (let at = 0; at < filled || (final && nextChunk === 0); at += CHUNK_SIZE_BYTES) {
      const last = final && at + CHUNK_SIZE_BYTES >= filled
      sealed.push(...cipher.seal(nextChunk++, last, plaintext.subarray(at, at + CHUNK_SIZE_BYTES)))
    }
    await writeAll(sink.handle, sealed)
    filled = 0
  }

  await writeAll(sink.handle, [sink.header])
  for await (const data of source) {
    sizeBytes += data.length
    if (sizeBytes > sink.maxBytes) throw new Problem('body_too_large', { maxBytes: sink.maxBytes })
    for (let at = 0; at < data.length; ) {
      if (filled === BLOCK_SIZE_BYTES) {
        await flush(false)
        await sink.fault('blobs.mid_stream')
      }
      const piece = data.subarray(at, at + BLOCK_SIZE_BYTES - filled)
      block.set(piece, filled)
      filled += piece.length
      at += piece.length
    }
  }
  await flush(true)
}

/** The source until it ends, fails or is aborted; the last two as `upload_incomplete`. */
export async function* untilAborted(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = source[Symbol.asyncIterator]()
  const abort = abortion(signal)
  let ended = false
  try {
    for (;;) {
      const step = await Promise.race([iterator.next(), abort.promise]).catch(incomplete)
      ended = step.done === true
      if (step.done) return
      yield step.value
    }
  } finally {
    abort.forget()
    // A source that hangs must not hold the refusal back, hence no await.
    if (!ended) void Promise.resolve(iterator.return?.()).catch(() => undefined)
  }
}

function incomplete(cause: unknown): never {
  if (cause instanceof Problem) throw cause
  throw Object.assign(new Problem('upload_incomplete'), { cause })
}

function abortion(signal: AbortSignal | undefined): { promise: Promise<never>; forget(): void } {
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => undefined)
  const onAbort = () => reject(signal?.reason)
  if (signal?.aborted) onAbort()
  signal?.addEventListener('abort', onAbort, { once: true })
  return { promise, forget: () => signal?.removeEventListener('abort', onAbort) }
}
