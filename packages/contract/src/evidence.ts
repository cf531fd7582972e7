import { z } from 'zod'
import { Bytes, Instant, LogState, line, prose, Sha256Hex } from './fields.ts'
import { CaseId, ExhibitId } from './ids.ts'
import { command, query } from './operation.ts'

export const GRADES = [
  'official_archive',
  'editable_export',
  'screenshot',
  'manual',
  'original_file',
] as const

/** The largest file one upload may bring. */
export const MAX_UPLOAD_BYTES = 4 * 1024 ** 3

export const Exhibit = z.object({
  exhibitId: ExhibitId,
  caseId: CaseId,
  /** 1, 2, 3 … within the case. */
  number: z.int(),
  fileName: z.string(),
  sizeBytes: z.int(),
  /** Sniffed from the content, never taken from the sender. */
  mediaType: z.string(),
  sha256: Sha256Hex,
  grade: z.enum(GRADES),
  note: z.string(),
  addedAt: Instant,
  addedBy: z.string(),
  /** The chat format that was recognised in the content, and whether it can be imported. */
  chatFormat: z.string().nullable(),
  importable: z.boolean(),
  log: LogState,
})
export type Exhibit = z.infer<typeof Exhibit>

export const addExhibit = command({
  path: '/cases/{caseId}/exhibits',
  permission: 'evidence.add',
  audit: 'exhibit.added',
  bytes: 'in',
  problems: ['upload_incomplete', 'file_empty', 'case_closed', 'too_many'],
  input: z.strictObject({ caseId: CaseId, fileName: line(255), note: prose(1000).default('') }),
  output: Exhibit,
})

export const listExhibits = query({
  path: '/cases/{caseId}/exhibits',
  permission: 'evidence.read',
  problems: [],
  input: z.strictObject({ caseId: CaseId }),
  output: z.object({ exhibits: z.array(Exhibit) }),
})

export const readExhibit = query({
  path: '/exhibits/{exhibitId}',
  permission: 'evidence.read',
  problems: [],
  input: z.strictObject({ exhibitId: ExhibitId }),
  output: Exhibit,
})

/** The file itself; `Range` is honoured. */
export const readExhibitFile = query({
  path: '/exhibits/{exhibitId}/file',
  permission: 'evidence.read',
  access: 'exhibit.read',
  bytes: 'out',
  problems: ['range_unsatisfiable', 'content_missing'],
  input: z.strictObject({ exhibitId: ExhibitId, purpose: z.enum(['view', 'download']).default('view') }),
  output: Bytes,
})

/** `yuanwei/receipt/v1`: leaf, opening, inclusion proof and checkpoint. Verifies without this system. */
export const readExhibitReceipt = query({
  path: '/exhibits/{exhibitId}/receipt',
  permission: 'evidence.read',
  access: 'receipt.read',
  bytes: 'out',
  problems: ['receipt_pending'],
  input: z.strictObject({ exhibitId: ExhibitId }),
  output: Bytes,
})
