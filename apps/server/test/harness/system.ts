import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@yuanwei/client'
import type { Role } from '@yuanwei/contract'
import { identity } from '@yuanwei/contract/staff'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { compose, JOB_NAMES, type System } from '../../src/compose.ts'
import { renewSetupCode } from '../../src/modules/identity/index.ts'
import { type BlobStore, createFileBlobStore } from '../../src/platform/blobs/index.ts'
import { noFaults } from '../../src/platform/faults.ts'
import { type Jobs, openJobs } from '../../src/platform/jobs/index.ts'
import {
  createSequencer,
  createWaker,
  type LogReader,
  openLogReader,
  watchHalted,
} from '../../src/platform/log/index.ts'
import type { Logger } from '../../src/platform/logger.ts'
import { systemPorts } from '../../src/platform/ports.ts'
import { type TestDatabase, withDatabase } from './database.ts'

export const PASSWORD = 'correct horse battery staple'
const HOST = 'http://shop.example'

export interface SignedIn extends Client {
  readonly me: Awaited<ReturnType<typeof signInAs>>['me']
}

export interface TestSystem {
  readonly database: TestDatabase
  readonly system: System
  readonly blobs: BlobStore
  readonly log: LogReader
  readonly jobs: Jobs
  readonly dataFolder: string
  /** What the system has logged so far, a JSON text a line. */
  readonly lines: readonly string[]
  /** Nobody: a browser without a cookie. */
  readonly nobody: Client
  /** One request as a browser would send it, without the client's help. */
  request(path: string, init?: RequestInit): Promise<Response>
  /** A new organisation and its owner. */
  found(name: string): Promise<SignedIn>
  /** A colleague with these roles, invited by the owner and signed in. */
  colleague(owner: SignedIn, roles: Role[]): Promise<SignedIn>
  /** The same person again, in another browser. */
  signIn(login: string, password?: string): Promise<SignedIn>
}

/** Keeps every line; errors of the system under test also belong into the output of the test. */
function recordingLogger(lines: string[]): Logger {
  const record = (facts: Record<string, unknown>, message: string) => {
    lines.push(JSON.stringify({ ...facts, message }))
  }
  const error: Logger['error'] = (facts, message) => {
    record(facts, message)
    console.error(message, facts)
  }
  return { info: record, warn: record, error }
}

/** The whole system over a database of the test file's own: real PostgreSQL, jobs, sequencer and files, no socket. */
export function withSystem(): TestSystem {
  const database = withDatabase()
  const dataFolder = mkdtempSync(join(tmpdir(), 'yuanwei-system-'))
  const lines: string[] = []
  const testLogger = recordingLogger(lines)
  const world = { database, dataFolder, lines } as Partial<TestSystem> as {
    -readonly [K in keyof TestSystem]: TestSystem[K]
  }
  const undo: (() => Promise<void> | void)[] = []

  beforeAll(async () => {
    const blobs = createFileBlobStore({
      folder: join(dataFolder, 'blobs'),
      ports: systemPorts,
      fault: noFaults,
    })
    await blobs.open()
    const log = openLogReader({ pool: database.aside, dataFolder, ports: systemPorts })
    const watch = watchHalted(database.aside)
    undo.push(() => watch.stop())
    const connect = async () => {
      const client = new pg.Client(database.connections.sequencer)
      await client.connect()
      return client
    }
    const parts = { dataFolder, ports: systemPorts, fault: noFaults, logger: testLogger }
    const sequencer = createSequencer({ connect, ...parts, timing: { idleMs: 50, restMs: 0 } })
    undo.push(() => sequencer.stop())
    await sequencer.start()
    const waker = createWaker(database.aside)
    const jobs = await openJobs(database.connections.app, JOB_NAMES, testLogger, {
      halted: () => watch.halted(),
    })
    undo.push(() => jobs.stop())
    const system = compose({
      pools: database,
      ports: systemPorts,
      fault: noFaults,
      masterKey: database.master,
      blobs,
      log,
      jobs,
      wake: () => waker.wake(),
      halted: () => watch.halted(),
      logger: testLogger,
      web: new Map(),
      verifierHtml: async () => new TextEncoder().encode('<!doctype html><title>verify</title>'),
      publicUrl: undefined,
      port: 0,
      proxies: 0,
      version: 'test',
      maxUploadBytes: 64 * 1024 * 1024,
      stopping: () => false,
      unready: async () => [],
      limitFactor: 1000,
    })
    undo.push(() => system.settle())
    await jobs.work(system.jobs)
    Object.assign(world, { blobs, log, jobs, system, nobody: clientOf(system, null) })
  })
  afterAll(async () => {
    for (const step of undo.reverse()) await step()
    rmSync(dataFolder, { recursive: true, force: true })
  })

  let people = 0
  world.request = async (path, init) => world.system.app.fetch(new Request(HOST + path, init))
  world.found = async name => {
    // Each organisation of a test is founded as if it were the first: the code is renewed for it.
    await database.owner.query('update installation set founded_at = null')
    const code = await renewSetupCode(database.db, systemPorts)
    const login = `owner-${++people}@example.test`
    return enter(world.system, client =>
      client.call(identity.setUp, {
        code: code as string,
        organisationName: name,
        personName: `店主${people}`,
        login,
        password: PASSWORD,
      }),
    )
  }
  world.colleague = async (owner, roles) => {
    const login = `person-${++people}@example.test`
    const { invitationCode } = await owner.call(identity.invitePerson, { name: `同事${people}`, roles })
    return enter(world.system, client =>
      client.call(identity.acceptInvitation, { code: invitationCode, login, password: PASSWORD }),
    )
  }
  world.signIn = (login, password = PASSWORD) =>
    enter(world.system, client => client.call(identity.signIn, { login, password }))
  return world
}

/** A client with a cookie jar of its own. */
function clientOf(system: System, jar: Map<string, string> | null, csrf?: () => string | null): Client {
  return createClient({
    baseUrl: HOST,
    ...(csrf ? { csrfToken: csrf } : {}),
    fetch: async (url, init) => {
      const headers = new Headers(init?.headers)
      if (jar && jar.size > 0)
        headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
      const { credentials: _, ...rest } = init ?? {}
      const duplex = rest.body instanceof ReadableStream ? { duplex: 'half' as const } : {}
      const response = await system.app.fetch(new Request(String(url), { ...rest, ...duplex, headers }))
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';')
        const at = pair.indexOf('=')
        if (/max-age=0/i.test(cookie)) jar?.delete(pair.slice(0, at))
        else jar?.set(pair.slice(0, at), pair.slice(at + 1))
      }
      return response
    },
  })
}

type Me = Awaited<ReturnType<typeof signInAs>>['me']
async function signInAs(client: Client) {
  return { me: await client.call(identity.readMe, {}) }
}

async function enter(system: System, door: (client: Client) => Promise<Me>): Promise<SignedIn> {
  let csrf: string | null = null
  const client = clientOf(system, new Map(), () => csrf)
  const me = await door(client)
  csrf = me.csrfToken
  return { ...client, me }
}

/** Asks until it holds; fails with the last answer once the time is over. */
export async function eventually<T>(
  ask: () => Promise<T>,
  holds: (value: T) => boolean,
  timeoutMs = 15_000,
): Promise<T> {
  const end = Date.now() + timeoutMs
  for (;;) {
    const value = await ask()
    if (holds(value)) return value
    if (Date.now() > end)
      throw new Error(`still not so after ${timeoutMs} ms: ${JSON.stringify(value)?.slice(0, 2000)}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
