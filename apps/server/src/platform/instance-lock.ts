import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeDataFolder } from './keys.ts'
import { Refusal } from './sentences.ts'

// A predecessor that was told to end needs a moment; longer than this and it is a second instance.
const patienceMs = 3000

// Referenced for as long as they are held: a collected handle would close its file and free the lock.
const held = new Set<DatabaseSync>()

export type InstanceLock = { release: () => void }

/**
 * One process at a time on a data folder. The lock is the operating system's own lock on a file, taken
 * through SQLite because Node offers none itself: it falls with the process however that ends, so there is
 * nothing to clean up after `kill -9`, and it holds between containers that share the folder, where
 * process ids and sockets would not. The text file beside it only serves the sentence.
 */
export async function lockDataFolder(dataFolder: string, waitMs = patienceMs): Promise<InstanceLock> {
  makeDataFolder(dataFolder)
  const holderFile = join(dataFolder, 'instance.txt')
  const lock = new DatabaseSync(join(dataFolder, 'instance.lock'))
  try {
    await takeWithin(lock, waitMs, () => {
      throw new Refusal('data_folder_in_use', { folder: dataFolder, holder: holderOf(holderFile) })
    })
    writeFileSync(holderFile, `${process.pid}, ${new Date().toISOString()}\n`)
  } catch (error) {
    lock.close()
    throw error
  }
  held.add(lock)
  return {
    release: () => {
      if (held.delete(lock)) lock.close()
    },
  }
}

async function takeWithin(lock: DatabaseSync, waitMs: number, refuse: () => never): Promise<void> {
  const end = Date.now() + waitMs
  for (;;) {
    try {
      // Stays open and never writes, so no journal appears beside the file.
      lock.exec('BEGIN EXCLUSIVE')
      return
    } catch (error) {
      const busy = (error as { errcode?: number }).errcode === 5
      if (!busy) throw error
      if (Date.now() >= end) refuse()
    }
    await sleep(50)
  }
}

function holderOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return '?'
  }
}
