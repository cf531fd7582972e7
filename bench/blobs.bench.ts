// Storing an upload (sealed, SHA-256, SM3, commitment to its chunks, synced) beside the bare minimum of the same
// run: SHA-256, write, fsync. And reading it back, whole and by small ranges.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFileBlobStore } from '../apps/server/src/platform/blobs/index.ts'
import { noFaults } from '../apps/server/src/platform/faults.ts'
import { systemPorts } from '../apps/server/src/platform/ports.ts'

const PIECE = randomBytes(256 * 1024)
const SIZE_BYTES = 256 * 1024 * 1024
const RANGES = 2000

async function* upload(): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < SIZE_BYTES; sent += PIECE.length) yield PIECE
}

async function bare(path: string): Promise<void> {
  const file = await open(path, 'w')
  const running = createHash('sha256')
  for await (const piece of upload()) {
    running.update(piece)
    await file.write(piece)
  }
  running.digest()
  await file.sync()
  await file.close()
}

/** SM3 alone: a digest that the evidence asks for and that has no hardware. */
async function sm3(): Promise<void> {
  const running = createHash('sm3')
  for await (const piece of upload()) running.update(piece)
  running.digest()
}

/** MB a second, the best of three. */
async function rate(work: () => Promise<unknown>): Promise<number> {
  let best = 0
  for (let round = 0; round < 3; round++) {
    const start = performance.now()
    await work()
    best = Math.max(best, SIZE_BYTES / 1000 / (performance.now() - start))
  }
  return best
}

const figure = (value: number): string => Math.round(value).toLocaleString('en').padStart(7)

const folder = mkdtempSync(join(tmpdir(), 'yuanwei-bench-'))
try {
  const store = createFileBlobStore({ folder: join(folder, 'blobs'), ports: systemPorts, fault: noFaults })
  await store.open()
  const minimum = await rate(() => bare(join(folder, 'bare')))
  const sm3Alone = await rate(sm3)
  let blob = await store.write(upload(), { maxBytes: SIZE_BYTES })
  const stored = await rate(async () => {
    await store.remove(blob.blobId)
    blob = await store.write(upload(), { maxBytes: SIZE_BYTES })
  })
  const read = await rate(async () => {
    for await (const bytes of store.read(blob)) void bytes.length
  })
  const start = performance.now()
  for (let i = 0; i < RANGES; i++) {
    const at = (i * 7_919_123) % (SIZE_BYTES - 1000)
    for await (const bytes of store.read(blob, { start: at, end: at + 1000 })) void bytes.length
  }
  const ranges = (RANGES / (performance.now() - start)) * 1000
  console.log(`SHA-256, write, fsync      ${figure(minimum)} MB/s`)
  console.log(`SM3 alone                  ${figure(sm3Alone)} MB/s`)
  console.log(
    `upload as stored           ${figure(stored)} MB/s: ${(stored / minimum).toFixed(2)} of the bare minimum`,
  )
  console.log(`read, authenticated        ${figure(read)} MB/s`)
  console.log(`ranges of 1000 bytes       ${figure(ranges)} /s`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
