import type { FileHandle } from 'node:fs/promises'
import { link, mkdir, open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

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

  /** After a folder was removed. */
  forget(folder: string): void {
    this.known.delete(folder)
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

export interface DurableWrite {
  /** Where the file is written before it gets its name: on the same disk, and never used by two writers. */
  readonly temporary: string
  readonly mode?: number
}

/** A complete and synced file that does not have its name yet. */
async function writeAside(bytes: Uint8Array, { temporary, mode }: DurableWrite): Promise<void> {
  const handle = await open(temporary, 'wx', mode ?? 0o600)
  try {
    await writeAll(handle, [bytes])
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Replaces a file whole: a reader sees the old content or the new. It stays once the folder is synced, which is
 * left to the caller (one sync may stand for many files).
 */
export async function replaceFile(path: string, bytes: Uint8Array, how: DurableWrite): Promise<void> {
  await writeAside(bytes, how)
  try {
    await rename(how.temporary, path)
  } catch (error) {
    await unlink(how.temporary).catch(ignoreMissing)
    throw error
  }
}

/**
 * Creates a file whole, unless one of that name is there: exactly one of several writers gets `true`. It stays once
 * the folder is synced, which is left to the caller.
 */
export async function createFile(path: string, bytes: Uint8Array, how: DurableWrite): Promise<boolean> {
  await writeAside(bytes, how)
  try {
    await link(how.temporary, path)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  } finally {
    await unlink(how.temporary).catch(ignoreMissing)
  }
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
