import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ByteSource } from '@yuanwei/formats'

/** Larger than the default of streams: fewer turns of the event loop for the same bytes. */
const CHUNK_BYTES = 256 * 1024

/** A regular file as a source of bytes; `name` is what is shown of it. */
export function fileSource(path: string, name: string, sizeBytes: number): ByteSource {
  return {
    name,
    sizeBytes,
    open: () => createReadStream(path, { highWaterMark: CHUNK_BYTES }),
    sibling: async relativePath => {
      const beside = join(dirname(path), relativePath)
      try {
        const stats = await stat(beside)
        return stats.isFile() ? fileSource(beside, relativePath, stats.size) : null
      } catch {
        return null
      }
    },
  }
}
