import type { Db, Tx } from '../../platform/database/index.ts'
import { inTenant } from '../../platform/operations/index.ts'
import type { Ports } from '../../platform/ports.ts'
import { digestOf, newSetupCode } from './session.ts'

/** While there is no organisation, each start makes a new one-time code; only its digest is kept. */
export async function renewSetupCode(db: Db, ports: Ports): Promise<string | null> {
  const code = newSetupCode(ports)
  const result = await inTenant(db, null, 'read write', tx =>
    tx
      .updateTable('installation')
      .set({ setup_code_digest: digestOf(code) })
      .where('founded_at', 'is', null)
      .executeTakeFirst(),
  )
  return result.numUpdatedRows > 0n ? code : null
}

export async function readInstallation(tx: Tx): Promise<{ founded: boolean; codeDigest: Buffer | null }> {
  const row = await tx
    .selectFrom('installation')
    .select(['founded_at', 'setup_code_digest'])
    .executeTakeFirstOrThrow()
  return { founded: row.founded_at !== null, codeDigest: row.setup_code_digest }
}
