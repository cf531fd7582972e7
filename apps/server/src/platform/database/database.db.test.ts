import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/harness/database.ts'
import { type Config, readConfig } from '../../config.ts'
import { masterKeyFile } from '../keys.ts'
import type { Refusal } from '../sentences.ts'
import { type Connection, withClient } from './connection.ts'
import { databaseAccount } from './embedded/account.ts'
import { asAccount, cleanEnvironment } from './embedded/cluster.ts'
import { isGone } from './embedded/processes.ts'
import { connectionOf, type OpenDatabase, openDatabase } from './index.ts'

let folder: string
const open: OpenDatabase[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yuanwei-database-'))
  chmodSync(folder, 0o711)
})
afterEach(async () => {
  for (const database of open.splice(0)) await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const configOf = (name: string, databaseUrl?: string): Config =>
  readConfig({ YUANWEI_DATA: join(folder, name), ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) })

async function openAt(config: Config): Promise<OpenDatabase> {
  const database = await openDatabase(config, () => {})
  open.push(database)
  return database
}

async function close(database: OpenDatabase): Promise<void> {
  open.splice(open.indexOf(database), 1)
  await database.close()
}

const urlOf = ({ host, user, password, database }: Connection) =>
  `postgres://${user}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(host)}`

describe('embedded', () => {
  test('opens migrated, with both roles and the queue; closing leaves no process and no lock', async () => {
    const database = await openAt(configOf('data'))
    const { rows } = await database.app.query('SELECT current_user AS name, count(*) AS jobs FROM pgboss.job')
    expect(rows).toEqual([{ name: database.roles.app, jobs: 0 }])
    expect(await database.db.selectFrom('installation').select('founded_at').execute()).toEqual([
      { founded_at: null },
    ])
    expect((await database.sequencer.query('SELECT current_user AS name')).rows).toEqual([
      { name: database.roles.sequencer },
    ])
    await close(database)
    await close(await openAt(configOf('data')))
  })

  test('a second instance on the same folder is refused', async () => {
    await openAt(configOf('data'))
    await expect(openAt(configOf('data'))).rejects.toMatchObject({ code: 'data_folder_in_use' })
  })

  test('two installations run side by side', async () => {
    const [one, two] = await Promise.all([openAt(configOf('one')), openAt(configOf('two'))])
    expect(one.connections.app.host).not.toBe(two.connections.app.host)
  })

  test('another master key is refused, and everything is put down again', async () => {
    await close(await openAt(configOf('data')))
    const other = configOf('other')
    await close(await openAt(other))
    rmSync(masterKeyFile(configOf('data')))
    spawnSync('cp', ['-p', masterKeyFile(other), masterKeyFile(configOf('data'))])
    await expect(openAt(configOf('data'))).rejects.toMatchObject({ code: 'master_key_differs' })
    await expect(openAt(configOf('data'))).rejects.toMatchObject({ code: 'master_key_differs' })
  })

  test('the end of the server by itself is told, its end by close is not', async () => {
    const database = await openAt(configOf('data'))
    let told: Refusal | undefined
    database.died.then(reason => {
      told = reason
    })
    const { rows } = await database.app.query('SELECT pg_backend_pid() AS pid')
    const postmaster = Number(spawnSync('ps', ['-o', 'ppid=', '-p', String(rows[0].pid)]).stdout.toString())
    process.kill(postmaster, 'SIGQUIT')
    expect((await database.died).code).toBe('database_died')
    expect(told).toBeDefined()
    await close(database)
    const second = await openAt(configOf('data'))
    told = undefined
    second.died.then(reason => {
      told = reason
    })
    await close(second)
    expect(told).toBeUndefined()
    expect(isGone(postmaster)).toBe(true)
  })
})

describe('by DATABASE_URL', () => {
  test('the same, without a server of its own', async () => {
    const { connection, drop } = await createTestDatabase()
    const config = configOf('data', urlOf(connection))
    const database = await openAt(config)
    expect(database.embedded).toBe(false)
    expect((await database.app.query('SELECT current_user AS name')).rows).toEqual([
      { name: database.roles.app },
    ])
    expect(existsSync(join(config.dataFolder, 'database'))).toBe(false)
    await close(database)
    await drop()
  })

  test('two nodes with the same key work on one database', async () => {
    const { connection, drop } = await createTestDatabase()
    const config = configOf('data', urlOf(connection))
    const [one, two] = await Promise.all([openAt(config), openAt(config)])
    expect(one.roles).toEqual(two.roles)
    await Promise.all([close(one), close(two)])
    await drop()
  })

  test('not reachable: said with the server and the reason, never with the password', async () => {
    const nowhere = configOf('data', 'postgres://own:geheim@127.0.0.1:1/x')
    const refused = await openAt(nowhere).catch(error => error)
    expect(refused).toMatchObject({ code: 'database_unreachable', params: { server: '127.0.0.1:1/x' } })
    expect(JSON.stringify([refused.message, refused.say('zh-CN'), refused.params])).not.toContain('geheim')
  })

  test('a wrong password and a database that is not there are said', async () => {
    const { connection, drop } = await createTestDatabase()
    for (const wrong of [{ password: 'x' }, { database: 'no_such' }]) {
      const config = configOf('data', urlOf({ ...connection, ...wrong }))
      await expect(openAt(config)).rejects.toMatchObject({ code: 'database_unreachable' })
    }
    await drop()
  })

  test('host, port, name and account are read as pg reads them', () => {
    expect(connectionOf('postgres://own:p%40ss@db.example:6432/yw')).toMatchObject({
      host: 'db.example',
      port: 6432,
      database: 'yw',
      user: 'own',
      password: 'p@ss',
    })
    expect(connectionOf('postgres://own@/yw?host=/run/pg')).toMatchObject({ host: '/run/pg', database: 'yw' })
  })
})

const debianFolder = '/usr/lib/postgresql'
const debianVersions = existsSync(debianFolder) ? readdirSync(debianFolder) : []

// PostgreSQL of the distribution: the oldest that is allowed on Debian 12 (15).
describe.runIf(debianVersions.length > 0)("on the distribution's PostgreSQL", () => {
  test.each(debianVersions.length > 0 ? debianVersions : ['none'])('%s', async version => {
    const bin = join(debianFolder, version, 'bin')
    const account = databaseAccount(undefined)
    const home = join(folder, 'pg')
    const options = { ...asAccount(account), cwd: '/', env: cleanEnvironment }
    const run = (program: string, ...args: string[]) => spawnSync(join(bin, program), args, options)
    chmodSync(folder, 0o755)
    if (account) chownSync(folder, account.uid, account.gid)
    const initdb = run(
      'initdb',
      '-D',
      home,
      '-U',
      'own',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    )
    expect(initdb.status, String(initdb.stderr)).toBe(0)
    const settings = [`unix_socket_directories=${folder}`, 'listen_addresses=', 'fsync=off'].flatMap(s => [
      '-c',
      s,
    ])
    const child: ChildProcess = spawn(join(bin, 'postgres'), ['-D', home, ...settings], {
      ...options,
      stdio: 'ignore',
    })
    const gone = new Promise(resolve => child.once('exit', resolve))
    try {
      const owner = { host: folder, port: 5432, user: 'own', password: '', database: 'postgres', ssl: false }
      for (let tries = 0; ; tries++) {
        const ready = await withClient(owner, 'test', client => client.query('CREATE DATABASE yw')).catch(
          error => error,
        )
        if (!(ready instanceof Error)) break
        if (tries > 100) throw ready
        await new Promise(resolve => setTimeout(resolve, 50))
      }
      const database = await openAt(configOf('data', urlOf({ ...owner, database: 'yw' })))
      const { rows } = await database.app.query('SHOW server_version_num')
      expect(rows[0].server_version_num.slice(0, 2)).toBe(version)
      await close(database)
    } finally {
      child.kill('SIGINT')
      await gone
    }
  })
})
