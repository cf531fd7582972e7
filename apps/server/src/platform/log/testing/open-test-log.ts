import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { TestDatabase } from '../../../../test/harness/database.ts'
import { typeParsers } from '../../database/connection.ts'
import { type Fault, noFaults } from '../../faults.ts'
import { silentLogger } from '../../logger.ts'
import { systemPorts } from '../../ports.ts'
import { checkLog, type LogFinding, type LogReport } from '../fsck.ts'
import { type LogReader, openLogReader } from '../log-reader.ts'
import { createSequencer, type Sequencer, type SequencerTiming } from '../sequencer.ts'

/** A data folder of its own over a test database, and sequencers on it that are stopped at the end. */
export interface TestLog {
  readonly dataFolder: string
  readonly reader: LogReader
  sequencer(how?: { fault?: Fault; timing?: Partial<SequencerTiming> }): Sequencer
  /** Waits until a published checkpoint covers all of these entries. */
  logged(entries: readonly { readonly entryId: string }[]): Promise<void>
  fsck(): Promise<{ report: LogReport; findings: LogFinding[] }>
  close(): Promise<void>
}

export async function openTestLog(database: TestDatabase): Promise<TestLog> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'yuanwei-log-'))
  const reader = openLogReader({ pool: database.app, dataFolder, ports: systemPorts })
  const sequencers: Sequencer[] = []
  const connect = async () => {
    const client = new pg.Client({ ...database.connections.sequencer, types: typeParsers })
    await client.connect()
    return client
  }
  return {
    dataFolder,
    reader,
    sequencer({ fault = noFaults, timing = {} } = {}) {
      const made = createSequencer({
        connect,
        dataFolder,
        ports: systemPorts,
        fault,
        logger: silentLogger,
        timing: { idleMs: 20, restMs: 1, retryMs: 50, ...timing },
      })
      sequencers.push(made)
      return made
    },
    async logged(entries) {
      const ids = entries.map(({ entryId }) => entryId)
      const isCovered = async () => {
        const states = await reader.statesOf(ids)
        return ids.every(id => (states.get(id) ?? 'pending') !== 'pending')
      }
      for (const deadline = Date.now() + 15_000; !(await isCovered()); await sleep(20)) {
        if (Date.now() > deadline) throw new Error('not logged in time')
      }
    },
    async fsck() {
      const findings: LogFinding[] = []
      const client = await database.owner.connect()
      try {
        const onFinding = (finding: LogFinding) => findings.push(finding)
        const report = await checkLog({ client, dataFolder, ports: systemPorts, onFinding })
        return { report, findings }
      } finally {
        client.release()
      }
    },
    async close() {
      await Promise.all(sequencers.map(one => one.stop()))
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

/** Empties the log, as only the owner can: each test begins with a new installation. */
export async function emptyLog(database: TestDatabase): Promise<void> {
  await database.owner.query(
    `TRUNCATE log_outbox, log_leaf, log_stream, log_entry CASCADE;
     UPDATE log_head SET size = 0, root = sha256(''), range = '', halted = NULL`,
  )
}
