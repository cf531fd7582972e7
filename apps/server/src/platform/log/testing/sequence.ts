// Runs a sequencer until it is killed, for the crash tests; may stop at a fault point for the parent to kill it there.
import pg from 'pg'
import type { FaultPoint } from '../../faults.ts'
import { noFaults } from '../../faults.ts'
import { silentLogger } from '../../logger.ts'
import { systemPorts } from '../../ports.ts'
import { holdAt } from '../../testing/hold-at.ts'
import { createSequencer } from '../sequencer.ts'

const [connection = '', dataFolder = '', point = '', nth = '1'] = process.argv.slice(2)
const sequencer = createSequencer({
  connect: async () => {
    const client = new pg.Client(JSON.parse(connection))
    await client.connect()
    return client
  },
  dataFolder,
  ports: systemPorts,
  fault: point === '' ? noFaults : holdAt(point as FaultPoint, Number(nth)),
  logger: silentLogger,
})
await sequencer.start()
process.stdout.write(`STARTED ${sequencer.state().phase}\n`)
