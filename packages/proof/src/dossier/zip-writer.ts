import { digest } from '#digest'
import { equalBytes } from '../encoding.ts'
import { crc32 } from './crc32.ts'
import { DossierError, requirePart } from './errors.ts'
import { collisionKey, nameFault } from './names.ts'
import type { Streamed } from './parts.ts'
import type { ByteSink } from './ports.ts'
import {
  centralHeader,
  compareEntryNames,
  endRecords,
  localHeader,
  MAX_CONTAINER_BYTES,
  MAX_ENTRIES,
  type ZipEntry,
} from './zip-format.ts'

/** A file that has been read once: its size and digests stand in headers and manifests before its bytes. */
export interface MeasuredFile extends ZipEntry {
  readonly sha256: Uint8Array
  readonly open: Streamed<Uint8Array>
}

/** Reads a stream once and keeps its size, CRC-32 and SHA-256. */
export async function measureFile(name: string, open: Streamed<Uint8Array>): Promise<MeasuredFile> {
  const hasher = digest.createSha256()
  let crc = 0
  let sizeBytes = 0
  for await (const piece of open()) {
    crc = crc32(piece, crc)
    hasher.update(piece)
    sizeBytes += piece.length
  }
  return { name, sizeBytes, crc32: crc, sha256: hasher.digest(), open }
}

/** Sorts entries into their canonical order and refuses names that a reader would refuse. */
export function orderEntries<T extends ZipEntry>(entries: readonly T[]): readonly T[] {
  requirePart(entries.length <= MAX_ENTRIES, `more than ${MAX_ENTRIES} entries`)
  const seen = new Set<string>()
  for (const { name } of entries) {
    requirePart(nameFault(name) === null, `the name is refused: ${nameFault(name)}`, name)
    requirePart(!seen.has(collisionKey(name)), 'two names that a file system may take for one', name)
    seen.add(collisionKey(name))
  }
  return [...entries].sort((a, b) => compareEntryNames(a.name, b.name))
}

/** The exact size of the container of these entries, in bytes. */
export function containerSizeBytes(entries: readonly ZipEntry[]): number {
  let offset = 0
  let directoryBytes = 0
  for (const entry of orderEntries(entries)) {
    directoryBytes += centralHeader(entry, offset).length
    offset += localHeader(entry).length + entry.sizeBytes
  }
  return offset + directoryBytes + endRecords(entries.length, offset, directoryBytes).length
}

/**
 * Writes the container in one pass. Every stream is compared with what was measured.
 * @throws DossierError `source_changed` naming the entry, `part_invalid`
 */
export async function writeContainer(files: readonly MeasuredFile[], sink: ByteSink): Promise<void> {
  const ordered = orderEntries(files)
  requirePart(containerSizeBytes(ordered) <= MAX_CONTAINER_BYTES, 'the container is too large')
  const directory: Uint8Array[] = []
  let offset = 0
  for (const file of ordered) {
    const header = localHeader(file)
    await sink.write(header)
    await writeContent(file, sink)
    directory.push(centralHeader(file, offset))
    offset += header.length + file.sizeBytes
  }
  let directoryBytes = 0
  for (const header of directory) {
    await sink.write(header)
    directoryBytes += header.length
  }
  await sink.write(endRecords(ordered.length, offset, directoryBytes))
}

async function writeContent(file: MeasuredFile, sink: ByteSink): Promise<void> {
  const hasher = digest.createSha256()
  let sizeBytes = 0
  for await (const piece of file.open()) {
    sizeBytes += piece.length
    if (sizeBytes > file.sizeBytes) break
    hasher.update(piece)
    await sink.write(piece)
  }
  if (sizeBytes !== file.sizeBytes || !equalBytes(hasher.digest(), file.sha256)) {
    throw new DossierError('source_changed', 'the second reading gave other bytes than the first', file.name)
  }
}
