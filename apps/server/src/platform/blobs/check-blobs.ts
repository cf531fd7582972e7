import { createHash } from 'node:crypto'
import { Problem } from '../problem.ts'
import type { BlobStore } from './blob-store.ts'

/** A blob as a row of the database names it. */
export interface BlobRow {
  readonly blobId: string
  readonly sizeBytes: number
  readonly sha256: Uint8Array
  /** Asked for only when the content is read. */
  openKey(): Promise<Uint8Array>
}

/** `length`: files are there and as long as their rows say. `deep`: every byte is read against the digest. */
export type CheckDepth = 'length' | 'deep'

export interface BlobFinding {
  /** `orphan`: a file that no row names; left by a write whose transaction failed, and unreadable without its key. */
  readonly code: 'blob_missing' | 'blob_size_differs' | 'blob_damaged' | 'blob_digest_differs' | 'blob_orphan'
  readonly blobId: string
  /** Which chunk of 64 KiB, from 0, where one was found damaged. */
  readonly chunk?: number
}

export interface BlobReport {
  readonly blobs: number
  readonly sizeBytes: number
  readonly orphans: number
}

export interface CheckBlobsParts {
  readonly blobs: BlobStore
  /** Every blob that any row names. */
  readonly rows: AsyncIterable<BlobRow>
  readonly depth: CheckDepth
  readonly now: number
  readonly onFinding: (finding: BlobFinding) => void
}

/** A file younger than this may belong to an upload whose row is not committed yet. */
const ORPHAN_AGE_MS = 24 * 3600 * 1000

/** Compares the stored files with the rows that name them, in both directions. */
export async function checkBlobs({
  blobs,
  rows,
  depth,
  now,
  onFinding,
}: CheckBlobsParts): Promise<BlobReport> {
  const named = new Set<string>()
  let sizeBytes = 0
  for await (const row of rows) {
    named.add(row.blobId)
    sizeBytes += row.sizeBytes
    const wrong =
      (await checkLength(blobs, row)) ?? (depth === 'deep' ? await checkContent(blobs, row) : null)
    if (wrong !== null) onFinding({ blobId: row.blobId, ...wrong })
  }
  let orphans = 0
  for await (const { blobId, storedAt } of blobs.list()) {
    if (named.has(blobId) || now - storedAt.getTime() < ORPHAN_AGE_MS) continue
    orphans++
    onFinding({ code: 'blob_orphan', blobId })
  }
  return { blobs: named.size, sizeBytes, orphans }
}

type Wrong = Omit<BlobFinding, 'blobId'>

async function checkLength(blobs: BlobStore, { blobId, sizeBytes }: BlobRow): Promise<Wrong | null> {
  try {
    const found = await blobs.measure(blobId)
    if (found === null) return { code: 'blob_missing' }
    return found === sizeBytes ? null : { code: 'blob_size_differs' }
  } catch (error) {
    return asDamage(error)
  }
}

async function checkContent(blobs: BlobStore, row: BlobRow): Promise<Wrong | null> {
  const { blobId, sizeBytes, sha256 } = row
  const dataKey = await row.openKey()
  const running = createHash('sha256')
  try {
    for await (const bytes of blobs.read({ blobId, dataKey, sizeBytes })) running.update(bytes)
  } catch (error) {
    return asDamage(error)
  }
  return running.digest().equals(sha256) ? null : { code: 'blob_digest_differs' }
}

function asDamage(error: unknown): Wrong {
  if (!(error instanceof Problem) || error.code !== 'content_missing') throw error
  if (error.detail.reason === 'missing') return { code: 'blob_missing' }
  const { chunk } = error.detail
  return typeof chunk === 'number' ? { code: 'blob_damaged', chunk } : { code: 'blob_damaged' }
}
