import type { BlobStore } from '../../platform/blobs/index.ts'
import type { Db } from '../../platform/database/index.ts'
import type { Fault } from '../../platform/faults.ts'
import type { KeyStore } from '../../platform/key-store.ts'
import type { Ports } from '../../platform/ports.ts'

export interface ConversationDeps {
  readonly db: Db
  readonly blobs: BlobStore
  readonly keys: KeyStore
  readonly ports: Ports
  readonly fault: Fault
}

export const READ_IMPORT_JOB = 'conversations.read-import'
