import type { TreeHead } from '../checkpoint.ts'
import { toUtf8 } from '../encoding.ts'
import { decodeLeaf, type Leaf } from '../leaf.ts'
import { checkOpening } from '../receipt.ts'
import { parseCanonicalJson } from '../strict-json.ts'
import { type Hash, leafHash } from '../tree-hash.ts'
import { verifyInclusion } from '../verify-tree.ts'
import type { SealContext } from './check-seal.ts'
import type { DossierIndex } from './index-file.ts'
import { CUSTODY_PATH, FIRST_STREAM_NUMBER, PROOFS_PATH, SEAL_PATH } from './layout.ts'
import { readLines } from './lines.ts'
import { type ExhibitPayload, type ImportPayload, readExhibitPayload, readImportPayload } from './payloads.ts'
import { attempt, type DossierReading } from './reading.ts'
import { type CustodyRecord, parseCustody, parseProofRecord } from './records.ts'
import type { VerdictBuilder } from './report.ts'

/** What was committed to in the case's stream, as far as it is opened, by `n`. */
export interface Committed {
  readonly exhibits: Map<number, ExhibitPayload>
  readonly imports: Map<number, ImportPayload>
  /** Every `n` that is listed, with whether its content is shown. */
  readonly opened: Map<number, boolean>
}

/**
 * Whether the history is whole: every leaf of the stream from the first number on without a gap, each in the
 * log, each opening what its leaf commits to, as many as the seal says, and nothing between them and the seal.
 */
export async function checkCustody(
  reading: DossierReading,
  verdict: VerdictBuilder,
  seal: SealContext,
  index: DossierIndex | null,
): Promise<Committed> {
  const committed: Committed = { exhibits: new Map(), imports: new Map(), opened: new Map() }
  const walk = new StreamWalk(verdict, seal.leaf.s)
  const lines = reading.stream(CUSTODY_PATH)
  const proofs = reading.stream(PROOFS_PATH)
  if (lines === null || proofs === null) {
    verdict.bad('file_missing', lines === null ? CUSTODY_PATH : PROOFS_PATH)
    return committed
  }
  await attempt(verdict, 'record_malformed', CUSTODY_PATH, async () => {
    const proven = readLines(proofs)[Symbol.asyncIterator]()
    for await (const line of readLines(lines)) {
      const place = `${CUSTODY_PATH}:${walk.count + 1}`
      const record = parseCustody(line)
      const leaf = walk.step(record, place)
      const proofLine = await proven.next()
      if (leaf === null) continue
      if (proofLine.done) verdict.bad('proof_missing', PROOFS_PATH, { n: leaf.n })
      else await checkLogged(verdict, record, leaf, proofLine.value, seal.bagHead, place)
      await open(verdict, record, leaf, committed, place)
    }
    if (!(await proven.next()).done) verdict.bad('proof_extra', PROOFS_PATH)
  })
  const hidden = [...committed.opened.values()].filter(opened => !opened).length
  const listed = walk.count
  if (listed !== seal.payload.streamCount) {
    verdict.bad('entries_missing', CUSTODY_PATH, { expected: seal.payload.streamCount, found: listed })
  }
  if (index !== null && (index.hiddenEntries !== hidden || index.streamCount !== listed)) {
    verdict.bad('index_disagrees', CUSTODY_PATH)
  }
  await checkBetween(verdict, seal, walk)
  verdict.facts.count = listed
  verdict.facts.hidden = hidden
  verdict.facts.between = seal.record.between.length
  verdict.facts.firstAt = walk.firstAt
  verdict.facts.lastAt = seal.leaf.at
  return committed
}

/** Follows the numbers of one stream. After a gap it goes on from what it found, so that one gap is one finding. */
class StreamWalk {
  count = 0
  firstAt: number | null = null
  private next = FIRST_STREAM_NUMBER
  private readonly verdict: VerdictBuilder
  private readonly stream: string

  constructor(verdict: VerdictBuilder, stream: string) {
    this.verdict = verdict
    this.stream = stream
  }

  /** The leaf of a record that stands in its place, or null. */
  step(record: Pick<CustodyRecord, 'leaf'>, place: string): Leaf | null {
    this.count++
    let leaf: Leaf
    try {
      leaf = decodeLeaf(record.leaf)
    } catch {
      this.next++
      return this.verdict.bad('leaf_malformed', place)
    }
    if (leaf.s !== this.stream) this.verdict.bad('leaf_other_stream', place)
    this.expect(leaf.n, place)
    this.firstAt ??= leaf.at
    return leaf
  }

  expect(n: number, place: string): void {
    if (n !== this.next) this.verdict.bad('number_gap', place, { expected: this.next, found: n })
    this.next = n + 1
  }
}

async function checkLogged(
  verdict: VerdictBuilder,
  record: CustodyRecord,
  leaf: Leaf,
  proofLine: string,
  head: TreeHead,
  place: string,
): Promise<void> {
  const proof = await attempt(verdict, 'record_malformed', PROOFS_PATH, () => parseProofRecord(proofLine))
  if (proof === null) return
  if (proof.n !== leaf.n || proof.index !== record.index) {
    verdict.bad('proof_of_other', PROOFS_PATH, { n: leaf.n })
    return
  }
  await checkIncluded(verdict, record.leaf, record.index, proof.path, head, place)
}

async function checkIncluded(
  verdict: VerdictBuilder,
  leaf: string,
  index: number,
  path: readonly Hash[],
  head: TreeHead,
  place: string,
): Promise<void> {
  const claim = { index, size: head.size, leafHash: leafHash(toUtf8(leaf)), root: head.root, proof: path }
  await attempt(verdict, 'leaf_not_logged', place, () => verifyInclusion(claim))
}

async function open(
  verdict: VerdictBuilder,
  record: CustodyRecord,
  leaf: Leaf,
  committed: Committed,
  place: string,
): Promise<void> {
  const { opening } = record
  committed.opened.set(leaf.n, opening !== null)
  if (opening === null) return
  const payload = await attempt(verdict, 'opening_mismatch', place, () => {
    checkOpening(leaf, opening)
    return parseCanonicalJson(opening.payload)
  })
  const exhibit = payload === null ? null : readExhibitPayload(payload)
  if (exhibit !== null) committed.exhibits.set(leaf.n, exhibit)
  const imported = payload === null ? null : readImportPayload(payload)
  if (imported !== null) committed.imports.set(leaf.n, imported)
}

/** The leaves that were logged while the dossier was made lead up to the number of the seal. */
async function checkBetween(verdict: VerdictBuilder, seal: SealContext, walk: StreamWalk): Promise<void> {
  for (const part of seal.record.between) {
    const leaf = walk.step(part, SEAL_PATH)
    if (leaf !== null) await checkIncluded(verdict, part.leaf, part.index, part.path, seal.head, SEAL_PATH)
  }
  walk.expect(seal.leaf.n, SEAL_PATH)
}
