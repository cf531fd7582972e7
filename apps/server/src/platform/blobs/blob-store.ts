/** What a reader must know of a blob. Without `sizeBytes` the length is what the file says. */
export interface BlobPlace {
  readonly blobId: string
  readonly dataKey: Uint8Array
  readonly sizeBytes?: number
}

/** Bytes `start … end−1`. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

export interface WriteOptions {
  /** More than this is refused with `body_too_large`, and nothing is kept. */
  readonly maxBytes: number
  /** Ends the write with `upload_incomplete`, and nothing is kept. */
  readonly signal?: AbortSignal
  /** 32 bytes; new ones are made when absent. */
  readonly dataKey?: Uint8Array
  /** 32 bytes from which the openings of the chunk commitments are derived; new ones are made when absent. */
  readonly chunkSeed?: Uint8Array
}

/** A blob that is stored durably, and what was learnt of its content on the way. */
export interface StoredBlob {
  /** 32 hexadecimal digits. */
  readonly blobId: string
  readonly dataKey: Uint8Array
  readonly chunkSeed: Uint8Array
  readonly sizeBytes: number
  readonly sha256: Uint8Array
  readonly sm3: Uint8Array
  /** Root over the commitments to the chunks of 1 MiB (packages/proof), and their number. */
  readonly chunkRoot: Uint8Array
  readonly chunkCount: number
  /** The first 64 KiB, to tell the kind of file from. */
  readonly head: Uint8Array
}

export interface ListedBlob {
  readonly blobId: string
  readonly storedAt: Date
}

/** Encrypted files under random ids. The adapter decides where; format and refusals are the same for all. */
export interface BlobStore {
  /** Makes ready, and sweeps what uploads left behind that died with an earlier process. */
  open(): Promise<void>

  /**
   * Stores a stream, reading it no faster than it can be written. Durable when it resolves.
   * @throws Problem `body_too_large`, `upload_incomplete` (aborted, or the source failed)
   */
  write(source: AsyncIterable<Uint8Array>, options: WriteOptions): Promise<StoredBlob>

  /**
   * The plaintext, or a part of it; only the chunks it touches are read and opened, and nothing is given out
   * that was not authenticated.
   * @throws Problem `range_unsatisfiable`, `content_missing`; both before the first byte, damage also later
   */
  read(place: BlobPlace, range?: ByteRange): AsyncGenerator<Uint8Array, void, undefined>

  /**
   * How many bytes a blob has, going by the length of its file; nothing is opened. Null when there is none.
   * @throws Problem `content_missing` when no blob can have such a file
   */
  measure(blobId: string): Promise<number | null>

  /** Whether there was one. Removing the wrapped key is what makes backups of the file unreadable. */
  remove(blobId: string): Promise<boolean>

  /** All there is, in the order of the ids. */
  list(): AsyncGenerator<ListedBlob, void, undefined>
}
