import { readdir, readFile, rm, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  createFile,
  DurableFolders,
  hasCode,
  ignoreMissing,
  replaceFile,
  syncFolder,
} from '../files/durable.ts'
import type { Ports } from '../ports.ts'
import { LogRefusal } from './log-refusal.ts'

export interface LogFile {
  /** Below the log's prefix, as in C2SP tlog-tiles: `tile/0/000`. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** Where the public files of the log are kept. An object store implements the same with `If-None-Match`. */
export interface LogStorage {
  /** Makes ready, and sweeps what a writer left behind that died. Only whoever leads may call this. */
  open(): Promise<void>
  read(path: string): Promise<Uint8Array | null>
  /** When a file was last written; null when there is none. */
  writtenAt(path: string): Promise<Date | null>
  /**
   * Creates files that never change, durably. One that is there already must hold the same bytes.
   * @throws LogRefusal `log_forked` when it holds others
   */
  create(files: readonly LogFile[]): Promise<void>
  /** Replaces a file whole and durably. */
  replace(path: string, bytes: Uint8Array): Promise<void>
  /** The names in a folder, in order; none when there is no folder. */
  list(folder: string): Promise<string[]>
  removeFolder(folder: string): Promise<void>
}

const FILES_AT_ONCE = 8

export function createFileLogStorage(folder: string, ports: Pick<Ports, 'random'>): LogStorage {
  const folders = new DurableFolders(folder)
  const incoming = join(folder, 'incoming')
  const temporary = () => join(incoming, Buffer.from(ports.random(16)).toString('hex'))

  const createOne = async ({ path, bytes }: LogFile) => {
    const place = join(folder, path)
    await folders.ensure(dirname(place))
    if (await createFile(place, bytes, { temporary: temporary(), mode: 0o644 })) return
    if (!Buffer.from(bytes).equals(await readFile(place))) throw new LogRefusal('log_forked', { file: path })
  }

  const storage: LogStorage = {
    read: path => readOrNull(join(folder, path)),
    async writtenAt(path) {
      return (await stat(join(folder, path)).catch(ignoreMissing))?.mtime ?? null
    },
    async open() {
      await folders.ensure(incoming)
      for (const name of await readdir(incoming)) await unlink(join(incoming, name)).catch(ignoreMissing)
    },
    async create(files) {
      for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
        await Promise.all(files.slice(at, at + FILES_AT_ONCE).map(createOne))
      }
      const touched = new Set(files.map(({ path }) => dirname(join(folder, path))))
      await Promise.all([...touched].map(syncFolder))
    },
    async replace(path, bytes) {
      const place = join(folder, path)
      await folders.ensure(dirname(place))
      await replaceFile(place, bytes, { temporary: temporary(), mode: 0o644 })
      await syncFolder(dirname(place))
    },
    async list(path) {
      try {
        return (await readdir(join(folder, path))).sort()
      } catch (error) {
        if (hasCode(error, 'ENOENT')) return []
        throw error
      }
    },
    async removeFolder(path) {
      await rm(join(folder, path), { recursive: true, force: true })
      folders.forget(join(folder, path))
    },
  }
  return storage
}

async function readOrNull(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}
