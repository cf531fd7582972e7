import { equalBytes, fromUtf8 } from '../encoding.ts'
import { collisionKey, MAX_NAME_BYTES, type NameFault, nameFault } from './names.ts'
import { type ByteSource, readExactly } from './ports.ts'
import {
  CENTRAL_SIZE_BYTES,
  centralHeader,
  compareEntryNames,
  END_SIZE_BYTES,
  END64_SIZE_BYTES,
  endRecords,
  localHeader,
  MAX_CONTAINER_BYTES,
  MAX_DIRECTORY_BYTES,
  MAX_ENTRIES,
  MAX_UINT32,
  type PlacedEntry,
} from './zip-format.ts'

/** How a container departs from its canonical form; `place` is the entry, where one can be named. */
export interface ContainerFault {
  readonly code: ContainerFaultCode
  readonly place: string | null
}

export type ContainerFaultCode =
  | NameFault
  | 'central_header'
  | 'end_record'
  | 'entry_duplicate'
  | 'entry_gap'
  | 'entry_order'
  | 'local_header'
  | 'name_not_utf8'
  | 'too_large'
  | 'too_many_entries'

export type OpenedContainer =
  | { readonly fault: null; readonly entries: readonly PlacedEntry[] }
  | { readonly fault: ContainerFault; readonly entries: null }

/**
 * Reads the directory of a canonical container and checks every byte that is not content: each header must be
 * what {@link localHeader}, {@link centralHeader} and {@link endRecords} make of it, and they must lie without
 * gap or overlap. Content (and its CRC-32) is not read here. Stops at the first fault.
 */
export async function openContainer(source: ByteSource): Promise<OpenedContainer> {
  if (source.sizeBytes > MAX_CONTAINER_BYTES) return fail('too_large')
  const end = await readEnd(source)
  if (end === null) return fail('end_record')
  if (end.count > MAX_ENTRIES) return fail('too_many_entries')
  if (end.directoryBytes > MAX_DIRECTORY_BYTES) return fail('too_large')
  const directory = await readExactly(source, end.directoryOffset, end.directoryBytes)
  const entries: PlacedEntry[] = []
  const seen = new Set<string>()
  let at = 0
  let offset = 0
  for (let i = 0; i < end.count; i++) {
    const read = readCentral(directory, at)
    if ('code' in read) return { fault: read, entries: null }
    const { name } = read.entry
    const fault = nameFault(name)
    if (fault !== null) return fail(fault, name)
    if (seen.has(collisionKey(name))) return fail('entry_duplicate', name)
    const previous = entries.at(-1)
    if (previous !== undefined && compareEntryNames(previous.name, name) >= 0)
      return fail('entry_order', name)
    if (read.entry.offset !== offset) return fail('entry_gap', name)
    const local = localHeader(read.entry)
    const contentOffset = offset + local.length
    if (contentOffset + read.entry.sizeBytes > end.directoryOffset) return fail('entry_gap', name)
    if (!equalBytes(await readExactly(source, offset, local.length), local)) return fail('local_header', name)
    entries.push({ ...read.entry, contentOffset })
    seen.add(collisionKey(name))
    offset = contentOffset + read.entry.sizeBytes
    at += read.sizeBytes
  }
  if (at !== directory.length) return fail('central_header')
  if (offset !== end.directoryOffset) return fail('entry_gap', entries.at(-1)?.name ?? null)
  const parent = entries.find(({ name }) => hasFileAbove(name, seen))
  return parent === undefined ? { fault: null, entries } : fail('entry_duplicate', parent.name)
}

function fail(code: ContainerFaultCode, place: string | null = null): OpenedContainer {
  return { fault: { code, place }, entries: null }
}

/** Whether a file stands where the path of another one needs a folder. */
function hasFileAbove(name: string, keys: ReadonlySet<string>): boolean {
  const key = collisionKey(name)
  for (let at = key.indexOf('/'); at >= 0; at = key.indexOf('/', at + 1)) {
    if (keys.has(key.slice(0, at))) return true
  }
  return false
}

interface End {
  readonly count: number
  readonly directoryOffset: number
  readonly directoryBytes: number
}

/** Reads the numbers of the end records and demands that the records are exactly those of these numbers. */
async function readEnd(source: ByteSource): Promise<End | null> {
  if (source.sizeBytes < END_SIZE_BYTES) return null
  const tailBytes = Math.min(source.sizeBytes, END_SIZE_BYTES + END64_SIZE_BYTES)
  const tail = await readExactly(source, source.sizeBytes - tailBytes, tailBytes)
  const plain = new DataView(tail.buffer, tail.byteOffset + tailBytes - END_SIZE_BYTES, END_SIZE_BYTES)
  const end: End = {
    count: plain.getUint16(10, true),
    directoryBytes: plain.getUint32(12, true),
    directoryOffset: plain.getUint32(16, true),
  }
  if (isEnd(end, tail.subarray(tailBytes - END_SIZE_BYTES), source.sizeBytes)) return end
  if (tailBytes < END_SIZE_BYTES + END64_SIZE_BYTES) return null
  const large = new DataView(tail.buffer, tail.byteOffset, END64_SIZE_BYTES)
  const end64: End = {
    count: toSafe(large.getBigUint64(32, true)),
    directoryBytes: toSafe(large.getBigUint64(40, true)),
    directoryOffset: toSafe(large.getBigUint64(48, true)),
  }
  return isEnd(end64, tail, source.sizeBytes) ? end64 : null
}

function isEnd(end: End, bytes: Uint8Array, sizeBytes: number): boolean {
  if (end.directoryOffset + end.directoryBytes + bytes.length !== sizeBytes) return false
  return equalBytes(endRecords(end.count, end.directoryOffset, end.directoryBytes), bytes)
}

/** Reads one central header and demands that it is exactly the canonical one of its numbers. */
function readCentral(
  directory: Uint8Array,
  at: number,
): { entry: Omit<PlacedEntry, 'contentOffset'>; sizeBytes: number } | ContainerFault {
  if (at + CENTRAL_SIZE_BYTES > directory.length) return { code: 'central_header', place: null }
  const view = new DataView(directory.buffer, directory.byteOffset + at)
  const nameBytes = view.getUint16(28, true)
  const extraBytes = view.getUint16(30, true)
  const sizeBytes = CENTRAL_SIZE_BYTES + nameBytes + extraBytes
  if (at + sizeBytes > directory.length) return { code: 'central_header', place: null }
  if (nameBytes > MAX_NAME_BYTES) return { code: 'name_too_long', place: null }
  const name = decodeName(directory.subarray(at + CENTRAL_SIZE_BYTES, at + CENTRAL_SIZE_BYTES + nameBytes))
  if (name === null) return { code: 'name_not_utf8', place: null }
  let extraAt = CENTRAL_SIZE_BYTES + nameBytes + 4
  const readNumber = (position: number, repeated = 1): number => {
    const value = view.getUint32(position, true)
    if (value !== MAX_UINT32 || extraAt + 8 * repeated > sizeBytes) return value
    const wide = toSafe(view.getBigUint64(extraAt, true))
    extraAt += 8 * repeated
    return wide
  }
  // Both sizes are there for a stored entry; the comparison below sees to it that they are equal.
  const size = readNumber(24, 2)
  const offset = readNumber(42)
  const entry = { name, crc32: view.getUint32(16, true), sizeBytes: size, offset }
  const canonical = centralHeader(entry, offset)
  return equalBytes(canonical, directory.subarray(at, at + sizeBytes))
    ? { entry, sizeBytes }
    : { code: 'central_header', place: name }
}

function decodeName(bytes: Uint8Array): string | null {
  try {
    return fromUtf8(bytes)
  } catch {
    return null
  }
}

/** Numbers beyond the limit of a container stay beyond it; what they are exactly does not matter. */
function toSafe(value: bigint): number {
  return value > BigInt(MAX_CONTAINER_BYTES) ? MAX_CONTAINER_BYTES : Number(value)
}
