import type { BlobStore } from '../../platform/blobs/index.ts'
import type { KeyStore } from '../../platform/key-store.ts'
import type { LogReader } from '../../platform/log/index.ts'

export interface EvidenceDeps {
  readonly blobs: BlobStore
  readonly keys: KeyStore
  readonly log: LogReader
}
