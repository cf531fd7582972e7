import type { Db } from '../../platform/database/index.ts'
import type { Limits } from '../../platform/http/limits.ts'
import type { KeyStore } from '../../platform/key-store.ts'
import type { Ports } from '../../platform/ports.ts'

export interface IdentityDeps {
  readonly db: Db
  readonly ports: Ports
  readonly keys: KeyStore
  readonly limits: Limits
  /** Records a refused sign-in; after the answer, so that its time tells nothing. */
  readonly refused: (orgId: string, personId: string, op: string) => void
  readonly version: string
}
