import { CompiledQuery } from 'kysely'
import { type JobWithMetadata, PgBoss } from 'pg-boss'
import { type Connection, queueSchema, type Tx } from '../database/index.ts'
import type { Logger } from '../logger.ts'

/** Puts a job into the caller's transaction: it exists if and only if the transaction commits. */
export type Enqueue = (tx: Tx, job: string, orgId: string, data: Record<string, unknown>) => Promise<void>

export interface JobCall {
  readonly jobId: string
  readonly orgId: string
  readonly data: Record<string, unknown>
  /** The last attempt: what fails now must be said, for nobody tries again. */
  readonly last: boolean
  readonly signal: AbortSignal
}

export interface JobDefinition {
  readonly name: string
  readonly run: (call: JobCall) => Promise<void>
}

export interface Jobs {
  readonly enqueue: Enqueue
  /** Starts working; without it this process only enqueues. */
  work(definitions: readonly JobDefinition[]): Promise<void>
  stop(): Promise<void>
}

const RETRIES = 8
/** A worker that dies without a word is noticed by its missing heartbeat, not by the long expiry. */
const QUEUE = {
  retryLimit: RETRIES,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  heartbeatSeconds: 10,
  expireInSeconds: 4 * 3600,
  retentionSeconds: 14 * 24 * 3600,
  deleteAfterSeconds: 3600,
}

const WORK = { includeMetadata: true, pollingIntervalSeconds: 0.5, batchSize: 1 } as const

interface Envelope {
  orgId: string
  data: Record<string, unknown>
}

/** Jobs on pg-boss, in the same database. A job holds ids only: no names, no texts. */
export async function openJobs(
  connection: Connection,
  names: readonly string[],
  log: Logger,
): Promise<Jobs> {
  const boss = new PgBoss({
    ...connection,
    schema: queueSchema,
    migrate: false,
    createSchema: false,
    schedule: false,
    max: 4,
    application_name: 'yuanwei jobs',
  })
  boss.on('error', error => log.error({ error: error.message }, 'jobs'))
  await boss.start()
  for (const name of names) await boss.createQueue(name, QUEUE)
  const aborter = new AbortController()

  return {
    async enqueue(tx, job, orgId, data) {
      const id = await boss.send(job, { orgId, data } satisfies Envelope, { db: onTransaction(tx) })
      if (!id) throw new Error(`job ${job} was not taken`)
    },
    async work(definitions) {
      for (const { name, run } of definitions)
        await boss.work(name, WORK, async ([job]: JobWithMetadata<Envelope>[]) => {
          if (!job) return
          const last = job.retryCount >= job.retryLimit
          await attempt(name, () =>
            run({ jobId: job.id, ...job.data, last, signal: anySignal(job, aborter.signal) }),
          )
        })
    },
    async stop() {
      aborter.abort(new Error('shutting down'))
      await boss.stop({ graceful: true, timeout: 5000 })
    },
  }

  async function attempt(name: string, run: () => Promise<void>): Promise<void> {
    try {
      await run()
    } catch (error) {
      if (!aborter.signal.aborted)
        log.error({ job: name, error: error instanceof Error ? error.message : 'unknown' }, 'job failed')
      throw error
    }
  }
}

function anySignal(job: JobWithMetadata<Envelope>, own: AbortSignal): AbortSignal {
  return job.signal ? AbortSignal.any([job.signal, own]) : own
}

function onTransaction(tx: Tx) {
  return {
    async executeSql(text: string, values: unknown[] = []) {
      const result = await tx.executeQuery(CompiledQuery.raw(text, values))
      return { rows: result.rows as unknown[] as never[] }
    },
  }
}
