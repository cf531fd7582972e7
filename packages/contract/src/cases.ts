import { z } from 'zod'
import { AmountFen, Cursor, Instant, LogState, line, PageSize, prose } from './fields.ts'
import { CaseId } from './ids.ts'
import { command, query } from './operation.ts'

export const CASE_KINDS = [
  'complaint',
  'refund_return',
  'delivery',
  'quality',
  'service_attitude',
  'change_dispute',
  'labour',
  'supplier',
  'privacy',
  'other',
] as const
export const CASE_STATUSES = ['open', 'closed'] as const

const CaseDetails = z.strictObject({
  title: line(200),
  kind: z.enum(CASE_KINDS),
  summary: prose(4000).default(''),
  customerName: prose(80).default(''),
  orderNumber: prose(80).default(''),
  amountFen: AmountFen.nullable().default(null),
})

export const Case = z.object({
  caseId: CaseId,
  /** `YW-2026-1042`: counted within the organisation and the year. */
  number: z.string(),
  title: z.string(),
  kind: z.enum(CASE_KINDS),
  status: z.enum(CASE_STATUSES),
  summary: z.string(),
  customerName: z.string(),
  orderNumber: z.string(),
  amountFen: z.int().nullable(),
  openedAt: Instant,
  openedBy: z.string(),
  version: z.int(),
  exhibitCount: z.int(),
  messageCount: z.int(),
  factCount: z.int(),
})
export type Case = z.infer<typeof Case>

export const createCase = command({
  path: '/cases',
  permission: 'case.create',
  audit: 'case.opened',
  problems: [],
  input: CaseDetails,
  output: Case,
})

export const listCases = query({
  path: '/cases',
  permission: 'case.read',
  problems: [],
  input: z.strictObject({
    status: z.enum(CASE_STATUSES).optional(),
    /** Part of the number, title or customer's name. */
    text: z
      .string()
      .trim()
      .max(100)
      .regex(/^[^\p{Cc}\p{Cs}]*$/u)
      .optional(),
    cursor: Cursor.optional(),
    limit: PageSize,
  }),
  output: z.object({ cases: z.array(Case), total: z.int(), next: Cursor.nullable() }),
})

export const readCase = query({
  path: '/cases/{caseId}',
  permission: 'case.read',
  problems: [],
  input: z.strictObject({ caseId: CaseId }),
  output: Case,
})

export const editCase = command({
  path: '/cases/{caseId}/edit',
  permission: 'case.edit',
  audit: 'case.edited',
  problems: ['stale_version'],
  input: CaseDetails.extend({ caseId: CaseId, status: z.enum(CASE_STATUSES), version: z.int() }),
  output: Case,
})

/** One line of a case's history: who did what when, and where it stands in the log. */
export const HistoryEntry = z.object({
  entryId: z.uuid(),
  at: Instant,
  kind: z.enum(['audit', 'access', 'refused']),
  word: z.string(),
  actorName: z.string(),
  subject: z.string().nullable(),
  /** What the entry says of its subject at that moment: titles, names, counts. */
  detail: z.record(z.string(), z.unknown()),
  log: LogState,
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

export const readHistory = query({
  path: '/cases/{caseId}/history',
  permission: 'case.read',
  problems: [],
  input: z.strictObject({ caseId: CaseId, cursor: Cursor.optional(), limit: PageSize }),
  output: z.object({ entries: z.array(HistoryEntry), total: z.int(), next: Cursor.nullable() }),
})
