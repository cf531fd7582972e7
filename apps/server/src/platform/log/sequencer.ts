import { setTimeout as sleep } from 'node:timers/promises'
import { ProofError } from '@yuanwei/proof'
import pg from 'pg'
import type { Fault } from '../faults.ts'
import type { Logger } from '../logger.ts'
import type { Ports } from '../ports.ts'
import { sequenceBatch } from './batch.ts'
import { logFolder } from './log-files.ts'
import { LogRefusal, type LogRefusalCode } from './log-refusal.ts'
import { writeHalted } from './log-rows.ts'
import { createFileLogStorage } from './log-storage.ts'
import { LOG_CHANNEL } from './outbox.ts'
import { catchUp, publish } from './publish.ts'
import { type LogParts, type OpenedLog, openLog } from './recover.ts'
import type { SignedHead } from './signer.ts'

export interface SequencerOptions {
  /** A fresh, connected client in the sequencer's role: direct, since the lock lives and dies with its session. */
  readonly connect: () => Promise<pg.Client>
  readonly dataFolder: string
  readonly ports: Ports
  readonly fault: Fault
  readonly logger: Logger
  readonly timing?: Partial<SequencerTiming>
}

export interface SequencerTiming {
  /** Rows of one batch at most: what one transaction, one checkpoint and the memory for it may hold. */
  readonly batchRows: number
  /** How long at most until the outbox is looked at again. */
  readonly idleMs: number
  /** How long a batch that was not full is given to fill again: few checkpoints for many entries. */
  readonly restMs: number
  /** How long until a second one asks for the lock again, or a broken one tries anew. */
  readonly retryMs: number
}

export type SequencerPhase = 'starting' | 'leading' | 'standby' | 'retrying' | 'halted' | 'stopped'

export interface SequencerState {
  readonly phase: SequencerPhase
  /** Why it halted. */
  readonly code: LogRefusalCode | null
  /** Leaves under the last checkpoint that this process published; null before. */
  readonly checkpointSize: number | null
}

export interface Sequencer {
  /**
   * Takes the lead, or stands by where another has it.
   * @throws LogRefusal when the log must not be continued; any other error when the database cannot be reached
   */
  start(): Promise<void>
  state(): SequencerState
  /** Finishes the batch in hand and lets go of the lock. */
  stop(): Promise<void>
}

const TIMING: SequencerTiming = { batchRows: 4096, idleMs: 500, restMs: 50, retryMs: 1000 }
/** The advisory lock of the sequencer: any number, but the same for ever. */
const LOCK_KEY = 7_238_610_411

export function createSequencer(options: SequencerOptions): Sequencer {
  return new LockedSequencer(options)
}

class LockedSequencer implements Sequencer {
  private readonly options: SequencerOptions
  private readonly timing: SequencerTiming
  private readonly parts: LogParts
  private phase: SequencerPhase = 'starting'
  private code: LogRefusalCode | null = null
  private checkpointSize: number | null = null
  private isStopping = false
  private running: Promise<void> | null = null
  private pausing: AbortController | null = null
  /** Set by a notification that comes while a batch is under way. */
  private isAwaited = false

  constructor(options: SequencerOptions) {
    const { dataFolder, ports, fault } = options
    this.options = options
    this.timing = { ...TIMING, ...options.timing }
    const storage = createFileLogStorage(logFolder(dataFolder), ports)
    this.parts = { dataFolder, storage, ports, fault }
  }

  state(): SequencerState {
    return { phase: this.phase, code: this.code, checkpointSize: this.checkpointSize }
  }

  start(): Promise<void> {
    const started = Promise.withResolvers<void>()
    this.running = this.run(started)
    return started.promise
  }

  async stop(): Promise<void> {
    this.isStopping = true
    this.pausing?.abort()
    await this.running
    if (this.phase !== 'halted') this.phase = 'stopped'
  }

  private async run(started: PromiseWithResolvers<void>): Promise<void> {
    let isFirst = true
    while (!this.isStopping) {
      try {
        await this.serve(() => started.resolve())
      } catch (error) {
        started.reject(error)
        if (error instanceof LogRefusal) return this.halt(error)
        if (isFirst && this.phase === 'starting') return
        this.phase = 'retrying'
        this.options.logger.warn({ reason: reasonOf(error) }, 'sequencer tries again')
        await this.pause(this.timing.retryMs)
      }
      isFirst = false
    }
    started.resolve()
  }

  private halt(refusal: LogRefusal): void {
    this.phase = 'halted'
    this.code = refusal.code
    this.options.logger.error({ code: refusal.code, ...refusal.facts }, 'sequencer halted')
  }

  /** One connection's life: the lock is held exactly as long. */
  private async serve(onStarted: () => void): Promise<void> {
    const client = await this.options.connect()
    // A lost connection is met by the next query; here it only ends the waiting.
    client.on('error', () => this.wake())
    client.on('notification', () => this.wake())
    try {
      if (await this.takeLock(client, onStarted)) await this.lead(client, onStarted)
    } catch (error) {
      const refusal = asRefusal(error)
      if (refusal instanceof LogRefusal) await writeHalted(client, refusal.code).catch(() => undefined)
      throw refusal
    } finally {
      await client.end().catch(() => undefined)
    }
  }

  /** Waits for the lock as long as another has it; false when asked to stop meanwhile. */
  private async takeLock(client: pg.Client, onStarted: () => void): Promise<boolean> {
    while (!this.isStopping) {
      const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS taken', [LOCK_KEY])
      if (rows[0]?.taken === true) return true
      this.phase = 'standby'
      onStarted()
      await this.pause(this.timing.retryMs)
    }
    return false
  }

  private async lead(client: pg.Client, onStarted: () => void): Promise<void> {
    const { logger } = this.options
    const log = await openLog(client, this.parts)
    const signed = await catchUp(client, log, this.parts)
    await client.query(`LISTEN ${LOG_CHANNEL}`)
    await writeHalted(client, null)
    this.phase = 'leading'
    this.code = null
    this.checkpointSize = signed.head.size
    logger.info({ size: log.head.size, rebuilt: log.rebuilt }, 'sequencer leads')
    onStarted()
    await this.moveBatches(client, log, signed)
  }

  /** Full batches overlap: while one is published, the database moves the next. Their order stays. */
  private async moveBatches(client: pg.Client, log: OpenedLog, caughtUp: SignedHead): Promise<void> {
    let { head } = log
    let publishing = Promise.resolve(caughtUp)
    try {
      while (!this.isStopping) {
        this.isAwaited = false
        const batch = await sequenceBatch(client, head, this.timing.batchRows, this.parts.fault)
        const known = await publishing
        if (batch === null) {
          await this.pause(this.isAwaited ? 0 : this.timing.idleMs)
          continue
        }
        await this.parts.fault('sequencer.after_commit')
        head = batch.head
        log.writer.append(batch.leaves)
        publishing = this.publish(log, known, head)
        if (batch.leaves.length === this.timing.batchRows) continue
        await publishing
        await this.rest()
      }
    } finally {
      // Whoever leads next in this process must not meet a publication that is still under way.
      await publishing.catch(() => undefined)
    }
    await publishing
  }

  private publish(log: OpenedLog, known: SignedHead, head: OpenedLog['head']): Promise<SignedHead> {
    const publishing = publish(log, known, head, this.parts)
    publishing.then(
      signed => {
        this.checkpointSize = signed.head.size
      },
      // Met where the promise is awaited, which may be after the next batch.
      () => undefined,
    )
    return publishing
  }

  private wake(): void {
    this.isAwaited = true
    this.pausing?.abort()
  }

  /** A pause that no notification cuts short. */
  private async rest(): Promise<void> {
    const until = this.options.ports.now() + this.timing.restMs
    for (
      let left = this.timing.restMs;
      left > 0 && !this.isStopping;
      left = until - this.options.ports.now()
    ) {
      await this.pause(left)
    }
  }

  private async pause(ms: number): Promise<void> {
    if (this.isStopping || ms <= 0) return
    this.pausing = new AbortController()
    await sleep(ms, undefined, { signal: this.pausing.signal }).catch(() => undefined)
    this.pausing = null
  }
}

/** SQLSTATE class 23: the leaves do not fit the tables, so the tables are not as we left them. */
const CONSTRAINT = /^23/

function asRefusal(error: unknown): unknown {
  if (error instanceof ProofError)
    return new LogRefusal('log_damaged', { reason: error.code }, { cause: error })
  if (error instanceof pg.DatabaseError && CONSTRAINT.test(error.code ?? '')) {
    const facts = { table: error.table ?? null, constraint: error.constraint ?? null }
    return new LogRefusal('log_damaged', facts, { cause: error })
  }
  return error
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code)
  return error instanceof Error ? error.name : 'unknown'
}
