import { createHmac, randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Refusal } from './sentences.ts'

const masterKeyBytes = 32

export const masterKeyFile = (config: { dataFolder: string }) => join(config.dataFolder, 'keys', 'master.key')

/** Makes the folder so that other accounts may pass through to what is opened for them, but not list it. */
export function makeDataFolder(dataFolder: string): void {
  if (!existsSync(dataFolder)) {
    mkdirSync(dataFolder, { recursive: true })
    chmodSync(dataFolder, 0o711)
  }
}

/**
 * The key above all others of this installation: 32 random bytes, made at the first start. It wraps data
 * keys and gives the passwords of the database roles. It is never made anew where data lie already, since
 * that would turn a key that is missing for now into one that is lost.
 */
export function masterKey(config: { dataFolder: string }): Buffer {
  const file = masterKeyFile(config)
  if (!existsSync(file)) {
    const kept = ['database', 'database.place', 'blobs', 'log'].some(name =>
      existsSync(join(config.dataFolder, name)),
    )
    if (kept) throw new Refusal('master_key_missing', { folder: config.dataFolder, file })
    makeDataFolder(config.dataFolder)
    createKeyFile(file)
  }
  const key = readFileSync(file)
  if (key.length !== masterKeyBytes) throw new Refusal('master_key_damaged', { file, length: key.length })
  return key
}

// Written aside, made durable and linked into place: a key that was once used is never lost to a power
// cut, and of two processes that make one at once both read the same.
function createKeyFile(file: string): void {
  const folder = dirname(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  const fd = openSync(aside, 'wx', 0o600)
  writeSync(fd, randomBytes(masterKeyBytes))
  fsyncSync(fd)
  closeSync(fd)
  try {
    linkSync(aside, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(aside)
  }
  const folderFd = openSync(folder, 'r')
  fsyncSync(folderFd)
  closeSync(folderFd)
}

/** A key for one purpose, from the master key: HMAC-SHA256 of the purpose. 32 bytes. */
export function deriveKey(master: Buffer, purpose: string): Buffer {
  return createHmac('sha256', master).update(`yuanwei/key/v1\0${purpose}`).digest()
}
