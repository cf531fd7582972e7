import { countAtLevel, equalBytes, type Hash, TILE_WIDTH, tileAt, tilePath, withTiles } from '@yuanwei/proof'
import type pg from 'pg'
import { CHECKPOINT_PATH, tileFetch } from './log-files.ts'
import { LogRefusal } from './log-refusal.ts'
import type { DatabaseHead } from './log-rows.ts'
import { type LogParts, type OpenedLog, readNext } from './recover.ts'
import { type HeadSigner, type SignedHead, SignerMoved } from './signer.ts'

/**
 * Brings storage, signer and checkpoint up to a head that the database has committed: never before. Each step is
 * durable before the next, so that after a crash whoever leads finds at most the database ahead.
 * @param known the head that was signed last, as far as we know
 * @returns the signed head, which is now published
 * @throws LogRefusal; SignerMoved when someone else leads by now
 */
export async function publish(
  log: OpenedLog,
  known: SignedHead,
  head: DatabaseHead,
  parts: LogParts,
): Promise<SignedHead> {
  const { writer, signer, key } = log
  if (writer.size !== head.size || !equalBytes(writer.root(), head.root)) {
    throw new LogRefusal('log_forked', { size: head.size, stored: writer.size })
  }
  await writer.store()
  await parts.fault('sequencer.after_tiles')
  if ((await signer.last())?.note !== known.note) throw new SignerMoved()
  const from = known.head.size
  // Proven from the tiles as they are stored, so that what is signed is what can be read.
  const proof = await proveExtension(parts, from, head.size)
  const signed = await signer.sign({ origin: key.origin, size: head.size, root: head.root }, proof)
  await parts.fault('sequencer.after_sign')
  await putCheckpoint(parts, signer, signed)
  await parts.fault('sequencer.after_publish')
  await clearPartialTiles(parts, from, head.size)
  return signed
}

/** After recovery: what the database committed before the crash, and a checkpoint that was signed but not published. */
export async function catchUp(client: pg.ClientBase, log: OpenedLog, parts: LogParts): Promise<SignedHead> {
  const { writer, head, signer } = log
  while (writer.size < head.size) {
    writer.append(await readNext(client, writer.size, head.size))
    // Bounded memory. The last part is stored by publish, after its root was compared.
    if (writer.size < head.size) await writer.store()
  }
  if (log.signed.head.size < head.size) return publish(log, log.signed, head, parts)
  await putCheckpoint(parts, signer, log.signed)
  return log.signed
}

async function proveExtension({ storage }: LogParts, from: number, to: number): Promise<Hash[]> {
  if (from === 0 || from >= to) return []
  return withTiles(to, tileFetch(storage), view => view.proveConsistency(from))
}

/**
 * Publishes what the signer knows last. A process that was held up between signing and publishing may put an older
 * checkpoint over a newer one; looking again afterwards sets it right.
 */
async function putCheckpoint({ storage }: LogParts, signer: HeadSigner, signed: SignedHead): Promise<void> {
  let { note } = signed
  for (;;) {
    const bytes = Buffer.from(note)
    const published = await storage.read(CHECKPOINT_PATH)
    if (published === null || !bytes.equals(published)) await storage.replace(CHECKPOINT_PATH, bytes)
    const latest = await signer.last()
    if (latest === null || latest.note === note) return
    note = latest.note
  }
}

/** Partial tiles and bundles whose full ones are published are no longer needed (C2SP tlog-tiles). */
async function clearPartialTiles({ storage }: LogParts, from: number, to: number): Promise<void> {
  for (let level = 0; countAtLevel(level, from) > 0; level++) {
    const index = Math.floor(countAtLevel(level, from) / TILE_WIDTH)
    const tile = tileAt(level, index, to)
    if (tile?.width !== TILE_WIDTH) continue
    const path = tilePath(tile)
    await storage.removeFolder(`${path}.p`)
    if (level === 0) await storage.removeFolder(`${path.replace('tile/0/', 'tile/entries/')}.p`)
  }
}
