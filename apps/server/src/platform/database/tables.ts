import type { ColumnType, Generated } from 'kysely'

/** JSON columns are written as text and come back parsed. */
type Json<T> = ColumnType<T, string, string>
type Bytes = Buffer

export interface Database {
  installation: InstallationTable
  account: AccountTable
  organisation: OrganisationTable
  data_key: DataKeyTable
  member: MemberTable
  session: SessionTable
  case_counter: { org_id: string; year: number; last: number }
  case_file: CaseFileTable
  log_entry: LogEntryTable
  log_outbox: LogOutboxTable
  log_leaf: LogLeafTable
  exhibit: ExhibitTable
  conversation: ConversationTable
  import: ImportTable
  progress: ProgressTable
  message: MessageTable
  import_remainder: ImportRemainderTable
  thread: { org_id: string; conversation_id: string; position: number; import_id: string; index: number }
  fact: FactTable
  fact_source: FactSourceTable
  fact_link: { org_id: string; cause_id: string; effect_id: string }
  dossier: DossierTable
  idempotency_key: IdempotencyKeyTable
  effect: { org_id: string; effect_id: string; operation: string; done_at: Date }
}

export interface InstallationTable {
  singleton: boolean
  setup_code_digest: Bytes | null
  founded_at: Date | null
}

export interface AccountTable {
  account_id: string
  login: string
  password_hash: string
  org_id: string
  person_id: string
  created_at: Date
}

export interface OrganisationTable {
  org_id: string
  name: string
  zone: string
  stream: Bytes
  key_id: string
  founded_at: Date
}

export interface DataKeyTable {
  org_id: string
  key_id: string
  kind: 'organisation' | 'case' | 'subject' | 'artefact'
  parent_id: string | null
  wrapped: Bytes
  created_at: Date
}

export interface MemberTable {
  org_id: string
  person_id: string
  name: string
  login: string | null
  roles: string[]
  status: 'invited' | 'active' | 'inactive'
  pseudonym: Bytes
  invitation_digest: Bytes | null
  invitation_expires_at: Date | null
  since: Date
}

export interface SessionTable {
  org_id: string
  session_id: string
  person_id: string
  token_digest: Bytes
  opened_at: Date
  seen_at: Date
  expires_at: Date
  closed_at: Date | null
}

export interface CaseFileTable {
  org_id: string
  case_id: string
  number: string
  title: string
  kind: string
  status: 'open' | 'closed'
  summary: string
  customer_name: string
  order_number: string
  amount_fen: number | null
  stream: Bytes
  key_id: string
  last_exhibit: Generated<number>
  version: number
  opened_at: Date
  opened_by: string
}

export interface LogEntryTable {
  org_id: string
  entry_id: string
  stream: Bytes
  at_ms: number
  kind: 'audit' | 'access' | 'refused'
  word: string
  actor_class: string
  actor_id: string | null
  case_id: string | null
  subject: string | null
  payload: string
  opening: Bytes
}

export interface LogOutboxTable {
  outbox_id: Generated<number>
  entry_id: string
  stream: Bytes
  type: string
  at_ms: number
  actor: string
  commitment: Bytes
}

export interface LogLeafTable {
  leaf_index: number
  stream: Bytes
  n: number
  entry_id: string
  leaf: string
  leaf_hash: Bytes
}

export interface ExhibitTable {
  org_id: string
  exhibit_id: string
  case_id: string
  number: number
  file_name: string
  size_bytes: number
  media_type: string
  sha256: Bytes
  sm3: Bytes
  chunk_root: Bytes
  chunk_seed: Bytes
  grade: string
  note: string
  chat_format: string | null
  blob_id: string
  key_id: string
  entry_id: string
  added_at: Date
  added_by: string
}

export interface ConversationTable {
  org_id: string
  conversation_id: string
  case_id: string
  title: string
  family: string
  thread_key: string | null
  message_count: number
  participants: Json<unknown[]>
  first: Json<Record<string, unknown>>
  last: Json<Record<string, unknown>>
  opened_at: Date
}

export interface ImportTable {
  org_id: string
  import_id: string
  case_id: string
  exhibit_id: string
  conversation_id: string | null
  status: 'reading' | 'done' | 'failed'
  format: string | null
  message_seed: Bytes
  message_root: Bytes | null
  messages: Generated<number>
  unread: Generated<number>
  preamble: Generated<number>
  added: Generated<number>
  differing: Generated<number>
  warnings: Generated<string[]>
  entry_id: string | null
  failure: string | null
  started_at: Date
  started_by: string
  finished_at: Date | null
}

export interface ProgressTable {
  org_id: string
  subject: string
  step: string
  done: number
  total: number
  cursor: Json<Record<string, unknown>>
}

export interface MessageTable {
  org_id: string
  import_id: string
  index: number
  twin_import_id: string | null
  twin_index: number | null
  differs: Generated<boolean>
  sort_ms: number
  sender_id: string | null
  sender_name: string | null
  platform_id: string | null
  kind: string
  text: string
  body: string
  key_by_id: Bytes | null
  key_by_name: Bytes
}

export interface ImportRemainderTable {
  org_id: string
  import_id: string
  index: number
  kind: 'unread' | 'preamble'
  place: Json<Record<string, unknown>>
  reason: string | null
  text: string
}

export interface FactTable {
  org_id: string
  fact_id: string
  case_id: string
  happened: Json<Record<string, unknown>>
  sort_ms: number | null
  kind: string
  title: string
  body: string
  status: 'standing' | 'withdrawn'
  version: number
  entry_id: string
  added_at: Date
  added_by: string
}

export interface FactSourceTable {
  org_id: string
  fact_id: string
  place: number
  exhibit_id: string
  import_id: string | null
  index: number | null
}

export interface DossierTable {
  org_id: string
  dossier_id: string
  case_id: string
  status: 'building' | 'sealing' | 'ready' | 'failed'
  plan: Json<Record<string, unknown>>
  file_name: string
  exhibit_count: number
  message_count: number
  seal_entry_id: string | null
  blob_id: string | null
  key_id: string | null
  size_bytes: number | null
  sha256: Bytes | null
  entry_id: string | null
  failure: string | null
  requested_at: Date
  requested_by: string
}

export interface IdempotencyKeyTable {
  org_id: string
  actor_id: string
  key: string
  operation: string
  input_digest: Bytes
  answer: Json<unknown>
  created_at: Date
}
