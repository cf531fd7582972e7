import { log as operations } from '@yuanwei/contract/staff'
import type { LogReader } from '../../platform/log/index.ts'
import { answer, type FileAnswer, type Handler } from '../../platform/operations/index.ts'
import { found } from '../../platform/problem.ts'

const readLog = (log: LogReader) =>
  answer(operations.readLog, async () => {
    const { checkpointAt, ...status } = await log.status()
    return {
      ...status,
      checkpointAt: checkpointAt === null ? null : checkpointAt.toISOString(),
      witnesses: 0,
    }
  })

const readCheckpoint = (log: LogReader) =>
  answer(operations.readCheckpoint, async () => {
    const note = found(await log.readCheckpoint())
    return fileOf(new TextEncoder().encode(note), 'text/plain', 'checkpoint')
  })

const readTile = (log: LogReader) =>
  answer(operations.readTile, async (_, { tile }) =>
    fileOf(found(await log.readTile(tile)), 'application/octet-stream', tile.replaceAll('/', '-')),
  )

function fileOf(bytes: Uint8Array, mediaType: string, fileName: string): FileAnswer {
  return {
    sizeBytes: bytes.length,
    mediaType,
    fileName,
    disposition: 'inline',
    async *open(start, end) {
      yield bytes.subarray(start, end)
    },
  }
}

export function logHandlers({ log }: { log: LogReader }): Record<string, Handler> {
  return { readLog: readLog(log), readCheckpoint: readCheckpoint(log), readTile: readTile(log) }
}
