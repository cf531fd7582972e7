import { z } from 'zod'
import { Instant, LogState, line, prose, When } from './fields.ts'
import { CaseId, ExhibitId, FactId, MessageId } from './ids.ts'
import { command, query } from './operation.ts'

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
  permission: 'conversation.read',
  /** Facts quote their sources: reading them is reading evidence. */
  access: 'timeline.read',
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
