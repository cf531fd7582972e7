import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const vectors = join(process.env.YUANWEI_CORPUS ?? join(root, '../shared/corpus'), 'vectors')

/** One folder of vectors; what was read is counted, so that a test can assert that it was not nothing. */
export interface Vectors {
  /** Paths below the folder, sorted, of all files whose name ends so. */
  list(ending: string): string[]
  text(path: string): string
  bytes(path: string): Uint8Array
  json<T>(path: string): T
  /** How many files were read so far. */
  count(): number
}

/** Tests over one folder of vectors; skipped, by name, where the corpus is not there. */
export function describeVectors(folder: string, body: (files: Vectors) => void): void {
  const place = join(vectors, folder)
  describe.skipIf(!existsSync(place))(`vectors ${folder}`, () => body(openVectors(place)))
}

function openVectors(place: string): Vectors {
  const seen = new Set<string>()
  const bytes = (path: string): Uint8Array => {
    seen.add(path)
    return new Uint8Array(readFileSync(join(place, path)))
  }
  const text = (path: string): string => new TextDecoder().decode(bytes(path))
  return {
    bytes,
    text,
    json: path => JSON.parse(text(path)),
    count: () => seen.size,
    list: ending =>
      readdirSync(place, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile() && entry.name.endsWith(ending))
        .map(entry => relative(place, join(entry.parentPath, entry.name)))
        .sort(),
  }
}

/** Base 64 or hexadecimal as lenient as vectors are; the strict readers are themselves under test. */
export const fromVector = (text: string, encoding: 'base64' | 'hex'): Uint8Array =>
  new Uint8Array(Buffer.from(text, encoding))
