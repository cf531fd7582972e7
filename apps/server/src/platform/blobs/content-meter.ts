import { createHash } from 'node:crypto'
import { FileCommitter } from '@yuanwei/proof'

const HEAD_SIZE_BYTES = 64 * 1024

/** Learns in one pass what is kept of a file's content: digests, the commitment to its chunks, its beginning. */
export class ContentMeter {
  private readonly committer: FileCommitter
  private readonly sm3 = createHash('sm3')
  private readonly head: Uint8Array[] = []
  private headBytes = 0

  constructor(chunkSeed: Uint8Array) {
    this.committer = new FileCommitter(chunkSeed)
  }

  update(data: Uint8Array): void {
    this.committer.update(data)
    this.sm3.update(data)
    if (this.headBytes < HEAD_SIZE_BYTES) {
      // A copy: the caller uses its buffer again (and Buffer's own slice would be a view).
      const piece = new Uint8Array(data.subarray(0, HEAD_SIZE_BYTES - this.headBytes))
      this.head.push(piece)
      this.headBytes += piece.length
    }
  }

  finish() {
    return {
      ...this.committer.finish(),
      sm3: new Uint8Array(this.sm3.digest()),
      head: new Uint8Array(Buffer.concat(this.head)),
    }
  }
}
