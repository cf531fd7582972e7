import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'

/** Who waits longer for a row is told to come again: a queue of waiters would hold every connection. */
const LOCK_TIMEOUT_MS = 8000
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * The only place that begins a transaction of the application. The tenant is set literally and for this transaction
 * alone (SET LOCAL), so that a pooled connection can't carry it on.
 */
export function inTenant<T>(
  db: Db,
  orgId: string | null,
  mode: 'read only' | 'read write',
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  if (orgId !== null && !UUID.test(orgId)) throw new Error('an organisation id is a lower-case UUID')
  return (
    db
      .transaction()
      .setAccessMode(mode)
      // What one answer says in several statements, it says of one moment.
      .setIsolationLevel(mode === 'read only' ? 'repeatable read' : 'read committed')
      .execute(async tx => {
        const tenant = orgId === null ? '' : `set local app.org = '${orgId}'; `
        await sql.raw(`${tenant}set local lock_timeout = ${LOCK_TIMEOUT_MS}`).execute(tx)
        return work(tx)
      })
  )
}
