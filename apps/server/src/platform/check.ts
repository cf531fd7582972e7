import type { CheckDepth } from './blobs/index.ts'
import type { Db } from './database/index.ts'

export const RECORD_FINDINGS = [
  /** A row does not say what the log committed to when it was written. */
  'exhibit_differs',
  'import_differs',
  'message_differs',
  'fact_differs',
  'dossier_differs',
  /** The key of a file is gone or does not open: neither does the file. */
  'key_lost',
  /** A stored file is gone, has another length, does not open, or is not the one that was taken in. */
  'blob_missing',
  'blob_size_differs',
  'blob_damaged',
  'blob_digest_differs',
] as const
export type RecordFindingCode = (typeof RECORD_FINDINGS)[number]

export type Place = Readonly<Record<string, string | number | null>>

/** A disagreement and where it stands. */
export interface RecordFinding {
  readonly code: RecordFindingCode
  readonly place: Place
}

/** What a module needs to compare its rows with what the log committed to. */
export interface CheckParts {
  /** The owner's: it sees the rows of every organisation. */
  readonly db: Db
  readonly depth: CheckDepth
  readonly onFinding: (finding: RecordFinding) => void
}

/** A stored file as its row has it, and whose it is in the words of a report. */
export interface KeptFile {
  readonly orgId: string
  readonly blobId: string
  readonly keyId: string
  readonly sizeBytes: number
  readonly sha256: Uint8Array
  readonly place: Place
}

/** The names of the fields in which a row differs from what its entry says; all of them where the entry is gone. */
export function differingFields(
  payload: string | null,
  row: Readonly<Record<string, string | number | boolean | null>>,
): string[] {
  const detail = payload === null ? {} : (JSON.parse(payload) as { detail: Record<string, unknown> }).detail
  return Object.keys(row).filter(field => detail[field] !== row[field])
}
