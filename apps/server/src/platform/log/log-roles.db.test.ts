import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { withDatabase } from '../../../test/harness/database.ts'

const database = withDatabase()

describe('the roles', () => {
  const denied = { code: '42501' }
  const tables = ['log_outbox', 'log_leaf', 'log_stream', 'log_head']

  test('the app adds to the outbox and reads, nothing else', async () => {
    for (const table of tables) {
      await database.app.query(`SELECT * FROM ${table} LIMIT 1`)
      await expect(database.app.query(`DELETE FROM ${table}`), table).rejects.toMatchObject(denied)
      await expect(database.app.query(`TRUNCATE ${table}`), table).rejects.toMatchObject(denied)
    }
    await expect(database.app.query(`UPDATE log_outbox SET type = 'x'`)).rejects.toMatchObject(denied)
    await expect(database.app.query(`UPDATE log_leaf SET leaf = ''`)).rejects.toMatchObject(denied)
    await expect(database.app.query('UPDATE log_head SET size = 0')).rejects.toMatchObject(denied)
    await expect(database.app.query('UPDATE log_stream SET next_n = 1')).rejects.toMatchObject(denied)
    for (const table of ['log_leaf', 'log_stream', 'log_head']) {
      await expect(database.app.query(`INSERT INTO ${table} DEFAULT VALUES`), table).rejects.toMatchObject(
        denied,
      )
    }
  })

  test('the sequencer never changes or removes a leaf', async () => {
    for (const statement of [
      `UPDATE log_leaf SET leaf = ''`,
      'DELETE FROM log_leaf',
      'TRUNCATE log_leaf',
      'DELETE FROM log_head',
      'DELETE FROM log_stream',
      `INSERT INTO log_outbox (entry_id) VALUES (gen_random_uuid())`,
      `UPDATE log_outbox SET type = 'x'`,
    ]) {
      await expect(database.sequencer.query(statement), statement).rejects.toMatchObject(denied)
    }
  })

  test('a row that could not become a leaf does not commit', async () => {
    const good = {
      type: 'a.b',
      actor: 'service',
      at: 0,
      stream: randomBytes(16),
      commitment: randomBytes(32),
    }
    const insert = (row: typeof good) =>
      database.app.query(
        `INSERT INTO log_outbox (entry_id, stream, type, at_ms, actor, commitment)
         VALUES (gen_random_uuid(), $1, $2, $3, $4, $5)`,
        [row.stream, row.type, row.at, row.actor, row.commitment],
      )
    await insert(good)
    const bad: Partial<typeof good>[] = [
      { type: 'A' },
      { type: 'a..b' },
      { type: `a${'b'.repeat(64)}` },
      { type: 'a.b\n' },
      { actor: 'wang' },
      { actor: 'A'.repeat(32) },
      { at: -1 },
      { stream: randomBytes(15) },
      { commitment: randomBytes(31) },
    ]
    for (const change of bad) {
      await expect(insert({ ...good, ...change }), JSON.stringify(change)).rejects.toMatchObject({
        code: '23514',
      })
    }
  })
})
