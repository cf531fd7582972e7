import { readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { emptyHead, type Hash, openCheckpoint, signHead, type TreeHead } from '@yuanwei/proof'
import { createFile, DurableFolders, ignoreMissing, syncFolder } from '../files/durable.ts'
import type { Ports } from '../ports.ts'
import type { LogKey } from './log-key.ts'
import { refusing } from './log-refusal.ts'

/** A head that was signed: it can never be taken back. */
export interface SignedHead {
  readonly head: TreeHead
  /** The signed checkpoint, as it is published. */
  readonly note: string
}

/** Another process has signed since we looked: whoever sees this no longer leads. */
export class SignerMoved extends Error {
  override readonly name = 'SignerMoved'
}

/**
 * Signs heads of the log and remembers the last one, apart from the database: so that a database that was put
 * back cannot be led on to a second history. A program in another place may implement the same.
 */
export interface HeadSigner {
  /** The last head signed; null when nothing is remembered. @throws LogRefusal when the memory is not of this key */
  last(): Promise<SignedHead | null>
  /**
   * Signs `next` if it extends the last head, and remembers it durably before the note leaves.
   * @param proof consistency proof from the last head to `next`; empty from size 0
   * @throws LogRefusal `log_rolled_back`, `log_forked`, `log_key_mismatch`; SignerMoved
   */
  sign(next: TreeHead, proof: readonly Hash[]): Promise<SignedHead>
}

const MEMORY = /^head-(\d{12})\.note$/

interface Memory extends SignedHead {
  readonly generation: number
}

/**
 * The signer with its memory in a folder. Each head is a file of its own under the next number, and creating it is
 * exclusive: that is the compare-and-swap. Only files below the newest are removed, so a late writer who believes
 * in an old generation always sees a newer one.
 */
export function createFileSigner(folder: string, key: LogKey, ports: Pick<Ports, 'random'>): HeadSigner {
  const folders = new DurableFolders(folder)
  const pathOf = (generation: number) => join(folder, `head-${String(generation).padStart(12, '0')}.note`)

  async function generations(): Promise<number[]> {
    await folders.ensure(folder)
    const found = (await readdir(folder)).map(name => Number(MEMORY.exec(name)?.[1] ?? Number.NaN))
    return found.filter(generation => !Number.isNaN(generation)).sort((a, b) => a - b)
  }

  async function recall(): Promise<Memory | null> {
    for (;;) {
      const generation = (await generations()).at(-1)
      if (generation === undefined) return null
      const note = await readFile(pathOf(generation), 'utf8').catch(ignoreMissing)
      // A newer one has appeared and this one was cleared away in between.
      if (note === undefined) continue
      const file = `head-${generation}`
      const head = refusing({ file }, () => openCheckpoint(note, [key.signer], key.origin))
      return { generation, head, note }
    }
  }

  return {
    last: recall,
    async sign(next, proof) {
      const last = await recall()
      const previous = last?.head ?? emptyHead(key.origin)
      const facts = { signed: previous.size, size: next.size }
      const note = refusing(facts, () => signHead([key.signer], previous, next, proof))
      if (last !== null && last.head.size === next.size) return last
      const generation = (last?.generation ?? 0) + 1
      const temporary = join(folder, `.${Buffer.from(ports.random(8)).toString('hex')}.tmp`)
      const isOurs = await createFile(pathOf(generation), Buffer.from(note), { temporary })
      await syncFolder(folder)
      const all = await generations()
      if (!isOurs || all.at(-1) !== generation) throw new SignerMoved()
      for (const old of all.slice(0, -1)) await unlink(pathOf(old)).catch(ignoreMissing)
      return { head: next, note }
    },
  }
}

/** The note that was signed last in that folder, whatever the key and not verified; null when there is none. */
export async function readNewestMemory(folder: string): Promise<Uint8Array | null> {
  const names = await readdir(folder).catch(ignoreMissing)
  const newest = names
    ?.filter(name => MEMORY.test(name))
    .sort()
    .at(-1)
  return newest === undefined ? null : readFile(join(folder, newest))
}
