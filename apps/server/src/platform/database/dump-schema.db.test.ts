import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createTestDatabase, withDatabase } from '../../../test/harness/database.ts'
import { withClient } from './connection.ts'
import { dumpSchema } from './dump-schema.ts'

const database = withDatabase()
const committed = join(import.meta.dirname, '..', '..', '..', 'schema.sql')

test('schema.sql is what the migrations make (npm run schema writes it anew)', async () => {
  const now = await withClient(database.ownerConnection, 'dump', client => dumpSchema(client, database.roles))
  expect(now).toBe(readFileSync(committed, 'utf8'))
})

describe('every kind of change shows', () => {
  const roles = { app: 'nobody_at_all', sequencer: 'nobody_either' }
  const before = `
    CREATE TABLE one (id int PRIMARY KEY, name text NOT NULL DEFAULT 'x');
    CREATE TABLE two (id int PRIMARY KEY, one_id int REFERENCES one);
    CREATE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT 42';
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TYPE mood AS ENUM ('calm', 'cross');
    CREATE VIEW seen AS SELECT id FROM one;`
  const changes = [
    'ALTER TABLE one ADD COLUMN age int',
    'ALTER TABLE one ALTER COLUMN name DROP NOT NULL',
    `ALTER TABLE one ALTER COLUMN name SET DEFAULT 'y'`,
    'ALTER TABLE one ALTER COLUMN name TYPE varchar(9)',
    'ALTER TABLE one ALTER COLUMN name TYPE text COLLATE "C"',
    'ALTER TABLE one ADD COLUMN twice int GENERATED ALWAYS AS (id * 2) STORED',
    'ALTER TABLE one ADD CONSTRAINT positive CHECK (id > 0)',
    'ALTER TABLE two DROP CONSTRAINT two_one_id_fkey',
    'ALTER TABLE one ADD UNIQUE (name)',
    'CREATE INDEX by_name ON one (name) WHERE id > 5',
    'ALTER TABLE one ENABLE ROW LEVEL SECURITY',
    'ALTER TABLE one FORCE ROW LEVEL SECURITY',
    'CREATE POLICY p ON one FOR SELECT USING (id > 1)',
    'CREATE POLICY p ON one AS RESTRICTIVE WITH CHECK (id > 1)',
    'CREATE TRIGGER t BEFORE INSERT ON one FOR EACH ROW EXECUTE FUNCTION note()',
    'GRANT SELECT ON one TO PUBLIC',
    'GRANT UPDATE (name) ON one TO PUBLIC',
    `CREATE OR REPLACE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT 43'`,
    'ALTER FUNCTION answer() SECURITY DEFINER',
    'REVOKE EXECUTE ON FUNCTION answer() FROM PUBLIC',
    `ALTER TYPE mood ADD VALUE 'glad'`,
    'CREATE OR REPLACE VIEW seen AS SELECT id + 0 AS id FROM one',
    'CREATE SEQUENCE counter',
    'CREATE EXTENSION pg_trgm',
    'DROP TABLE two',
  ]

  test('and the order in which things came about does not', async () => {
    const { connection, drop } = await createTestDatabase()
    try {
      await withClient(connection, 'test', async client => {
        await client.query(before)
        const plain = await dumpSchema(client, roles)
        const unseen: string[] = []
        for (const change of changes) {
          await client.query('BEGIN')
          await client.query(change)
          if ((await dumpSchema(client, roles)) === plain) unseen.push(change)
          await client.query('ROLLBACK')
        }
        expect(unseen).toEqual([])
        await client.query(
          'CREATE TABLE zzz (); CREATE INDEX later ON one (name); DROP TABLE zzz; DROP INDEX later',
        )
        expect(await dumpSchema(client, roles)).toBe(plain)
      })
    } finally {
      await drop()
    }
  })
})
