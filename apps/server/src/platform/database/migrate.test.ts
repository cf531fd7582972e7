import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrationsFolder, pendingMigrations, readMigrations, substituteRoles } from './migrate.ts'

describe('placeholders of roles', () => {
  const roles = { app: 'yuanwei_app_1', sequencer: 'odd"name' }
  test.each([
    ['GRANT SELECT ON x TO :app;', 'GRANT SELECT ON x TO "yuanwei_app_1";'],
    ['TO :app, :sequencer', 'TO "yuanwei_app_1", "odd""name"'],
    ["current_user = :'app'", "current_user = 'yuanwei_app_1'"],
    ['x::app, y::sequencer', 'x::app, y::sequencer'],
    [':apples, a[1:2]', ':apples, a[1:2]'],
    ["SELECT 'a:b', '12:30'", "SELECT 'a:b', '12:30'"],
  ])('%s', (before, after) => expect(substituteRoles(before, roles)).toBe(after))
})

describe('files', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yuanwei-migrations-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const write = (...names: string[]) => {
    for (const name of names) writeFileSync(join(folder, name), 'SELECT 1;')
  }

  test('are read in the order of their numbers; others than .sql are left alone', () => {
    write('0002_b.sql', '0001_a.sql', '0010_c.sql', 'README.md')
    expect(readMigrations(folder).map(migration => migration.name)).toEqual(['0001_a', '0002_b', '0010_c'])
  })

  test('two of one number, or one without, are a mistake', () => {
    write('0001_a.sql', '0001_b.sql')
    expect(() => readMigrations(folder)).toThrow('two migrations 0001')
    rmSync(join(folder, '0001_b.sql'))
    write('later.sql')
    expect(() => readMigrations(folder)).toThrow('later.sql')
  })

  test('of this program begin and end no transaction themselves', () => {
    for (const { name, sql } of readMigrations(migrationsFolder)) {
      expect(sql, name).not.toMatch(/^\s*(BEGIN|COMMIT|ROLLBACK|START TRANSACTION)\s*;/im)
    }
  })
})

describe('what is pending', () => {
  const migration = (name: string) => ({ name, sql: '', sha256: `digest of ${name}` })
  const ours = ['0001_a', '0002_b', '0003_c'].map(migration)
  const applied = (...names: string[]) => names.map(migration)

  test('is what has not been applied, in order; also a branch’s that came in later', () => {
    expect(pendingMigrations(ours, []).map(({ name }) => name)).toEqual(['0001_a', '0002_b', '0003_c'])
    expect(pendingMigrations(ours, applied('0001_a', '0003_c')).map(({ name }) => name)).toEqual(['0002_b'])
    expect(pendingMigrations(ours, applied('0001_a', '0002_b', '0003_c'))).toEqual([])
  })

  test('a changed, a missing and a newer one are refused by name', () => {
    const code = (wanted: string, name: string) => expect.objectContaining({ code: wanted, params: { name } })
    const changed = [{ name: '0001_a', sha256: 'another' }]
    expect(() => pendingMigrations(ours, changed)).toThrow(code('migration_changed', '0001_a'))
    expect(() => pendingMigrations(ours, applied('0001_z'))).toThrow(code('migration_missing', '0001_z'))
    expect(() => pendingMigrations(ours, applied('0004_d'))).toThrow(code('database_newer', '0004_d'))
  })
})
