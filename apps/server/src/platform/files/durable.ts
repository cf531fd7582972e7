import type { FileHandle } from 'node:fs/promises'
import { link, mkdir, open, rename, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Makes what happened to the entries of a folder (created, renamed, removed) survive a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Folders below a root, created so that they survive a loss of power: each new entry is synced in its parent.
 * A folder that another process has just made may not be synced yet, so each is synced once by us as well.
 */
export class DurableFolders {
  private readonly root: string
  private readonly known = new Set<string>()

  constructor(root: string) {
    this.root = root
  }

  async ensure(folder: string): Promise<void> {
    if (this.known.has(folder)) return
    if (folder === this.root) await mkdir(folder, { recursive: true, mode: 0o700 })
    else {
      await this.ensure(dirname(folder))
      await mkdir(folder, { mode: 0o700 }).catch(ignoreExisting)
    }
    await syncFolder(dirname(folder))
    this.known.add(folder)
  }
}

/** Writes all of `buffers` one after the other; a short write is continued. */
export async function writeAll(handle: FileHandle, buffers: readonly Uint8Array[]): Promise<void> {
  let rest = [...buffers]
  while (rest.length > 0) {
    let { bytesWritten } = await handle.writev(rest)
    while (rest[0] !== undefined && bytesWritten >= rest[0].length) {
      bytesWritten -= rest[0].length
      rest = rest.slice(1)
    }
    if (bytesWritten > 0 && rest[0] !== undefined) rest[0] = rest[0].subarray(bytesWritten)
  }
}

/** A file of its own name beside `path`, complete and synced, not yet under its name. */
async function writeBeside(path: string, bytes: Uint8Array, mode: number, salt: string): Promise<string> {
  const temporary = join(dirname(path), `.${salt}.tmp`)
  const handle = await open(temporary, 'wx', mode)
  try {
    await writeAll(handle, [bytes])
    await handle.sync()
  } finally {
    await handle.close()
  }
  return temporary
}

export interface DurableWrite {
  /** Part of the name of the temporary file; two writers must never use the same. */
  readonly salt: string
  readonly mode?: number
  /** Leave the syncing of the folder to the caller, who does it once for many files. */
  readonly syncFolder?: boolean
}

/** Replaces a file whole: a reader sees the old content or the new, and after the promise the new one stays. */
export async function replaceFile(path: string, bytes: Uint8Array, how: DurableWrite): Promise<void> {
  const temporary = await writeBeside(path, bytes, how.mode ?? 0o600, how.salt)
  try {
    await rename(temporary, path)
  } catch (error) {
    await unlink(temporary).catch(ignoreMissing)
    throw error
  }
  if (how.syncFolder !== false) await syncFolder(dirname(path))
}

/** Creates a file whole, unless one of that name is there. Exactly one of several writers gets `true`. */
export async function createFile(path: string, bytes: Uint8Array, how: DurableWrite): Promise<boolean> {
  const temporary = await writeBeside(path, bytes, how.mode ?? 0o600, how.salt)
  let created = true
  try {
    await link(temporary, path)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
    created = false
  } finally {
    await unlink(temporary).catch(ignoreMissing)
  }
  await syncFolder(dirname(path))
  return created
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

export function ignoreMissing(error: unknown): void {
  if (!hasCode(error, 'ENOENT')) throw error
}

function ignoreExisting(error: unknown): void {
  if (!hasCode(error, 'EEXIST')) throw error
}
