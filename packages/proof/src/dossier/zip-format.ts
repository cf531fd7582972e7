import { concatBytes, toUtf8 } from '../encoding.ts'
import { compareUtf8 } from './names.ts'

/**
 * The canonical form of our container (APPNOTE 6.3.10): entries stored, UTF-8 names, 1980-01-01 00:00, sizes
 * and CRC-32 in the local header, mode 0644, no extra field but ZIP64 where a number does not fit, no comment,
 * no directory, no descriptor, no gap. Writer and reader both use these functions: the reader derives from
 * (name, CRC, size, offset) what every header must be and compares it byte for byte.
 */
export interface ZipEntry {
  readonly name: string
  readonly sizeBytes: number
  readonly crc32: number
}

export interface PlacedEntry extends ZipEntry {
  /** Offset of the local header. */
  readonly offset: number
  /** Offset of the first byte of content. */
  readonly contentOffset: number
}

/** More entries are refused, in writing and in reading. */
export const MAX_ENTRIES = 200_000
/** A central directory beyond this is refused before it is read. */
export const MAX_DIRECTORY_BYTES = 128 * 1024 * 1024
/** Sizes and offsets stay where numbers are exact, far below 2^53. */
export const MAX_CONTAINER_BYTES = 2 ** 44

export const END_SIZE_BYTES = 22
export const END64_SIZE_BYTES = 56 + 20
export const LOCAL_SIZE_BYTES = 30
export const CENTRAL_SIZE_BYTES = 46
export const MAX_UINT32 = 0xffffffff
const MAX_UINT16 = 0xffff

const FLAG_UTF8 = 0x0800
const METHOD_STORED = 0
const DOS_TIME = 0
const DOS_DATE = 0x0021 // 1980-01-01
const VERSION_PLAIN = 10
const VERSION_ZIP64 = 45
const MADE_BY_UNIX = 0x0300 | VERSION_ZIP64
const MODE_REGULAR_0644 = 0o100644 * 65_536

/** The order of entries: `mimetype`, then META-INF, then the rest; inside by the bytes of the name. */
export function compareEntryNames(left: string, right: string): number {
  return rank(left) - rank(right) || compareUtf8(left, right)
}

function rank(name: string): number {
  if (name === 'mimetype') return 0
  return name.startsWith('META-INF/') ? 1 : 2
}

export function localHeader(entry: ZipEntry): Uint8Array {
  const name = toUtf8(entry.name)
  const zip64 = entry.sizeBytes >= MAX_UINT32
  const extra = zip64 ? zip64Extra([entry.sizeBytes, entry.sizeBytes]) : new Uint8Array(0)
  const size = zip64 ? MAX_UINT32 : entry.sizeBytes
  const head = fields([
    [4, 0x04034b50],
    [2, zip64 ? VERSION_ZIP64 : VERSION_PLAIN],
    [2, FLAG_UTF8],
    [2, METHOD_STORED],
    [2, DOS_TIME],
    [2, DOS_DATE],
    [4, entry.crc32],
    [4, size],
    [4, size],
    [2, name.length],
    [2, extra.length],
  ])
  return concatBytes(head, name, extra)
}

export function centralHeader(entry: ZipEntry, offset: number): Uint8Array {
  const name = toUtf8(entry.name)
  const large = entry.sizeBytes >= MAX_UINT32
  const far = offset >= MAX_UINT32
  const numbers = [...(large ? [entry.sizeBytes, entry.sizeBytes] : []), ...(far ? [offset] : [])]
  const extra = numbers.length > 0 ? zip64Extra(numbers) : new Uint8Array(0)
  const size = large ? MAX_UINT32 : entry.sizeBytes
  const head = fields([
    [4, 0x02014b50],
    [2, MADE_BY_UNIX],
    [2, large || far ? VERSION_ZIP64 : VERSION_PLAIN],
    [2, FLAG_UTF8],
    [2, METHOD_STORED],
    [2, DOS_TIME],
    [2, DOS_DATE],
    [4, entry.crc32],
    [4, size],
    [4, size],
    [2, name.length],
    [2, extra.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, MODE_REGULAR_0644],
    [4, far ? MAX_UINT32 : offset],
  ])
  return concatBytes(head, name, extra)
}

/** What stands behind the last central header. */
export function endRecords(count: number, directoryOffset: number, directoryBytes: number): Uint8Array {
  const zip64 = needsZip64End(count, directoryOffset, directoryBytes)
  const end = fields([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, zip64 ? Math.min(count, MAX_UINT16) : count],
    [2, zip64 ? Math.min(count, MAX_UINT16) : count],
    [4, Math.min(directoryBytes, MAX_UINT32)],
    [4, Math.min(directoryOffset, MAX_UINT32)],
    [2, 0],
  ])
  if (!zip64) return end
  const end64 = fields([
    [4, 0x06064b50],
    [8, 44],
    [2, MADE_BY_UNIX],
    [2, VERSION_ZIP64],
    [4, 0],
    [4, 0],
    [8, count],
    [8, count],
    [8, directoryBytes],
    [8, directoryOffset],
  ])
  const locator = fields([
    [4, 0x07064b50],
    [4, 0],
    [8, directoryOffset + directoryBytes],
    [4, 1],
  ])
  return concatBytes(end64, locator, end)
}

export function needsZip64End(count: number, directoryOffset: number, directoryBytes: number): boolean {
  return count >= MAX_UINT16 || directoryOffset >= MAX_UINT32 || directoryBytes >= MAX_UINT32
}

function zip64Extra(numbers: readonly number[]): Uint8Array {
  return fields([[2, 0x0001], [2, numbers.length * 8], ...numbers.map((value): Field => [8, value])])
}

type Field = readonly [sizeBytes: 2 | 4 | 8, value: number]

function fields(list: readonly Field[]): Uint8Array {
  const bytes = new Uint8Array(list.reduce((sum, [sizeBytes]) => sum + sizeBytes, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [sizeBytes, value] of list) {
    if (sizeBytes === 2) view.setUint16(at, value, true)
    else if (sizeBytes === 4) view.setUint32(at, value, true)
    else view.setBigUint64(at, BigInt(value), true)
    at += sizeBytes
  }
  return bytes
}
