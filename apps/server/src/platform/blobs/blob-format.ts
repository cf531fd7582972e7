import type { CipherGCM, DecipherGCM } from 'node:crypto'
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

/**
 * The file of one blob, final:
 *
 * ```
 * header  64 bytes
 *   0   8  "YWBLOB1\0"
 *   8   2  version 1, big-endian
 *  10   2  cipher 1: AES-256-GCM in the STREAM construction
 *  12   4  plaintext bytes of a chunk, 65536
 *  16  16  the blob's id: a file under another name is refused
 *  32   7  nonce prefix, random
 *  39   1  zero
 *  40  24  salt of the file key, random
 * chunk…  ciphertext (at most 65536 bytes) ‖ tag (16 bytes)
 * ```
 * File key = HKDF-SHA-256(data key, salt, "yuanwei/blob/v1"), so a data key used for two files never repeats a
 * nonce. The nonce of chunk i = prefix ‖ u32be(i) ‖ (1 for the last chunk, else 0); the header is the additional
 * data of every chunk. Every chunk but the last is full; an empty file is one empty chunk. A chunk that was cut
 * off, added, moved or exchanged therefore fails (Hoang, Reyhanitabar, Rogaway, Vizár, 2015).
 */
export const HEADER_SIZE_BYTES = 64
export const CHUNK_SIZE_BYTES = 65_536
export const TAG_SIZE_BYTES = 16
export const KEY_SIZE_BYTES = 32

const STORED_CHUNK_SIZE_BYTES = CHUNK_SIZE_BYTES + TAG_SIZE_BYTES
const MAX_CHUNKS = 2 ** 32
const MAGIC = Buffer.from('YWBLOB1\0', 'latin1')
const VERSION = 1
const CIPHER_AES_256_GCM_STREAM = 1
const FILE_KEY_LABEL = 'yuanwei/blob/v1'
const RANDOM_AT = 32
const PREFIX_SIZE_BYTES = 7
const SALT_AT = 40

/** How many random bytes a header takes. */
export const HEADER_RANDOM_SIZE_BYTES = PREFIX_SIZE_BYTES + (HEADER_SIZE_BYTES - SALT_AT)

/** What is wrong with a stored file. `chunk` counts from 0; without one it is the header or the length. */
export class BlobDamage extends Error {
  override readonly name = 'BlobDamage'
  readonly chunk: number | null
  constructor(message: string, chunk: number | null = null) {
    super(message)
    this.chunk = chunk
  }
}

export function makeHeader(blobId: string, random: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_SIZE_BYTES)
  MAGIC.copy(header, 0)
  header.writeUInt16BE(VERSION, 8)
  header.writeUInt16BE(CIPHER_AES_256_GCM_STREAM, 10)
  header.writeUInt32BE(CHUNK_SIZE_BYTES, 12)
  header.write(blobId, 16, 'hex')
  header.set(random.subarray(0, PREFIX_SIZE_BYTES), RANDOM_AT)
  header.set(random.subarray(PREFIX_SIZE_BYTES, HEADER_RANDOM_SIZE_BYTES), SALT_AT)
  return header
}

/** @throws BlobDamage when the header is not the one this version writes for that blob */
export function checkHeader(header: Uint8Array, blobId: string): void {
  const random = Buffer.concat([
    header.subarray(RANDOM_AT, RANDOM_AT + PREFIX_SIZE_BYTES),
    header.subarray(SALT_AT),
  ])
  if (!makeHeader(blobId, random).equals(header)) throw new BlobDamage('the header is not that of this blob')
}

/** Plaintext bytes and chunks of a file of that many bytes. @throws BlobDamage when no blob has such a length */
export function measureFile(storedBytes: number): { sizeBytes: number; chunks: number } {
  const body = storedBytes - HEADER_SIZE_BYTES
  const chunks = Math.max(1, Math.ceil(body / STORED_CHUNK_SIZE_BYTES))
  const last = body - (chunks - 1) * STORED_CHUNK_SIZE_BYTES
  // The only empty chunk is that of an empty file: behind a full chunk it would be a second spelling.
  const shortest = chunks === 1 ? TAG_SIZE_BYTES : TAG_SIZE_BYTES + 1
  if (last < shortest) throw new BlobDamage('no blob has this length')
  return { sizeBytes: body - chunks * TAG_SIZE_BYTES, chunks }
}

/** Where a chunk begins in its file. */
export function chunkOffset(chunk: number): number {
  return HEADER_SIZE_BYTES + chunk * STORED_CHUNK_SIZE_BYTES
}

/** Seals and opens the chunks of one file. */
export class ChunkCipher {
  private readonly header: Uint8Array
  private readonly fileKey: Buffer
  private readonly nonce = Buffer.alloc(12)

  constructor(dataKey: Uint8Array, header: Uint8Array) {
    if (dataKey.length !== KEY_SIZE_BYTES) throw new RangeError(`a data key has ${KEY_SIZE_BYTES} bytes`)
    this.header = header
    this.fileKey = Buffer.from(
      hkdfSync('sha256', dataKey, header.subarray(SALT_AT), FILE_KEY_LABEL, KEY_SIZE_BYTES),
    )
    this.nonce.set(header.subarray(RANDOM_AT, RANDOM_AT + PREFIX_SIZE_BYTES))
  }

  /** Ciphertext and tag of one chunk, to be written one after the other. */
  seal(chunk: number, last: boolean, plaintext: Uint8Array): [Buffer, Buffer] {
    const cipher: CipherGCM = createCipheriv('aes-256-gcm', this.fileKey, this.nonceOf(chunk, last))
    cipher.setAAD(this.header)
    const ciphertext = cipher.update(plaintext)
    cipher.final()
    return [ciphertext, cipher.getAuthTag()]
  }

  /** @throws BlobDamage when the chunk is not the one that was sealed at this place */
  open(chunk: number, last: boolean, stored: Uint8Array): Buffer {
    const end = stored.length - TAG_SIZE_BYTES
    const options = { authTagLength: TAG_SIZE_BYTES }
    const nonce = this.nonceOf(chunk, last)
    const decipher: DecipherGCM = createDecipheriv('aes-256-gcm', this.fileKey, nonce, options)
    decipher.setAAD(this.header)
    decipher.setAuthTag(stored.subarray(end))
    const plaintext = decipher.update(stored.subarray(0, end))
    try {
      decipher.final()
    } catch {
      throw new BlobDamage('a chunk does not open', chunk)
    }
    return plaintext
  }

  private nonceOf(chunk: number, last: boolean): Buffer {
    if (chunk >= MAX_CHUNKS) throw new RangeError('a blob has at most 2^32 chunks')
    this.nonce.writeUInt32BE(chunk, PREFIX_SIZE_BYTES)
    this.nonce[11] = last ? 1 : 0
    return this.nonce
  }
}
