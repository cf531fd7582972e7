import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { evidence } from '@yuanwei/contract/staff'
import pg from 'pg'
import packageJson from '../../../package.json' with { type: 'json' }
import { compose, JOB_NAMES } from './compose.ts'
import { type Config, repositoryFolder } from './config.ts'
import { renewSetupCode } from './modules/identity/index.ts'
import { openWork } from './open-work.ts'
import { createFileBlobStore } from './platform/blobs/index.ts'
import { openDatabase } from './platform/database/index.ts'
import { type Fault, noFaults } from './platform/faults.ts'
import { loadWebFiles } from './platform/http/web-files.ts'
import { openJobs } from './platform/jobs/index.ts'
import { sweep, sweepRegularly } from './platform/jobs/sweep.ts'
import { masterKey } from './platform/keys.ts'
import {
  createSequencer,
  createWaker,
  openLogReader,
  type Sequencer,
  watchHalted,
} from './platform/log/index.ts'
import type { Logger } from './platform/logger.ts'
import { systemPorts } from './platform/ports.ts'
import { type Notice, Refusal } from './platform/sentences.ts'

export interface RunningServer {
  readonly url: string
  /** The one-time code while there is no organisation yet. */
  readonly setupCode: string | null
  readonly died: Promise<Refusal>
  close(): Promise<void>
}

/** How often it is looked whether work has lost its job. */
const SWEEP_MS = 60_000
/** Answers under way get this long when the server is told to end. */
const DRAIN_MS = 10_000

/**
 * Opens everything in the order in which each thing rests on the last, and closes it in the reverse order.
 * @throws Refusal, LogRefusal with what must be put right first
 */
export async function serve(
  config: Config,
  logger: Logger,
  options: { report: (notice: Notice) => void; fault?: Fault; limitFactor?: number },
): Promise<RunningServer> {
  const undo: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const fault = options.fault ?? noFaults
    const database = await openDatabase(config, options.report)
    undo.push(() => database.close())
    const key = masterKey(config)
    const { dataFolder } = config
    const blobs = createFileBlobStore({ folder: join(dataFolder, 'blobs'), ports: systemPorts, fault })
    await blobs.open()
    const log = openLogReader({ pool: database.aside, dataFolder, ports: systemPorts })
    const watch = watchHalted(database.aside)
    undo.push(() => watch.stop())
    let sequencer: Sequencer | null = null
    if (config.roles.includes('sequencer')) {
      const connect = async () => {
        const client = new pg.Client({
          ...database.connections.sequencer,
          application_name: 'yuanwei sequencer',
        })
        await client.connect()
        return client
      }
      const started = createSequencer({ connect, dataFolder, ports: systemPorts, fault, logger })
      undo.push(() => started.stop())
      await started.start()
      sequencer = started
    }
    const waker = createWaker(database.aside)
    // On the embedded database there is no second process: the lock of the data folder sees to that.
    const alone = database.embedded
    const jobs = await openJobs(database.connections.app, JOB_NAMES, logger, {
      alone,
      halted: () => watch.halted(),
    })
    undo.push(() => jobs.stop())
    let stopping = false
    const system = compose({
      pools: database,
      ports: systemPorts,
      fault,
      masterKey: key,
      blobs,
      log,
      jobs,
      wake: () => waker.wake(),
      halted: () => watch.halted(),
      logger,
      web: await loadWebFiles(join(repositoryFolder, 'apps/web/dist')),
      verifierHtml: () => readFile(join(repositoryFolder, 'apps/verifier/dist/verify.html')),
      publicUrl: config.publicUrl,
      port: config.port,
      proxies: config.proxies,
      version: packageJson.version,
      maxUploadBytes: evidence.MAX_UPLOAD_BYTES,
      stopping: () => stopping,
      unready: async () => {
        const answered = await database.app.query('select 1').then(
          () => true,
          () => false,
        )
        const halted = watch.halted()
        return [
          ...(answered ? [] : ['database']),
          ...(halted ? [halted] : []),
          // Disk full, database gone: what is acknowledged waits for its place in the log.
          ...(sequencer?.state().phase === 'retrying' ? ['log_waiting'] : []),
          ...(stopping ? ['stopping'] : []),
        ]
      },
      ...(options.limitFactor ? { limitFactor: options.limitFactor } : {}),
    })
    undo.push(() => system.settle())
    if (config.roles.includes('worker')) {
      await jobs.work(system.jobs)
      const works = openWork(database.db)
      const parts = { db: database.db, ports: systemPorts, enqueue: jobs.enqueue, log: logger }
      const sweeper = sweepRegularly(() => sweep(parts, works), logger, SWEEP_MS)
      undo.push(() => sweeper.stop())
    }
    // Whoever serves the page prints the code for it.
    const setupCode = config.roles.includes('web') ? await renewSetupCode(database.db, systemPorts) : null
    const server = createServer(getRequestListener(system.app.fetch))
    // An upload may take hours, as long as something comes; who is silent is let go.
    server.headersTimeout = 20_000
    server.requestTimeout = 0
    server.timeout = 120_000
    if (config.roles.includes('web')) {
      await listen(server, config)
      undo.push(() => drain(server))
    }
    undo.push(() => {
      stopping = true
    })
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : config.port
    return {
      url: config.publicUrl ?? `http://${hostName(config.host)}:${port}`,
      setupCode,
      died: database.died,
      close,
    }
  } catch (cause) {
    await close()
    throw cause
  }
}

function hostName(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

function listen(server: Server, config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === 'EADDRINUSE'
      reject(taken ? new Refusal('port_in_use', { port: config.port, host: config.host }, { cause }) : cause)
    })
    server.listen(config.port, config.host, () => resolve())
  })
}

/** Lets answers under way end, then closes what is left. */
function drain(server: Server): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}
