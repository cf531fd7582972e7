import { z } from 'zod'
import { Instant, Sha256Hex, When } from './fields.ts'
import { CaseId, ConversationId, ExhibitId, ImportId, MessageId } from './ids.ts'
import { command, query } from './operation.ts'

export const IMPORT_STATUSES = ['waiting', 'reading', 'merging', 'done', 'failed'] as const

export const Import = z.object({
  importId: ImportId,
  caseId: CaseId,
  exhibitId: ExhibitId,
  conversationId: ConversationId.nullable(),
  status: z.enum(IMPORT_STATUSES),
  format: z.string().nullable(),
  readBytes: z.int(),
  totalBytes: z.int(),
  /** Records of the file by what became of them; together they are all of it. */
  messages: z.int(),
  unread: z.int(),
  preamble: z.int(),
  /** How many of the messages were new to the conversation. */
  added: z.int(),
  /** How many were paired with the same message of an earlier file but differ in their text. */
  differing: z.int(),
  warnings: z.array(z.string()),
  /** Code of the reason where it failed. */
  failure: z.string().nullable(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
})
export type Import = z.infer<typeof Import>

export const startImport = command({
  path: '/exhibits/{exhibitId}/import',
  permission: 'conversation.import',
  audit: 'conversation.import_started',
  problems: ['not_a_chat', 'format_not_supported_yet', 'import_running', 'case_closed'],
  input: z.strictObject({
    exhibitId: ExhibitId,
    /** The conversation it continues; left out, the file's own marks decide. */
    conversationId: ConversationId.nullable().default(null),
  }),
  output: Import,
})

/** Once the file is read to its end: merges its messages into the conversation, commits to all of them. */
export const finishImport = command({
  path: '/jobs/conversations/finish-import',
  actors: ['service'],
  job: true,
  permission: null,
  audit: 'conversation.imported',
  problems: ['already_done'],
  input: z.strictObject({
    importId: ImportId,
    format: z.string().max(60),
    title: z.string().max(1000).nullable(),
    warnings: z.array(z.string().max(60)).max(100).readonly(),
    messages: z.int().min(0),
    unread: z.int().min(0),
    preamble: z.int().min(0),
    messageRoot: Sha256Hex,
  }),
  output: z.object({}),
})

export const failImport = command({
  path: '/jobs/conversations/fail-import',
  actors: ['service'],
  job: true,
  permission: null,
  audit: 'conversation.import_failed',
  problems: ['already_done'],
  input: z.strictObject({ importId: ImportId, failure: z.string().max(80) }),
  output: z.object({}),
})

export const listImports = query({
  path: '/cases/{caseId}/imports',
  permission: 'conversation.read',
  problems: [],
  input: z.strictObject({ caseId: CaseId }),
  output: z.object({ imports: z.array(Import) }),
})

export const Conversation = z.object({
  conversationId: ConversationId,
  caseId: CaseId,
  title: z.string(),
  format: z.string(),
  grade: z.string(),
  messageCount: z.int(),
  participants: z.array(
    z.object({ id: z.string().nullable(), name: z.string().nullable(), messages: z.int() }),
  ),
  first: When,
  last: When,
  /** The files it was read from. */
  sources: z.array(
    z.object({ importId: ImportId, exhibitId: ExhibitId, fileName: z.string(), format: z.string() }),
  ),
})
export type Conversation = z.infer<typeof Conversation>

export const listConversations = query({
  path: '/cases/{caseId}/conversations',
  permission: 'conversation.read',
  problems: [],
  input: z.strictObject({ caseId: CaseId }),
  output: z.object({ conversations: z.array(Conversation) }),
})

export const ThreadMessage = z.object({
  messageId: MessageId,
  /** 0-based place in the thread. */
  position: z.int(),
  when: When,
  /** Where local times are shown: read in the organisation's zone. */
  shownAt: Instant.nullable(),
  assumed: z.array(z.string()),
  senderId: z.string().nullable(),
  senderName: z.string().nullable(),
  self: z.boolean().nullable(),
  kind: z.string(),
  rawKind: z.string().nullable(),
  text: z.string(),
  reply: z.object({ platformId: z.string().nullable(), text: z.string().nullable() }).nullable(),
  media: z.object({ name: z.string().nullable(), path: z.string().nullable() }).nullable(),
  exhibitId: ExhibitId,
  place: z.object({ line: z.int().optional(), pointer: z.string().optional(), file: z.string().optional() }),
  grade: z.string(),
  /** Other files that hold the same message with another text. */
  differing: z.array(z.object({ messageId: MessageId, text: z.string() })),
})
export type ThreadMessage = z.infer<typeof ThreadMessage>

export const readConversation = query({
  path: '/conversations/{conversationId}',
  permission: 'conversation.read',
  problems: [],
  input: z.strictObject({ conversationId: ConversationId }),
  output: Conversation,
})

export const readMessages = query({
  path: '/conversations/{conversationId}/messages',
  permission: 'conversation.read',
  access: 'conversation.read',
  problems: [],
  input: z.strictObject({
    conversationId: ConversationId,
    from: z.coerce.number().int().min(0).default(0),
    count: z.coerce.number().int().min(1).max(500).default(200),
  }),
  output: z.object({ messages: z.array(ThreadMessage), total: z.int() }),
})

/** What of a file could not be read, and what stood before its first message. */
export const readImportRemainder = query({
  path: '/imports/{importId}/remainder',
  permission: 'conversation.read',
  access: 'conversation.remainder_read',
  problems: [],
  input: z.strictObject({
    importId: ImportId,
    from: z.coerce.number().int().min(0).default(0),
    count: z.coerce.number().int().min(1).max(500).default(100),
  }),
  output: z.object({
    records: z.array(
      z.object({
        kind: z.enum(['unread', 'preamble']),
        place: z.object({
          line: z.int().optional(),
          pointer: z.string().optional(),
          file: z.string().optional(),
        }),
        reason: z.string().nullable(),
        text: z.string(),
      }),
    ),
    total: z.int(),
  }),
})
