import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery } from 'kysely'
import { type JobWithMetadata, PgBoss } from 'pg-boss'
import { type Connection, queueSchema, type Tx } from '../database/index.ts'
import type { Logger } from '../logger.ts'
import { Problem } from '../problem.ts'

/** Puts a job into the caller's transaction: it exists if and only if the transaction commits. */
export type Enqueue = (tx: Tx, job: string, orgId: string, data: Record<string, unknown>) => Promise<void>

export interface JobCall {
  readonly jobId: string
  readonly orgId: string
  readonly data: Record<string, unknown>
  readonly signal: AbortSignal
}

export interface JobDefinition {
  readonly name: string
  readonly run: (call: JobCall) => Promise<void>
  /** Says what failed, once no attempt is left: also where each attempt took its process with it. */
  readonly giveUp: (call: JobCall) => Promise<void>
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

/** How often it is looked whether a worker has died; by default once a minute. */
const SUPERVISION = { superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 }
const HALT_POLL_MS = 500
const WORK = { includeMetadata: true, pollingIntervalSeconds: 0.5, batchSize: 1 } as const

interface Envelope {
  orgId: string
  data: Record<string, unknown>
}

/** Where a job goes once no attempt is left: someone waits for it, and has to be told. */
const givenUp = (name: string) => `${name}.given-up`

/**
 * Jobs on pg-boss, in the same database. A job holds ids only: no names, no texts.
 * @param options.alone no other process can be at work on this database: what seems to be, died
 * @param options.halted why nothing can be acknowledged just now: work waits until it is over and loses no attempt
 */
export async function openJobs(
  connection: Connection,
  names: readonly string[],
  log: Logger,
  { alone = false, halted = () => null as string | null } = {},
): Promise<Jobs> {
  const boss = new PgBoss({
    ...connection,
    schema: queueSchema,
    migrate: false,
    createSchema: false,
    schedule: false,
    ...SUPERVISION,
    max: 4,
    application_name: 'yuanwei jobs',
  })
  boss.on('error', error => log.error({ error: error.message }, 'jobs'))
  await boss.start()
  for (const name of names) {
    await openQueue(boss, givenUp(name), QUEUE)
    await openQueue(boss, name, { ...QUEUE, deadLetter: givenUp(name) })
  }
  const aborter = new AbortController()

  return {
    async enqueue(tx, job, orgId, data) {
      const id = await boss.send(job, { orgId, data } satisfies Envelope, { db: onTransaction(tx) })
      if (!id) throw new Error(`job ${job} was not taken`)
    },
    async work(definitions) {
      for (const { name, run, giveUp } of definitions) {
        if (alone) await freeAbandoned(boss, name)
        await attend(name, run)
        await attend(givenUp(name), giveUp)
      }
    },
    async stop() {
      aborter.abort(new Error('shutting down'))
      await boss.stop({ graceful: true, timeout: 5000 })
    },
  }

  async function attend(queue: string, run: JobDefinition['run']): Promise<void> {
    await boss.work(queue, WORK, async ([job]: JobWithMetadata<Envelope>[]) => {
      if (!job) return
      const signal = anySignal(job, aborter.signal)
      await attempt(queue, signal, () => run({ jobId: job.id, ...job.data, signal }))
    })
  }

  async function attempt(name: string, signal: AbortSignal, run: () => Promise<void>): Promise<void> {
    for (;;) {
      while (halted()) await sleep(HALT_POLL_MS, undefined, { signal })
      try {
        return await run()
      } catch (error) {
        if (error instanceof Problem && error.code === 'log_halted') continue
        const code = failureCode(error)
        if (!aborter.signal.aborted) log.error({ job: name, error: code }, 'job failed')
        // pg-boss keeps what is thrown: a code, and not a message that may quote a row.
        throw new Error(code)
      }
    }
  }
}

function failureCode(error: unknown): string {
  if (error instanceof Problem) return error.code
  if (!(error instanceof Error)) return 'unknown'
  const code = (error as { code?: unknown }).code
  if (typeof code === 'string') return code
  const frame = (error.stack ?? '').split('\n').find(line => line.includes('at '))
  return `${error.name} ${frame?.trim() ?? ''}`
}

/** A queue that an earlier release made takes on the settings of this one. */
async function openQueue(boss: PgBoss, name: string, settings: typeof QUEUE & { deadLetter?: string }) {
  await boss.createQueue(name, settings)
  await boss.updateQueue(name, settings)
}

/** Jobs that a killed process was at work on need not wait for their heartbeat to run out. */
async function freeAbandoned(boss: PgBoss, name: string): Promise<void> {
  const abandoned = (await boss.findJobs(name)).filter(job => job.state === 'active').map(job => job.id)
  if (abandoned.length > 0) await boss.fail(name, abandoned, { message: 'the process died' })
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
