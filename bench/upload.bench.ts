// One large upload through HTTP until it is acknowledged (decrypted by nobody, synced to disk, committed, logged),
// beside what no upload can do without: SHA-256 over the same bytes and a synced write of them, in the same run.
import { createHash, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { cases, evidence } from '@yuanwei/contract/staff'
import { inFolder, withServer } from './running-server.ts'

const SIZE_BYTES = 256 * 1024 * 1024
const PIECE_BYTES = 1024 * 1024
const ROUNDS = 3
const piece = randomBytes(PIECE_BYTES)

function bare(file: string): number {
  const start = performance.now()
  const digest = createHash('sha256')
  const fd = openSync(file, 'w')
  for (let written = 0; written < SIZE_BYTES; written += PIECE_BYTES) {
    digest.update(piece)
    writeSync(fd, piece)
  }
  fsyncSync(fd)
  closeSync(fd)
  digest.digest()
  return (performance.now() - start) / 1000
}

function pieces(): ReadableStream<Uint8Array> {
  let sent = 0
  return new ReadableStream({
    pull(controller) {
      if (sent >= SIZE_BYTES) return controller.close()
      sent += PIECE_BYTES
      controller.enqueue(new Uint8Array(piece))
    },
  })
}

await inFolder(folder =>
  withServer(folder, async owner => {
    const { caseId } = await owner.call(cases.createCase, { title: 'bench', kind: 'other' })
    const bareSeconds: number[] = []
    const ourSeconds: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      bareSeconds.push(bare(join(folder, `bare-${round}`)))
      const start = performance.now()
      await owner.upload(evidence.addExhibit, { caseId, fileName: `${round}.bin` }, pieces() as never)
      ourSeconds.push((performance.now() - start) / 1000)
    }
    const rate = (seconds: number[]) => SIZE_BYTES / 1e6 / Math.min(...seconds)
    console.log(
      `bare SHA-256 + write + fsync  ${rate(bareSeconds).toFixed(0)} MB/s  (${show(bareSeconds)} s)`,
    )
    console.log(`upload, acknowledged          ${rate(ourSeconds).toFixed(0)} MB/s  (${show(ourSeconds)} s)`)
    console.log(`ratio  ${(rate(ourSeconds) / rate(bareSeconds)).toFixed(3)}  of the bare write`)
    console.log(
      `of that the upload also does: HTTP, SM3, commitments of the chunks, AES-256-GCM, a transaction`,
    )
  }),
)

function show(seconds: number[]): string {
  return seconds.map(each => each.toFixed(2)).join(', ')
}
