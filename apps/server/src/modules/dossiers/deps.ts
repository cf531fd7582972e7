import type { BlobStore } from '../../platform/blobs/index.ts'
import type { Db } from '../../platform/database/index.ts'
import type { Fault } from '../../platform/faults.ts'
import type { KeyStore } from '../../platform/key-store.ts'
import type { LogReader } from '../../platform/log/index.ts'
import type { Ports } from '../../platform/ports.ts'

export interface DossierDeps {
  readonly db: Db
  readonly blobs: BlobStore
  readonly keys: KeyStore
  readonly log: LogReader
  readonly ports: Ports
  readonly fault: Fault
  /** The single-file verifier that travels in every dossier. */
  readonly verifierHtml: () => Promise<Uint8Array>
}

export const BUILD_DOSSIER_JOB = 'dossiers.build'
