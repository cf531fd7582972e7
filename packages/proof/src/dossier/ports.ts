import { DossierError } from './errors.ts'

/** Bytes at rest: a file, a slice of one in a browser, a buffer. */
export interface ByteSource {
  readonly sizeBytes: number
  /** Exactly `length` bytes from `offset`; both lie within the source. */
  read(offset: number, length: number): Promise<Uint8Array>
}

/** Where bytes go. The next call comes after the last one has resolved. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>
}

/** Pieces of this size are read at once; memory does not grow with the file. */
export const READ_SIZE_BYTES = 1024 * 1024

/** A source over bytes in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    sizeBytes: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  }
}

/**
 * The bytes `offset … offset+length` of a source, piece by piece.
 * @throws DossierError `source_short` when the source gives less than it promised
 */
export async function* readRange(
  source: ByteSource,
  offset: number,
  length: number,
): AsyncGenerator<Uint8Array> {
  const readAt = (at: number) => readExactly(source, offset + at, Math.min(READ_SIZE_BYTES, length - at))
  let next = length > 0 ? readAt(0) : null
  for (let at = READ_SIZE_BYTES; next !== null; at += READ_SIZE_BYTES) {
    const piece = await next
    // The next piece is on its way while this one is hashed. Where nobody asks for it any more, its failure is moot.
    next = at < length ? readAt(at) : null
    next?.catch(() => undefined)
    yield piece
  }
}

/** Exactly `length` bytes from `offset`. @throws DossierError `source_short` */
export async function readExactly(source: ByteSource, offset: number, length: number): Promise<Uint8Array> {
  const bytes = await source.read(offset, length)
  if (bytes.length !== length) throw new DossierError('source_short', 'the source ended too early')
  return bytes
}

/** All bytes of a stream in one array. @throws DossierError `size_limit` beyond `maxSizeBytes` */
export async function collect(
  stream: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  maxSizeBytes: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let sizeBytes = 0
  for await (const part of stream) {
    sizeBytes += part.length
    if (sizeBytes > maxSizeBytes) throw new DossierError('size_limit', `more than ${maxSizeBytes} bytes`)
    parts.push(part)
  }
  const joined = new Uint8Array(sizeBytes)
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
