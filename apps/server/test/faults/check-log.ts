import { ProblemError } from '@yuanwei/client'
import type { Session } from '@yuanwei/client/session'
import { log } from '@yuanwei/contract/staff'
import {
  emptyRoot,
  type NoteVerifier,
  openCheckpoint,
  parseVerifierKey,
  TILE_WIDTH,
  type Tile,
  type TreeHead,
  tilePath,
  toHex,
  verifyConsistency,
  verifyReceipt,
  withTiles,
} from '@yuanwei/proof'
import type { KeptReceipt } from './ledger.ts'

/** The log as an outsider sees it: through its public tiles, with a key that was noted at the beginning. */
export class LogWatcher {
  readonly verifierKey: string
  private readonly verifier: NoteVerifier
  private readonly session: Session
  private readonly tiles = new Map<string, Uint8Array>()

  constructor(session: Session, verifierKey: string) {
    this.session = session
    this.verifierKey = verifierKey
    this.verifier = parseVerifierKey(verifierKey)
  }

  /** @throws ProofError when the log did not sign it */
  open(note: string): TreeHead {
    return openCheckpoint(note, [this.verifier], this.verifier.name)
  }

  /** Each head is the beginning of the last one. Resolves with how many different sizes were proven. */
  async checkExtends(heads: readonly TreeHead[], last: TreeHead): Promise<number> {
    const bySize = new Map<number, TreeHead>()
    for (const head of [...heads, last]) {
      const other = bySize.get(head.size)
      if (other && toHex(other.root) !== toHex(head.root)) throw new Error(`two roots of size ${head.size}`)
      bySize.set(head.size, head)
    }
    for (const [size, { root }] of bySize) {
      if (size === 0) {
        if (toHex(root) !== toHex(emptyRoot())) throw new Error('the empty log has a root')
        continue
      }
      const proof = await withTiles(
        last.size,
        tile => this.fetchTile(tile),
        view => view.proveConsistency(size),
      )
      verifyConsistency({ oldSize: size, oldRoot: root, size: last.size, root: last.root, proof })
    }
    return bySize.size
  }

  /** What a receipt proves to somebody who has nothing but the key. Resolves with the head it rests on. */
  checkReceipt({ text, sha256 }: KeptReceipt): TreeHead {
    const { verdicts, payload, head } = verifyReceipt(text, {
      origin: this.verifier.name,
      verifiers: [this.verifier],
    })
    for (const name of ['opened', 'logged', 'signed'] as const)
      if (verdicts[name].status !== 'good')
        throw new Error(`receipt of ${sha256}: ${name} ${verdicts[name].code}`)
    const { detail } = payload as { detail: { sha256: string } }
    if (detail.sha256 !== sha256) throw new Error(`the receipt of ${sha256} is of ${detail.sha256}`)
    return head
  }

  private async fetchTile(tile: Tile): Promise<Uint8Array> {
    const path = tilePath(tile)
    const kept = this.tiles.get(path)
    if (kept) return kept
    // A partial tile that was cleared away is the beginning of the full one.
    const bytes =
      (await this.download(path)) ?? (await this.download(tilePath({ ...tile, width: TILE_WIDTH })))
    if (!bytes) throw new Error(`${path} is not served`)
    this.tiles.set(path, bytes)
    return bytes
  }

  private async download(path: string): Promise<Uint8Array | null> {
    try {
      const response = await this.session.download(log.readTile, { tile: path.replace(/^tile\//, '') })
      return new Uint8Array(await response.arrayBuffer())
    } catch (cause) {
      if (cause instanceof ProblemError && cause.code === 'not_found') return null
      throw cause
    }
  }
}
