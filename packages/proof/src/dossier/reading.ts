import { digest } from '#digest'
import { ProofError } from '../errors.ts'
import { type BagFile, validateBag } from './bag-validator.ts'
import { crc32 } from './crc32.ts'
import { DossierError } from './errors.ts'
import * as layout from './layout.ts'
import { type ByteSource, collect, readRange } from './ports.ts'
import type { VerdictBuilder } from './report.ts'
import type { PlacedEntry } from './zip-format.ts'

export type Progress = (readBytes: number, totalBytes: number) => void

const REQUIRED_TAGS = [
  layout.DECLARATION_PATH,
  layout.INFO_PATH,
  layout.MANIFEST_PATH,
  layout.INDEX_PATH,
  layout.VERIFY_TEXT_PATH,
  layout.VERIFY_PAGE_PATH,
  layout.LOG_KEY_PATH,
  layout.CHECKPOINT_PATH,
  layout.PROOFS_PATH,
]
const REQUIRED_PAYLOAD = [layout.CUSTODY_PATH, layout.CATALOGUE_PATH]

/** The files of an opened container, each read with its CRC-32 checked on the way. */
export class DossierReading {
  private readonly source: ByteSource
  private readonly entries: ReadonlyMap<string, PlacedEntry>
  private readonly container: VerdictBuilder
  private readonly progress: Progress
  private readonly checked = new Set<string>()
  private readBytes = 0
  private digests: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map()

  constructor(
    source: ByteSource,
    entries: readonly PlacedEntry[],
    container: VerdictBuilder,
    progress: Progress,
  ) {
    this.source = source
    this.entries = new Map(entries.map(entry => [entry.name, entry]))
    this.container = container
    this.progress = progress
  }

  /** Checks which entries there are, and those outside the bag. */
  async checkEntries(): Promise<void> {
    const outside = [layout.MIMETYPE_PATH, layout.SEAL_PATH, layout.SEAL_PROOF_PATH]
    for (const name of this.entries.keys()) {
      if (!outside.includes(name) && !name.startsWith(layout.BAG_FOLDER)) {
        this.container.bad('entry_unexpected', name)
      }
    }
    for (const name of outside) if (!this.entries.has(name)) this.container.bad('entry_missing', name)
    const mimetype = await this.bytes(layout.MIMETYPE_PATH, 256)
    if (mimetype !== null && new TextDecoder().decode(mimetype) !== layout.MIMETYPE) {
      this.container.bad('mimetype', layout.MIMETYPE_PATH)
    }
  }

  /** Compares every file of the bag with its manifests. */
  async checkBag(verdict: VerdictBuilder): Promise<void> {
    const files = [...this.entries.values()].filter(({ name }) => name.startsWith(layout.BAG_FOLDER))
    const report = await validateBag(
      files.map(entry => this.bagFile(entry)),
      { sha256: digest.createSha256 },
    )
    this.digests = report.digests
    // A warning of BagIt is a name or algorithm that tools read differently; a dossier has none.
    for (const { code, place } of [...report.errors, ...report.warnings]) verdict.bad(code, place)
    const names = new Set(files.map(({ name }) => name.slice(layout.BAG_FOLDER.length)))
    for (const path of [...REQUIRED_TAGS, ...REQUIRED_PAYLOAD, layout.TAG_MANIFEST_PATH]) {
      if (!names.has(path)) verdict.bad('file_missing', path)
    }
    for (const path of names) {
      const listed = this.digests.has(path) || path === layout.TAG_MANIFEST_PATH || path.startsWith('data/')
      if (!listed) verdict.bad('tag_unlisted', path)
    }
    if (report.version !== null && report.version !== '1.0') {
      verdict.bad('version_unknown', layout.DECLARATION_PATH)
    }
    verdict.facts.files = files.length
    verdict.facts.sizeBytes = report.payload.sizeBytes
    verdict.facts.payloadFiles = report.payload.files
  }

  /** Paths in the bag. */
  paths(): string[] {
    return [...this.entries.keys()]
      .filter(name => name.startsWith(layout.BAG_FOLDER))
      .map(name => name.slice(layout.BAG_FOLDER.length))
  }

  sizeOf(bagPath: string): number | null {
    return this.entries.get(layout.BAG_FOLDER + bagPath)?.sizeBytes ?? null
  }

  /** SHA-256 as found, in hex, of a file that a manifest lists. */
  sha256Of(bagPath: string): string | null {
    return this.digests.get(bagPath)?.get('sha256') ?? null
  }

  /** All of one entry; null where it is missing or larger than it may be. */
  async bytes(name: string, maxSizeBytes: number): Promise<Uint8Array | null> {
    const entry = this.entries.get(name)
    if (entry === undefined || entry.sizeBytes > maxSizeBytes) return null
    return collect(this.open(entry), maxSizeBytes)
  }

  /** A file of the bag as a stream; null where it is missing. */
  stream(bagPath: string): AsyncIterable<Uint8Array> | null {
    const entry = this.entries.get(layout.BAG_FOLDER + bagPath)
    return entry === undefined ? null : this.open(entry)
  }

  private bagFile(entry: PlacedEntry): BagFile {
    const path = entry.name.slice(layout.BAG_FOLDER.length)
    return { path, sizeBytes: entry.sizeBytes, open: () => this.open(entry) }
  }

  private async *open(entry: PlacedEntry): AsyncGenerator<Uint8Array> {
    const first = !this.checked.has(entry.name)
    let crc = 0
    for await (const piece of readRange(this.source, entry.contentOffset, entry.sizeBytes)) {
      if (first) {
        crc = crc32(piece, crc)
        this.readBytes = Math.min(this.readBytes + piece.length, this.source.sizeBytes)
        this.progress(this.readBytes, this.source.sizeBytes)
      }
      yield piece
    }
    if (first && crc !== entry.crc32) this.container.bad('crc_mismatch', entry.name)
    this.checked.add(entry.name)
  }
}

/** Runs a reading of foreign content; what is wrong with it becomes a finding. */
export async function attempt<T>(
  verdict: VerdictBuilder,
  code: string,
  place: string,
  read: () => T | Promise<T>,
): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof ProofError || (error instanceof DossierError && error.code !== 'source_short')) {
      return verdict.bad(code, place, { reason: error.code })
    }
    throw error
  }
}
