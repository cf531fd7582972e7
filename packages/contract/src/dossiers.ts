import { z } from 'zod'
import { Bytes, Instant, LogState, prose, Sha256Hex } from './fields.ts'
import { CaseId, ConversationId, DossierId, EntryId, ExhibitId } from './ids.ts'
import { command, query } from './operation.ts'

export const DOSSIER_STATUSES = ['building', 'sealing', 'ready', 'failed'] as const
export const DOSSIER_PURPOSES = [
  'mediation',
  'authority',
  'court',
  'platform',
  'customer',
  'internal',
] as const

export const Dossier = z.object({
  dossierId: DossierId,
  caseId: CaseId,
  status: z.enum(DOSSIER_STATUSES),
  purpose: z.enum(DOSSIER_PURPOSES),
  masked: z.boolean(),
  reason: z.string(),
  exhibitCount: z.int(),
  messageCount: z.int(),
  fileName: z.string(),
  sizeBytes: z.int().nullable(),
  sha256: Sha256Hex.nullable(),
  requestedAt: Instant,
  requestedBy: z.string(),
  failure: z.string().nullable(),
  /** 0 to 1 while it is being built. */
  progress: z.number(),
  log: LogState.nullable(),
})
export type Dossier = z.infer<typeof Dossier>

/** A span of a thread, both ends included. What lies between two spans is counted in the dossier as a gap. */
export const MessageSpan = z
  .strictObject({
    conversationId: ConversationId,
    from: z.int().min(0),
    to: z.int().min(0),
    /**
     * `messageCount` of the conversation when the span was chosen. A thread only ever grows, and each import numbers
     * it anew: the count says which numbering is meant.
     */
    of: z.int().min(1),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'] })

export const createDossier = command({
  path: '/cases/{caseId}/dossiers',
  permission: 'dossier.create',
  audit: 'dossier.requested',
  problems: ['dossier_empty', 'reason_required', 'source_not_in_case', 'stale_version', 'too_many'],
  input: z.strictObject({
    caseId: CaseId,
    purpose: z.enum(DOSSIER_PURPOSES),
    exhibitIds: z.array(ExhibitId).max(2000),
    spans: z.array(MessageSpan).max(500),
    timeline: z.boolean().default(true),
    /** Phone, ID and bank numbers are masked unless this is set, which needs a permission and a reason. */
    unmasked: z.boolean().default(false),
    reason: prose(1000).default(''),
    language: z.enum(['zh-CN', 'en']).default('zh-CN'),
  }),
  output: Dossier,
})

/** Logs the digest of the tag manifest: from here on the content of the bag is fixed. */
export const sealDossier = command({
  path: '/jobs/dossiers/seal',
  actors: ['service'],
  job: true,
  permission: null,
  audit: 'dossier.sealed',
  problems: ['already_done'],
  input: z.strictObject({
    dossierId: DossierId,
    tagManifestSha256: Sha256Hex,
    /** Leaves in the case's stream that the custody list holds. */
    streamCount: z.int().min(0),
    exhibits: z.int().min(0),
    messages: z.int().min(0),
  }),
  output: z.object({ entryId: EntryId }),
})

/** Takes the finished container, which comes as the body: seal, proof and bag. */
export const finishDossier = command({
  path: '/jobs/dossiers/finish',
  actors: ['service'],
  job: true,
  bytes: 'in',
  permission: null,
  audit: 'dossier.finished',
  problems: ['already_done'],
  input: z.strictObject({ dossierId: DossierId }),
  output: z.object({}),
})

export const failDossier = command({
  path: '/jobs/dossiers/fail',
  actors: ['service'],
  job: true,
  permission: null,
  audit: 'dossier.failed',
  problems: ['already_done'],
  input: z.strictObject({ dossierId: DossierId, failure: z.string().max(80) }),
  output: z.object({}),
})

export const listDossiers = query({
  path: '/cases/{caseId}/dossiers',
  permission: 'dossier.read',
  problems: [],
  input: z.strictObject({ caseId: CaseId }),
  output: z.object({ dossiers: z.array(Dossier) }),
})

export const readDossierFile = query({
  path: '/dossiers/{dossierId}/file',
  permission: 'dossier.read',
  access: 'dossier.exported',
  bytes: 'out',
  problems: ['dossier_pending', 'dossier_failed', 'content_missing', 'range_unsatisfiable'],
  input: z.strictObject({ dossierId: DossierId }),
  output: Bytes,
})
