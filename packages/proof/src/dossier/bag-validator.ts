import type { Hasher } from '../digest-shape.ts'
import { toHex } from '../encoding.ts'
import {
  BAGIT_VERSIONS,
  type BagIssue,
  type BagIssueCode,
  decodeTag,
  isInside,
  isPayloadPath,
  parseDeclaration,
  parseInfo,
  parseManifestLine,
  tagLines,
} from './bag-format.ts'
import { DossierError } from './errors.ts'
import { collect } from './ports.ts'

/** A file of a bag, its path relative to the bag. */
export interface BagFile {
  readonly path: string
  readonly sizeBytes: number
  open(): AsyncIterable<Uint8Array>
}

/** Digest algorithms by the name in `manifest-<name>.txt`. */
export type BagDigests = Readonly<Record<string, () => Hasher>>

export interface BagReport {
  readonly version: string | null
  /** The bag is complete and valid (RFC 8493 section 3). Warnings do not count. */
  readonly valid: boolean
  readonly errors: readonly BagIssue[]
  readonly warnings: readonly BagIssue[]
  readonly payload: { readonly files: number; readonly sizeBytes: number }
  /** Lower-case hex of every file that some manifest lists, by path and algorithm. */
  readonly digests: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/** A tag file beyond this is refused before it is read into memory. */
export const MAX_TAG_BYTES = 128 * 1024 * 1024

type Expected = Map<string, Map<string, string>>

/**
 * Validates a bag of version 0.93–0.97 or 1.0: every listed file is there with its digest, every payload file is
 * listed (in 1.0 by every payload manifest), nothing points outside. Content is read once, whatever the number
 * of manifests. Digest algorithms that are not given are a warning, unless no payload manifest remains.
 */
export async function validateBag(files: readonly BagFile[], digests: BagDigests): Promise<BagReport> {
  return new BagReading(files, digests).run()
}

class BagReading {
  private readonly files: ReadonlyMap<string, BagFile>
  private readonly composedNames: ReadonlyMap<string, string>
  private readonly foldedNames: ReadonlyMap<string, string>
  private readonly algorithms: BagDigests
  private readonly errors: BagIssue[] = []
  private readonly warnings: BagIssue[] = []
  private readonly digests = new Map<string, Map<string, string>>()
  private version = ''
  private encoding = 'UTF-8'

  constructor(files: readonly BagFile[], algorithms: BagDigests) {
    this.files = new Map(files.map(file => [file.path, file]))
    this.algorithms = algorithms
    this.composedNames = new Map(files.map(({ path }) => [path.normalize('NFC'), path]))
    this.foldedNames = new Map(files.map(({ path }) => [path.toLowerCase(), path]))
  }

  async run(): Promise<BagReport> {
    if (await this.readDeclaration()) {
      const payloadNames = [...this.files.keys()].filter(path => /^manifest-[^/]+\.txt$/.test(path))
      const tagNames = [...this.files.keys()].filter(path => /^tagmanifest-[^/]+\.txt$/.test(path))
      const expected: Expected = new Map()
      const listed = await this.readManifests(payloadNames, expected, isPayloadPath)
      if (listed.length === 0) this.errors.push({ code: 'manifest_missing', place: null })
      await this.readManifests(tagNames, expected, path => isInside(path) && !path.startsWith('data/'))
      this.compareLists(listed)
      await this.readFetchList()
      await this.readInfo()
      await this.compareDigests(expected)
    }
    const payload = this.payloadFiles()
    return {
      version: this.version === '' ? null : this.version,
      valid: this.errors.length === 0,
      errors: this.errors,
      warnings: this.warnings,
      payload: { files: payload.length, sizeBytes: payload.reduce((sum, file) => sum + file.sizeBytes, 0) },
      digests: this.digests,
    }
  }

  private payloadFiles(): BagFile[] {
    return [...this.files.values()].filter(file => file.path.startsWith('data/'))
  }

  private async readDeclaration(): Promise<boolean> {
    const file = this.files.get('bagit.txt')
    if (file === undefined) return this.error('declaration_missing', 'bagit.txt')
    const declaration = parseDeclaration(await collect(file.open(), 4096).catch(() => new Uint8Array(0)))
    if (declaration === null) return this.error('declaration_malformed', 'bagit.txt')
    if (!BAGIT_VERSIONS.some(version => version === declaration.version)) {
      return this.error('version_unknown', 'bagit.txt')
    }
    this.version = declaration.version
    this.encoding = declaration.encoding
    return true
  }

  /** Reads manifests into `expected`; returns for each known algorithm the set of paths that it lists. */
  private async readManifests(
    names: readonly string[],
    expected: Expected,
    inScope: (path: string) => boolean,
  ): Promise<ReadonlySet<string>[]> {
    const lists: ReadonlySet<string>[] = []
    for (const name of names) {
      const algorithm = /manifest-(.+)\.txt$/.exec(name)?.[1]?.toLowerCase() ?? ''
      if (this.algorithms[algorithm] === undefined) {
        this.warnings.push({ code: 'algorithm_unknown', place: name })
        continue
      }
      const text = await this.readTag(name)
      if (text === null) continue
      const listed = new Map<string, string>()
      for (const line of tagLines(text.replace(/^\ufeff/, ''))) this.readEntry(line, name, listed, inScope)
      for (const [path, digest] of listed) {
        const wanted = expected.get(path) ?? new Map<string, string>()
        wanted.set(algorithm, digest)
        expected.set(path, wanted)
      }
      lists.push(new Set(listed.keys()))
    }
    return lists
  }

  private readEntry(
    line: string,
    manifest: string,
    listed: Map<string, string>,
    inScope: (path: string) => boolean,
  ): void {
    const entry = parseManifestLine(line, this.version)
    if (entry === null) {
      this.error('manifest_line', manifest)
      return
    }
    for (const code of entry.warnings) this.warnings.push({ code, place: entry.path })
    if (!inScope(entry.path)) {
      this.error('path_out_of_scope', entry.path)
      return
    }
    const path = this.resolve(entry.path)
    const before = listed.get(path)
    // Until 0.97 the same line twice was allowed.
    if (before === entry.digest && this.version !== '1.0') {
      this.warnings.push({ code: 'manifest_duplicate', place: path })
    } else if (before !== undefined) this.error('manifest_duplicate', path)
    listed.set(path, entry.digest)
  }

  /** The name under which a listed path is there: file systems compose names and fold their case. */
  private resolve(path: string): string {
    if (this.files.has(path)) return path
    const composed = this.composedNames.get(path.normalize('NFC'))
    if (composed !== undefined) {
      this.warnings.push({ code: 'name_normalization', place: path })
      return composed
    }
    const folded = this.version === '1.0' ? undefined : this.foldedNames.get(path.toLowerCase())
    if (folded === undefined) return path
    this.warnings.push({ code: 'name_case', place: path })
    return folded
  }

  private compareLists(lists: readonly ReadonlySet<string>[]): void {
    for (const { path } of this.payloadFiles()) {
      const count = lists.filter(list => list.has(path)).length
      if (count === 0 || (this.version === '1.0' && count < lists.length))
        this.error('payload_unlisted', path)
      if (/(?:^|\/)(?:Thumbs\.db|\.DS_Store|desktop\.ini)$/i.test(path)) {
        this.warnings.push({ code: 'name_system_file', place: path })
      }
    }
  }

  /** A fetch list may stand in a complete bag; what it names must then be here like all else. */
  private async readFetchList(): Promise<void> {
    if (!this.files.has('fetch.txt')) return
    for (const line of tagLines((await this.readTag('fetch.txt')) ?? '')) {
      const path = /^\S+\s+(?:\d+|-)\s+(.+)$/.exec(line)?.[1]
      if (path === undefined) this.error('manifest_line', 'fetch.txt')
      else if (!isPayloadPath(path.replace(/^\.\//, ''))) this.error('path_out_of_scope', path)
    }
  }

  private async readInfo(): Promise<void> {
    if (!this.files.has('bag-info.txt')) return
    const text = await this.readTag('bag-info.txt')
    if (text === null) return
    const fields = parseInfo(text, this.version)
    if (fields === null) {
      this.error('info_malformed', 'bag-info.txt')
      return
    }
    const payload = this.payloadFiles()
    const oxum = `${payload.reduce((sum, file) => sum + file.sizeBytes, 0)}.${payload.length}`
    for (const [label, value] of fields) {
      if (label.toLowerCase() === 'payload-oxum' && value !== oxum) this.error('payload_oxum', 'bag-info.txt')
    }
  }

  private async compareDigests(expected: Expected): Promise<void> {
    for (const [path, wanted] of expected) {
      const file = this.files.get(path)
      if (file === undefined) {
        this.error(path.startsWith('data/') ? 'payload_missing' : 'tag_missing', path)
        continue
      }
      const hashers = [...wanted.keys()].map(name => [name, this.algorithms[name]?.() as Hasher] as const)
      for await (const piece of file.open()) for (const [, hasher] of hashers) hasher.update(piece)
      const found = new Map(hashers.map(([name, hasher]) => [name, toHex(hasher.digest())]))
      this.digests.set(path, found)
      if ([...wanted].some(([name, digest]) => found.get(name) !== digest))
        this.error('digest_mismatch', path)
    }
  }

  private async readTag(path: string): Promise<string | null> {
    const file = this.files.get(path) as BagFile
    try {
      const text = decodeTag(await collect(file.open(), MAX_TAG_BYTES), this.encoding)
      if (text === null) this.error('encoding_unknown', path)
      return text
    } catch (error) {
      if (!(error instanceof DossierError) || error.code !== 'size_limit') throw error
      this.error('too_large', path)
      return null
    }
  }

  private error(code: BagIssueCode, place: string): false {
    this.errors.push({ code, place })
    return false
  }
}
