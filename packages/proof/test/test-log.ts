// A log for tests with the stream of one case and leaves of others between. Everything follows from fixed seeds.

import type { CustodyPart, OpeningPart } from '../src/dossier/parts.ts'
import {
  canonicalJson,
  commit,
  createSigner,
  encodeLeaf,
  formatCheckpoint,
  formatProof,
  formatReceipt,
  formatVerifierKey,
  fromUtf8,
  type JsonObject,
  MerkleTree,
  type NoteSigner,
  sha256,
  signNote,
  toHex,
  toUtf8,
} from '../src/index.ts'

export const CASE_NUMBER = 'YW-2026-0001'
const STREAM = '0f1e2d3c4b5a69788796a5b4c3d2e1f0'
const OTHER_STREAM = 'ffffffffffffffffffffffffffffffff'
export const STARTED_AT = Date.UTC(2026, 10, 6, 11, 47, 0)

/** 32 bytes that follow from a name. */
export function seedOf(name: string): Uint8Array {
  return sha256(toUtf8(`test seed: ${name}`))
}

export interface LoggedEntry {
  readonly index: number
  readonly n: number
  readonly leaf: string
  readonly opening: OpeningPart
}

/** A log of one installation with a stream for the case and leaves of others between. */
export class TestLog {
  readonly signer: NoteSigner
  readonly tree = new MerkleTree()
  readonly entries: LoggedEntry[] = []
  private next = 1

  constructor(keyName = 'log') {
    this.signer = createSigner('yuanwei.local/0123456789abcdef', seedOf(keyName))
  }

  get verifierKey(): string {
    return formatVerifierKey(this.signer)
  }

  /** Logs an act of the case. */
  add(word: string, detail: JsonObject): LoggedEntry {
    const n = this.next++
    const at = STARTED_AT + n * 60_000
    const payload = canonicalJson({
      actor: { class: 'person', name: '阿宁' },
      at: new Date(at).toISOString(),
      detail,
      kind: 'audit',
      op: word,
      subject: null,
      v: 1,
      word,
    })
    const opening = { r: seedOf(`entry ${n}`), payload }
    const leaf = fromUtf8(
      encodeLeaf({
        v: 1,
        t: word,
        at,
        s: STREAM,
        n,
        a: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
        c: toHex(commit(opening.r, toUtf8(payload))),
      }),
    )
    const entry = { index: this.tree.appendEntry(toUtf8(leaf)), n, leaf, opening }
    this.entries.push(entry)
    return entry
  }

  /** Logs acts of other cases. */
  addOthers(count: number): void {
    for (let i = 0; i < count; i++) {
      const n = this.tree.size + 1
      this.tree.appendEntry(
        encodeLeaf({ v: 1, t: 'case.opened', at: n, s: OTHER_STREAM, n, a: 'service', c: '0'.repeat(64) }),
      )
    }
  }

  checkpoint(signer: NoteSigner = this.signer, size = this.tree.size): string {
    const head = { origin: signer.name, size, root: this.tree.root(size) }
    return signNote(formatCheckpoint(head), [signer])
  }

  custody(size = this.tree.size): CustodyPart[] {
    return this.entries
      .filter(entry => entry.index < size)
      .map(({ index, leaf, opening }) => ({
        index,
        leaf,
        opening,
        path: this.tree.proveInclusion(index, size),
      }))
  }

  /** `.tlog-proof` of an entry in the tree as it is. */
  proof(entry: LoggedEntry, signer?: NoteSigner): string {
    const { index } = entry
    return formatProof({
      index,
      hashes: this.tree.proveInclusion(index),
      checkpoint: this.checkpoint(signer),
    })
  }

  receipt(entry: LoggedEntry): string {
    return formatReceipt({
      leaf: toUtf8(entry.leaf),
      proof: this.proof(entry),
      opening: entry.opening,
      timestamps: [],
    })
  }
}
