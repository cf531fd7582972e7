import { z } from 'zod'
import { AmountFen, Cursor, Instant, LogState, line, PageSize, prose, When } from './fields.ts'
import { CaseId, ExhibitId, FactId, MessageId } from './ids.ts'
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
    text: z.string().trim().max(100).optional(),
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

export const FACT_KINDS = ['event', 'customer', 'promise', 'evidence', 'money', 'risk', 'delivery'] as const

/** A source is a message or an exhibit of the same case; nothing else proves a fact. */
export const FactSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('message'), messageId: MessageId }),
  z.strictObject({ kind: z.literal('exhibit'), exhibitId: ExhibitId }),
])
export type FactSource = z.infer<typeof FactSource>

const FactDetails = z.strictObject({
  when: When,
  kind: z.enum(FACT_KINDS),
  title: line(200),
  body: prose(4000).default(''),
  sources: z.array(FactSource).min(1).max(50),
  causes: z.array(FactId).max(20).default([]),
})

export const Fact = z.object({
  factId: FactId,
  when: When,
  /** Where it is sorted and shown: local times are read in the organisation's zone. */
  shownAt: Instant.nullable(),
  kind: z.enum(FACT_KINDS),
  title: z.string(),
  body: z.string(),
  sources: z.array(
    z.object({
      source: FactSource,
      /** What a reader sees of it: the file's name, or who said it. */
      label: z.string(),
      excerpt: z.string(),
      grade: z.string(),
      conversationId: z.uuid().nullable(),
      position: z.int().nullable(),
    }),
  ),
  causes: z.array(FactId),
  addedBy: z.string(),
  addedAt: Instant,
  version: z.int(),
  log: LogState,
})
export type Fact = z.infer<typeof Fact>

export const readTimeline = query({
  path: '/cases/{caseId}/timeline',
  permission: 'case.read',
  problems: [],
  input: z.strictObject({ caseId: CaseId }),
  output: z.object({ facts: z.array(Fact) }),
})

export const addFact = command({
  path: '/cases/{caseId}/facts',
  permission: 'timeline.edit',
  audit: 'fact.added',
  problems: ['source_not_in_case', 'fact_cycle', 'case_closed', 'too_many'],
  input: FactDetails.extend({ caseId: CaseId }),
  output: Fact,
})

export const editFact = command({
  path: '/facts/{factId}/edit',
  permission: 'timeline.edit',
  audit: 'fact.edited',
  problems: ['source_not_in_case', 'fact_cycle', 'stale_version', 'case_closed'],
  input: FactDetails.extend({ factId: FactId, version: z.int() }),
  output: Fact,
})

/** A withdrawn fact leaves the timeline; the log keeps that it stood there. */
export const withdrawFact = command({
  path: '/facts/{factId}/withdraw',
  permission: 'timeline.edit',
  audit: 'fact.withdrawn',
  problems: ['stale_version', 'case_closed'],
  input: z.strictObject({ factId: FactId, version: z.int(), reason: line(500) }),
  output: z.object({}),
})
