import { operations } from '@yuanwei/contract/staff'
import type { Hono } from 'hono'
import { casesHandlers } from './modules/cases/index.ts'
import { conversationHandlers, conversationJobs, READ_IMPORT_JOB } from './modules/conversations/index.ts'
import { BUILD_DOSSIER_JOB, dossierHandlers, dossierJobs } from './modules/dossiers/index.ts'
import { evidenceHandlers } from './modules/evidence/index.ts'
import { authenticate, findActor, identityHandlers } from './modules/identity/index.ts'
import { logHandlers } from './modules/log/index.ts'
import { timelineHandlers } from './modules/timeline/index.ts'
import type { BlobStore } from './platform/blobs/index.ts'
import type { Pools } from './platform/database/index.ts'
import type { Fault } from './platform/faults.ts'
import { callerAddress } from './platform/http/address.ts'
import { buildApp } from './platform/http/app.ts'
import { openLimits } from './platform/http/limits.ts'
import { sessionCookieName } from './platform/http/session-cookie.ts'
import type { WebFiles } from './platform/http/web-files.ts'
import type { JobDefinition, Jobs } from './platform/jobs/index.ts'
import { KeyStore } from './platform/key-store.ts'
import { deriveKey } from './platform/keys.ts'
import type { LogReader } from './platform/log/index.ts'
import type { Logger } from './platform/logger.ts'
import { type Handler, Runner } from './platform/operations/index.ts'
import type { Ports } from './platform/ports.ts'

/** Every queue there is; both the web and the worker role must know them. */
export const JOB_NAMES = [READ_IMPORT_JOB, BUILD_DOSSIER_JOB] as const

export interface SystemParts {
  readonly pools: Pick<Pools, 'db' | 'aside'>
  readonly ports: Ports
  readonly fault: Fault
  readonly masterKey: Buffer
  readonly blobs: BlobStore
  readonly log: LogReader
  readonly jobs: Jobs
  readonly wake: () => void
  readonly halted: () => string | null
  readonly logger: Logger
  readonly web: WebFiles
  readonly verifierHtml: () => Promise<Uint8Array>
  /** Where browsers reach the site; undefined: as each request says. */
  readonly publicUrl: string | undefined
  readonly port: number
  /** How many proxies of the operator's own stand in front; what they say of the caller's address is believed. */
  readonly proxies: number
  readonly version: string
  readonly maxUploadBytes: number
  readonly stopping: () => boolean
  readonly unready: () => Promise<readonly string[]>
  /** Multiplies every rate limit; above 1 only in tests that act as many. */
  readonly limitFactor?: number
}

export interface System {
  readonly app: Hono
  readonly runner: Runner
  readonly jobs: readonly JobDefinition[]
  /** Waits for what was begun beside an answer. */
  settle(): Promise<void>
}

/** Puts the modules together: the only place that knows all of them. */
export function compose(parts: SystemParts): System {
  const { db } = parts.pools
  const { ports, blobs, log, fault } = parts
  const keys = new KeyStore(parts.masterKey, ports)
  const limits = openLimits(parts.pools.aside, deriveKey(parts.masterKey, 'rate limits'), parts.limitFactor)
  const beside = new Set<Promise<unknown>>()
  const refused = (orgId: string, personId: string, op: string) => {
    // Who tried is not known: the person stands as the one it was tried on.
    const work = findActor(db, orgId, null)
      .then(who => who && runner.refuse(who.tenant, who.actor, op, { subject: personId, detail: {} }))
      .catch(error => parts.logger.error({ op, error: String(error) }, 'refusal not recorded'))
      .finally(() => beside.delete(work))
    beside.add(work)
  }
  const dossierDeps = { db, blobs, keys, log, ports, fault, verifierHtml: parts.verifierHtml }
  const handlers = named({
    identity: identityHandlers({ db, ports, keys, limits, refused, version: parts.version }),
    cases: casesHandlers({ keys, log }),
    evidence: evidenceHandlers({ blobs, keys, log }),
    conversations: conversationHandlers(),
    timeline: timelineHandlers({ log }),
    dossiers: dossierHandlers(dossierDeps),
    log: logHandlers({ log }),
  })
  const { enqueue } = parts.jobs
  const runner = new Runner({ db, ports, blobs, enqueue, wake: parts.wake, halted: parts.halted, handlers })
  const serviceOf = (orgId: string) => findActor(db, orgId, null)
  const app = buildApp({
    runner,
    operations,
    authenticate: token => authenticate({ db, ports }, token),
    limits,
    blobs,
    maxUploadBytes: parts.maxUploadBytes,
    cookieName: sessionCookieName(parts.publicUrl, parts.port),
    https: parts.publicUrl?.startsWith('https://') ?? false,
    publicHost: parts.publicUrl ? new URL(parts.publicUrl).host : null,
    addressOf: c => callerAddress(c, parts.proxies),
    web: parts.web,
    log: parts.logger,
    unready: parts.unready,
    stopping: parts.stopping,
  })
  const jobs = [
    ...conversationJobs({ db, blobs, keys, ports, fault, runner, serviceOf }),
    ...dossierJobs({ ...dossierDeps, runner, serviceOf }),
  ]
  return { app, runner, jobs, settle: async () => void (await Promise.allSettled(beside)) }
}

/** Handlers by the name of their operation. An operation without a handler, or the reverse, is a bug found at start. */
function named(modules: Record<string, Record<string, Handler>>): Map<string, Handler> {
  const handlers = new Map<string, Handler>()
  for (const [module, own] of Object.entries(modules))
    for (const [name, handler] of Object.entries(own)) handlers.set(`${module}.${name}`, handler)
  for (const [name, operation] of operations)
    if (handlers.get(name)?.operation !== operation)
      throw new Error(`operation ${name} has no handler of its own`)
  for (const name of handlers.keys()) if (!operations.has(name)) throw new Error(`${name} is no operation`)
  return handlers
}
