import { sql } from 'kysely'
import type { Db } from '../database/index.ts'
import { queueSchema } from '../database/index.ts'
import type { Logger } from '../logger.ts'
import { inTenant } from '../operations/index.ts'
import type { Ports } from '../ports.ts'
import type { Enqueue } from './index.ts'

/** Work of one kind that is begun and not ended: what a sweep asks each organisation for. */
export interface OpenWork {
  readonly job: string
  /** The name under which a job's data hold the subject, and the subjects still open. */
  readonly key: string
  readonly list: (orgId: string) => Promise<readonly string[]>
}

const DAY_MS = 24 * 3600_000
/** How long the answer of a command is kept for a caller who asks again. */
const ANSWERS_KEPT_MS = 7 * DAY_MS

/**
 * Deadlines and states are data, a job is only a wake-up: what is open without a job that would end it gets a new one,
 * however the old one was lost. Also lets go of answers that nobody will ask for again.
 */
export async function sweep(
  parts: { db: Db; ports: Ports; enqueue: Enqueue; log: Logger },
  works: readonly OpenWork[],
): Promise<{ revived: number }> {
  let revived = 0
  for (const orgId of await organisations(parts.db)) {
    for (const work of works)
      for (const subject of await work.list(orgId))
        if (await revive(parts, orgId, work, subject)) revived += 1
    const before = new Date(parts.ports.now() - ANSWERS_KEPT_MS)
    await inTenant(parts.db, orgId, 'read write', tx =>
      tx.deleteFrom('idempotency_key').where('org_id', '=', orgId).where('created_at', '<', before).execute(),
    )
  }
  if (revived > 0) parts.log.warn({ revived }, 'work without a job was taken up again')
  return { revived }
}

async function organisations(db: Db): Promise<string[]> {
  const rows = await inTenant(db, null, 'read only', tx =>
    tx.selectFrom('account').select('org_id').distinct().execute(),
  )
  return rows.map(row => row.org_id)
}

function revive(
  { db, enqueue }: { db: Db; enqueue: Enqueue },
  orgId: string,
  { job, key }: OpenWork,
  subject: string,
): Promise<boolean> {
  return inTenant(db, orgId, 'read write', async tx => {
    const { rows } = await sql<{ live: boolean }>`
      select exists (
        select 1 from ${sql.id(queueSchema, 'job')}
        where name in (${job}, ${`${job}.given-up`}) and state in ('created', 'retry', 'active')
          and data #>> array['data', ${key}::text] = ${subject}) as live`.execute(tx)
    if (rows[0]?.live) return false
    await enqueue(tx, job, orgId, { [key]: subject })
    return true
  })
}

/** Sweeps now and then; the promise of `stop` resolves when none is under way. */
export function sweepRegularly(
  work: () => Promise<unknown>,
  log: Logger,
  everyMs: number,
): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve()
  const once = () => {
    running = running
      .then(work)
      .catch(error => log.error({ error: String(error?.code ?? error?.name) }, 'sweep'))
  }
  once()
  const timer = setInterval(once, everyMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
