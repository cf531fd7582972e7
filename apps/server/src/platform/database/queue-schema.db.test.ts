import { getConstructionPlans, getRollbackPlans, PgBoss } from 'pg-boss'
import { expect, test } from 'vitest'
import { createTestDatabase, withDatabase } from '../../../test/harness/database.ts'
import { withClient } from './connection.ts'
import { ensureQueueSchema, queueSchema } from './queue-schema.ts'

const database = withDatabase()

test('pg-boss does all its work as the app role, which may change no table', async () => {
  const { app } = database.connections
  const { host, port, user, password, database: name } = app
  const boss = new PgBoss({ host, port, user, password, database: name, schema: queueSchema, migrate: false })
  const errors: Error[] = []
  boss.on('error', error => errors.push(error))
  await boss.start()
  await boss.createQueue('greet', { retryLimit: 1 })
  const done = new Promise<unknown>(resolve => {
    boss.work('greet', { pollingIntervalSeconds: 0.5 }, async ([job]) => resolve(job?.data))
  })
  await boss.send('greet', { n: 1 })
  expect(await done).toEqual({ n: 1 })
  await boss.schedule('greet', '0 3 * * *')
  await boss.supervise()
  await boss.unschedule('greet')
  await boss.stop()
  expect(errors).toEqual([])
  const ddl = database.app.query(`CREATE TABLE ${queueSchema}.mine ()`)
  await expect(ddl).rejects.toMatchObject({ code: '42501' })
})

test('a job enqueued in a transaction that is rolled back never was', async () => {
  const client = await database.app.connect()
  const { host, port, user, password, database: name } = database.connections.app
  const boss = new PgBoss({ host, port, user, password, database: name, schema: queueSchema, migrate: false })
  boss.on('error', () => {})
  await boss.start()
  await boss.createQueue('maybe')
  await client.query('BEGIN')
  const db = { executeSql: async (text: string, values?: unknown[]) => await client.query(text, values) }
  await boss.send('maybe', {}, { db })
  await client.query('ROLLBACK')
  client.release()
  expect(await boss.fetch('maybe')).toEqual([])
  await boss.stop()
})

test('the sequencer has nothing to do with jobs', async () => {
  const read = database.sequencer.query(`SELECT * FROM ${queueSchema}.job`)
  await expect(read).rejects.toMatchObject({ code: '42501' })
})

test('installing again changes nothing; a schema of a newer pg-boss is refused', async () => {
  const { connection, drop } = await createTestDatabase()
  try {
    await withClient(connection, 'test', async client => {
      const install = () => ensureQueueSchema(client, database.roles.app)
      await install()
      await install()
      await client.query(`UPDATE ${queueSchema}.version SET version = version + 1`)
      await expect(install()).rejects.toMatchObject({ code: 'database_newer' })
    })
  } finally {
    await drop()
  }
})

test('one of an older pg-boss is brought up to date, and the app role keeps its rights', async () => {
  const { connection, drop } = await createTestDatabase()
  try {
    await withClient(connection, 'test', async client => {
      await client.query(getConstructionPlans(queueSchema))
      const version = async () =>
        (await client.query(`SELECT version FROM ${queueSchema}.version`)).rows[0].version
      const newest = await version()
      await client.query(getRollbackPlans(queueSchema, newest))
      expect(await version()).toBe(newest - 1)
      await ensureQueueSchema(client, database.roles.app)
      expect(await version()).toBe(newest)
      const { rows } = await client.query(
        `SELECT has_table_privilege($1, '${queueSchema}.job', 'INSERT') AS may`,
        [database.roles.app],
      )
      expect(rows).toEqual([{ may: true }])
    })
  } finally {
    await drop()
  }
})
