import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createSigner, formatVerifierKey, type NoteSigner } from '@yuanwei/proof'
import { createFile, DurableFolders, hasCode, syncFolder } from '../files/durable.ts'
import type { Ports } from '../ports.ts'
import { LogRefusal } from './log-refusal.ts'

/** What the log signs with. The origin is its name for ever; it is kept in the same file so that both stay together. */
export interface LogKey {
  readonly origin: string
  readonly signer: NoteSigner
  /** For whoever checks: `<origin>+<key id>+<key>`. */
  readonly verifierKey: string
}

const SEED_SIZE_BYTES = 32
const INSTALLATION_ID_SIZE_BYTES = 8
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const ORIGIN_LINE = /^Origin: (yuanwei\.local\/[0-9a-f]{16})$/m

export const logKeyFile = (dataFolder: string) => join(dataFolder, 'keys', 'log.key')

/**
 * The key of the log, or null when there is none.
 * @throws LogRefusal `log_key_mismatch` when the file is not a key of this program
 */
export async function readLogKey(dataFolder: string): Promise<LogKey | null> {
  const file = logKeyFile(dataFolder)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
  const origin = ORIGIN_LINE.exec(text)?.[1]
  const seed = readSeed(text)
  if (origin === undefined || seed === null) throw new LogRefusal('log_key_mismatch', { file })
  return makeLogKey(origin, seed)
}

/** Makes the key of a new log. Of two processes that do it at once both get the same. */
export async function createLogKey(dataFolder: string, ports: Pick<Ports, 'random'>): Promise<LogKey> {
  const file = logKeyFile(dataFolder)
  const origin = `yuanwei.local/${hex(ports.random(INSTALLATION_ID_SIZE_BYTES))}`
  const der = Buffer.concat([PKCS8_PREFIX, ports.random(SEED_SIZE_BYTES)])
  const body = der.toString('base64')
  // Explanatory text in front of the first boundary is allowed (RFC 7468 section 5.2): openssl reads this file.
  const text = `Origin: ${origin}\n-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`
  await new DurableFolders(dirname(file)).ensure(dirname(file))
  await createFile(file, Buffer.from(text), { temporary: `${file}.${hex(ports.random(8))}.tmp` })
  await syncFolder(dirname(file))
  const key = await readLogKey(dataFolder)
  if (key === null) throw new Error('the key that was just made cannot be read')
  return key
}

function makeLogKey(origin: string, seed: Uint8Array): LogKey {
  const signer = createSigner(origin, seed)
  return { origin, signer, verifierKey: formatVerifierKey(signer) }
}

function readSeed(pem: string): Uint8Array | null {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType !== 'ed25519') return null
    return new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8_PREFIX.length))
  } catch {
    return null
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
