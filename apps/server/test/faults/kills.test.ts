import { setTimeout as sleep } from 'node:timers/promises'
import type { Session } from '@yuanwei/client/session'
import { cases, log } from '@yuanwei/contract/staff'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkInstallation, type Finding } from '../../src/check-installation.ts'
import { readConfig } from '../../src/config.ts'
import { FAULT_POINTS, type FaultPoint } from '../../src/platform/faults.ts'
import { Chance } from './chance.ts'
import { LogWatcher } from './check-log.ts'
import { checkCase, checkDossier, checkExhibits } from './check-records.ts'
import { Colleague } from './colleague.ts'
import { countBlobs, found, makeDataFolder, signIn } from './installation.ts'
import { type PlannedKill, planKills } from './kill-plan.ts'
import { Ledger } from './ledger.ts'
import { type Desk, inParallel, keepArchive, keepRecords, provoke } from './load.ts'
import { ServerUnderTest } from './server-under-test.ts'

// `YUANWEI_LONG=1` kills 300 times. The server runs its own PostgreSQL here, with fsync.
const KILLS = process.env.YUANWEI_LONG === '1' ? 300 : 30
const SEED = 20_261_122
const MINUTE = 60_000
const REACHED_WITHIN_MS = 2 * MINUTE
/** A job has nine attempts: it survives so many kills even where each of them meets it. */
const KILLS_IN_A_ROW = 8
const JOBS_WITHIN_MS = 3 * MINUTE

describe(`${KILLS} kills`, () => {
  const { dataFolder, remove } = makeDataFolder()
  const server = new ServerUnderTest(dataFolder)
  const ledger = new Ledger()
  const chance = new Chance(SEED)
  const killed = new Map<FaultPoint, number>()
  const restartsMs: number[] = []
  let jobsMs = 0
  const stop = new AbortController()
  const work: Promise<void>[] = []
  let session: Session
  let desk: Desk
  let watcher: LogWatcher

  const newDesk = async (): Promise<Desk> => {
    const own = chance.fork()
    return { colleague: new Colleague(await signIn(server), ledger, own), ledger, chance: own }
  }
  const restart = async () => void restartsMs.push(await server.start())
  /** A failure of an actor is met at once by whoever waits next. */
  const begin = (task: Promise<void>) => {
    work.push(task)
    task.catch(() => undefined)
  }

  beforeAll(async () => {
    await server.start()
  }, MINUTE)
  afterAll(async () => {
    stop.abort()
    // Where a test failed it may stand at a fault point for ever.
    await server.kill('server and database')
    remove()
  }, MINUTE)

  test('an acknowledged set-up outlives a kill', { timeout: 2 * MINUTE }, async () => {
    server.arm('sequencer.before_commit', 1)
    const founded = found(server)
    await server.reached(REACHED_WITHIN_MS)
    await server.kill('server and database')
    await restart()
    await founded
    desk = await newDesk()
    session = desk.colleague.session
    const { verifierKey } = await session.call(log.readLog, {})
    watcher = new LogWatcher(session, verifierKey)
  })

  test('the server is killed in the midst of each durable step', { timeout: KILLS * MINUTE }, async () => {
    for (let i = 0; i < 3; i++) begin(keepRecords(await newDesk(), stop.signal))
    begin(keepArchive(await newDesk(), stop.signal))
    try {
      for (const [i, planned] of planKills(KILLS, chance).entries()) {
        if (i > 0 && i % KILLS_IN_A_ROW === 0) expect(await openJobs(JOBS_WITHIN_MS)).toEqual([])
        await killOnce(planned)
      }
      stop.abort()
      await Promise.all(work)
    } catch (cause) {
      stop.abort()
      server.abandon()
      throw cause
    }
    const hits = FAULT_POINTS.map(point => killed.get(point) ?? 0)
    expect(hits.reduce((sum, count) => sum + count, 0)).toBe(KILLS)
    expect(Math.min(...hits)).toBeGreaterThanOrEqual(Math.floor(KILLS / FAULT_POINTS.length))
  })

  async function killOnce({ point, nth, mode }: PlannedKill): Promise<void> {
    server.arm(point, nth)
    begin(provoke(point, desk))
    const there = await Promise.race([server.reached(REACHED_WITHIN_MS), failureOf(work)])
    await server.kill(mode)
    killed.set(there, (killed.get(there) ?? 0) + 1)
    await restart()
    await checkQuickly()
  }

  /** Cheap enough for after each start, while others go on working. */
  async function checkQuickly(): Promise<void> {
    const { colleague } = desk
    const some = chance.shuffle(ledger.cases).slice(0, 8)
    await inParallel(some, ({ caseId }) => checkExhibits(colleague, ledger, caseId))
    const [before] = ledger.checkpoints.slice(-1)
    const now = watcher.open(await colleague.saveCheckpoint())
    if (before) {
      const seen = watcher.open(before)
      expect(now.size).toBeGreaterThanOrEqual(seen.size)
      await watcher.checkExtends([seen], now)
    }
  }

  /** States of the imports and dossiers that are still not done after that time; done is whatever was wished for before. */
  async function openJobs(timeoutMs: number): Promise<string[]> {
    const end = performance.now() + timeoutMs
    let wishes = [...ledger.imports, ...ledger.dossiers]
    for (;;) {
      const states = await desk.colleague.statesOf(wishes)
      const isOpen = (_: unknown, i: number) => states[i] !== 'done' && states[i] !== 'ready'
      wishes = wishes.filter(isOpen)
      if (wishes.length === 0 || performance.now() > end) return states.filter(isOpen)
      await sleep(500)
    }
  }

  test('every import and dossier comes to its end', { timeout: 2 * JOBS_WITHIN_MS }, async () => {
    const startedAt = performance.now()
    expect(await openJobs(JOBS_WITHIN_MS)).toEqual([])
    jobsMs = performance.now() - startedAt
    expect(ledger.imports.length).toBeGreaterThan(3)
    expect(ledger.dossiers.length).toBeGreaterThan(1)
  })

  test('nothing acknowledged is missing and nothing is there twice', {
    timeout: KILLS * MINUTE,
  }, async () => {
    await inParallel(ledger.cases, kept => checkCase(desk.colleague, ledger, kept))
    const { total } = await session.call(cases.listCases, {})
    expect(total).toBe(ledger.cases.length)
    // Whoever was acknowledged can still come in, and sessions of before the kills still hold.
    await (await signIn(server)).close()
  })

  test('receipts and checkpoints of before hold under the last checkpoint', {
    timeout: 10 * MINUTE,
  }, async () => {
    const receipts = [...ledger.receipts]
    await inParallel(ledger.uploads, async upload => {
      if (upload.fate !== 'acknowledged') return
      const text = await desk.colleague.readReceipt(upload)
      expect(text).not.toBeNull()
      receipts.push({ sha256: upload.sha256, text: text ?? '' })
    })
    const heads = [
      ...receipts.map(receipt => watcher.checkReceipt(receipt)),
      ...ledger.checkpoints.map(note => watcher.open(note)),
    ]
    const last = watcher.open(await desk.colleague.saveCheckpoint())
    expect(await watcher.checkExtends(heads, last)).toBeGreaterThan(KILLS)
    for (const dossier of ledger.dossiers) await checkDossier(desk.colleague, dossier, watcher.verifierKey)
  })

  test('the check of the installation finds nothing', { timeout: 10 * MINUTE }, async () => {
    expect(await server.stop()).toBe(0)
    expect(server.databaseProcesses()).toEqual([])
    const findings: Finding[] = []
    const config = readConfig({ YUANWEI_DATA: dataFolder })
    const report = await checkInstallation(config, {
      depth: 'deep',
      report: () => undefined,
      onFinding: finding => findings.push(finding),
    })
    expect(findings).toEqual([])
    expect(report).toMatchObject({ facts: ledger.facts.length, imports: ledger.imports.length })
    // A file whose row was never committed may stay; each belongs to an answer that was lost.
    const unnamed = countBlobs(dataFolder) - report.exhibits - report.dossiers
    expect(unnamed).toBeGreaterThanOrEqual(0)
    expect(unnamed).toBeLessThanOrEqual(ledger.lostAnswers + ledger.dossiers.length)
    tell(report.log.leaves, unnamed)
  })

  function tell(leaves: number, unnamed: number): void {
    const sorted = [...restartsMs].sort((a, b) => a - b)
    const ms = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0)
    const hits = FAULT_POINTS.map(point => `${point} ${killed.get(point) ?? 0}`)
    console.log(
      [
        `seed ${SEED}; ${ledger.summary()}; ${leaves} leaves; ${unnamed} files without a row`,
        `killed at ${hits.join(', ')}`,
        `restarts: median ${ms(0.5)} ms, longest ${ms(1)} ms; the last jobs ended after ${Math.round(jobsMs)} ms`,
      ].join('\n'),
    )
  }
})

/** Rejects when a task fails, and otherwise never settles. */
function failureOf(tasks: readonly Promise<void>[]): Promise<never> {
  return new Promise((_, reject) => {
    for (const task of tasks) task.catch(reject)
  })
}
