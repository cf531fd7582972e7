// Writes one blob and stops at a fault point, for the crash test; without a point, says how much memory it took.
import type { FaultPoint } from '../../faults.ts'
import { noFaults } from '../../faults.ts'
import { systemPorts } from '../../ports.ts'
import { holdAt } from '../../testing/hold-at.ts'
import { createFileBlobStore } from '../file-blob-store.ts'

const [folder = '', sizeBytes = '0', key = '', point = ''] = process.argv.slice(2)
const fault = point === '' ? noFaults : holdAt(point as FaultPoint)
const store = createFileBlobStore({ folder, ports: systemPorts, fault })

async function* source(): AsyncGenerator<Uint8Array> {
  const piece = Buffer.alloc(1_000_003, 7)
  for (let left = Number(sizeBytes); left > 0; left -= piece.length) yield piece.subarray(0, left)
}

await store.open()
const before = process.resourceUsage().maxRSS
const dataKey = Buffer.from(key, 'hex')
const stored = await store.write(source(), { maxBytes: Number(sizeBytes), dataKey })
process.stdout.write(`GREW ${(process.resourceUsage().maxRSS - before) * 1024} ${stored.sizeBytes}\n`)
