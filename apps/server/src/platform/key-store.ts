import {
  deriveRootKey,
  type KeyPlace,
  newKey,
  openKeyChain,
  type WrappedKey,
  wrapKey,
} from './blobs/key-ring.ts'
import type { Tx } from './database/index.ts'
import { newId, type Ports } from './ports.ts'

/** A chain has organisation, case and artefact; more would be a loop. */
const MAX_CHAIN = 4

/** Rows of `data_key`: keys wrapped by their parent, at the root by the master key. Nothing here leaves a key in clear. */
export class KeyStore {
  readonly #masterKey: Uint8Array
  readonly #ports: Ports

  constructor(masterKey: Uint8Array, ports: Ports) {
    this.#masterKey = masterKey
    this.#ports = ports
  }

  /** Keeps a key (a new one, or the data key of a stored blob) under its parent; answers its id. */
  async keep(
    tx: Tx,
    place: { orgId: string; kind: KeyPlace['kind']; parentId: string | null; key?: Uint8Array },
  ): Promise<string> {
    const keyId = newId(this.#ports)
    const parentKey = place.parentId
      ? await this.open(tx, place.orgId, place.parentId)
      : deriveRootKey(this.#masterKey, place.orgId)
    const at: KeyPlace = { orgId: place.orgId, keyId, kind: place.kind, parentId: place.parentId }
    const wrapped = wrapKey(parentKey, place.key ?? newKey(this.#ports), at, this.#ports)
    await tx
      .insertInto('data_key')
      .values({
        org_id: at.orgId,
        key_id: keyId,
        kind: at.kind,
        parent_id: at.parentId,
        wrapped: Buffer.from(wrapped),
        created_at: new Date(this.#ports.now()),
      })
      .execute()
    return keyId
  }

  /** The key in clear. @throws KeyUnwrapError where a row was changed or is gone */
  async open(tx: Tx, orgId: string, keyId: string): Promise<Uint8Array> {
    const chain: WrappedKey[] = []
    for (let next: string | null = keyId; next !== null && chain.length < MAX_CHAIN; ) {
      const row = await tx
        .selectFrom('data_key')
        .select(['kind', 'parent_id', 'wrapped'])
        .where('org_id', '=', orgId)
        .where('key_id', '=', next)
        .executeTakeFirstOrThrow()
      chain.unshift({ orgId, keyId: next, kind: row.kind, parentId: row.parent_id, wrapped: row.wrapped })
      next = row.parent_id
    }
    return openKeyChain(this.#masterKey, chain)
  }
}
