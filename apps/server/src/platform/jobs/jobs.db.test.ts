import { randomUUID } from 'node:crypto'
import { PgBoss } from 'pg-boss'
import { afterEach, expect, test } from 'vitest'
import { withDatabase } from '../../../test/harness/database.ts'
import { queueSchema } from '../database/index.ts'
import { silentLogger } from '../logger.ts'
import { type JobCall, type Jobs, openJobs } from './index.ts'

const database = withDatabase()
const QUEUE = 'bake'
const ORG = randomUUID()

const open: Jobs[] = []
afterEach(async () => {
  for (const jobs of open.splice(0)) await jobs.stop()
  await database.owner.query(`DELETE FROM ${queueSchema}.job`)
})

async function openQueue(options: { alone?: boolean } = {}): Promise<Jobs> {
  const jobs = await openJobs(database.connections.app, [QUEUE], silentLogger, options)
  open.push(jobs)
  return jobs
}

const enqueue = (jobs: Jobs, cake: number) =>
  database.db.transaction().execute(tx => jobs.enqueue(tx, QUEUE, ORG, { cake }))

/** What a worker leaves behind that takes a job and is killed. */
async function takeAndDie(): Promise<void> {
  const boss = new PgBoss({
    ...database.connections.app,
    schema: queueSchema,
    migrate: false,
    supervise: false,
    schedule: false,
  })
  await boss.start()
  expect(await boss.fetch(QUEUE)).toHaveLength(1)
  await boss.stop({ graceful: false })
}

/** A worker that keeps what it was called with, and fails at all of it if told so. */
function worker(fails = false) {
  const run = Promise.withResolvers<JobCall>()
  const givenUp = Promise.withResolvers<JobCall>()
  return {
    run: run.promise,
    givenUp: givenUp.promise,
    definition: {
      name: QUEUE,
      async run(call: JobCall) {
        run.resolve(call)
        if (fails) throw new Error('burnt')
      },
      giveUp: async (call: JobCall) => givenUp.resolve(call),
    },
  }
}

test('alone on its database, a worker takes up at once what a killed one was at', async () => {
  const jobs = await openQueue({ alone: true })
  await enqueue(jobs, 1)
  await takeAndDie()
  const { definition, run } = worker()
  const startedAt = performance.now()
  await jobs.work([definition])
  expect(await run).toMatchObject({ orgId: ORG, data: { cake: 1 } })
  // Well below the heartbeat of ten seconds.
  expect(performance.now() - startedAt).toBeLessThan(8000)
})

test('among several, what is at work is left alone until its heartbeat has run out', async () => {
  const jobs = await openQueue()
  await enqueue(jobs, 2)
  await takeAndDie()
  const { definition, run } = worker()
  await jobs.work([definition])
  const states = await database.owner.query(`SELECT state FROM ${queueSchema}.job WHERE name = $1`, [QUEUE])
  expect(states.rows).toEqual([{ state: 'active' }])
  await database.owner.query(
    `UPDATE ${queueSchema}.job SET heartbeat_on = heartbeat_on - interval '11 seconds' WHERE name = $1`,
    [QUEUE],
  )
  expect(await run).toMatchObject({ data: { cake: 2 } })
})

const exhaust = () =>
  database.owner.query(`UPDATE ${queueSchema}.job SET retry_count = retry_limit WHERE name = $1`, [QUEUE])

test('a job that fails at its last attempt is given up', async () => {
  const jobs = await openQueue()
  await enqueue(jobs, 3)
  await exhaust()
  const { definition, run, givenUp } = worker(true)
  await jobs.work([definition])
  expect((await givenUp).data).toEqual({ cake: 3 })
  expect((await run).data).toEqual({ cake: 3 })
})

test('a job whose last attempt took its process with it is given up', async () => {
  const jobs = await openQueue({ alone: true })
  await enqueue(jobs, 4)
  await takeAndDie()
  await exhaust()
  const { definition, givenUp } = worker()
  await jobs.work([definition])
  expect(await givenUp).toMatchObject({ orgId: ORG, data: { cake: 4 } })
})
