import { digest } from '#digest'
import { openCheckpoint } from '../checkpoint.ts'
import { fromUtf8, toHex } from '../encoding.ts'
import { ProofError } from '../errors.ts'
import { decodeLeaf } from '../leaf.ts'
import { parseVerifierKey } from '../note-key.ts'
import { checkOpening, parseReceipt, type Receipt } from '../receipt.ts'
import { parseCanonicalJson } from '../strict-json.ts'
import { parseProof } from '../tlog-proof.ts'
import { leafHash } from '../tree-hash.ts'
import { verifyInclusion } from '../verify-tree.ts'
import { checkOutside, checkTime, checkWitnesses, NO_TRUST, type Trust } from './check-outside.ts'
import { DossierError } from './errors.ts'
import { type ExhibitPayload, readExhibitPayload } from './payloads.ts'
import { type ByteSource, collect, readRange } from './ports.ts'
import { attempt, type Progress } from './reading.ts'
import { type Facts, type LimitCode, makeReport, type Report, VerdictBuilder } from './report.ts'

const MAX_RECEIPT_BYTES = 4 * 1024 * 1024
const PLACE = 'receipt'

/**
 * Verifies a receipt (`yuanwei/receipt/v1`, or a bare `.tlog-proof`, which lacks the leaf) and, where the
 * original is at hand, that it is the file that the receipt is for. A receipt holds no key: its signature is
 * judged only against keys of the reader's.
 * @throws DossierError `unreadable` where it is neither; ProofError `key-malformed` for a key that is none
 */
export async function verifyReceiptFile(
  source: ByteSource,
  trust: Trust = NO_TRUST,
  original: ByteSource | null = null,
  progress: Progress = () => undefined,
): Promise<Report> {
  const { receipt, proofText } = await readReceipt(source)
  const builders = {
    container: new VerdictBuilder('container'),
    logged: new VerdictBuilder('logged'),
    key: new VerdictBuilder('key'),
    append_only: new VerdictBuilder('append_only'),
    witnessed: new VerdictBuilder('witnessed'),
    time: new VerdictBuilder('time'),
    originals: new VerdictBuilder('originals'),
  }
  const proof = await attempt(builders.container, 'proof_malformed', PLACE, () => parseProof(proofText))
  const leaf =
    receipt === null
      ? null
      : await attempt(builders.container, 'leaf_malformed', PLACE, () => decodeLeaf(receipt.leaf))
  const payload =
    receipt === null || leaf === null ? null : await checkLogged(builders.logged, receipt, proof)
  if (receipt === null) builders.logged.unknown('leaf_missing')
  if (proof === null || (receipt !== null && leaf === null)) builders.logged.unknown('not_reached')
  const key = proof === null ? null : findKey(builders.key, proof.checkpoint, trust)
  if (proof === null) builders.key.unknown('not_reached')
  if (proof !== null && key !== null)
    checkOutside(builders.append_only, [proof.head], key.verifier, trust, [])
  else builders.append_only.unknown(trust.keys.length === 0 ? 'key_needed' : 'not_reached')
  checkWitnesses(builders.witnessed, key?.others ?? [])
  checkTime(builders.time, receipt?.timestamps ?? [], leaf?.at ?? null)
  await checkOriginal(builders.originals, payload?.exhibit ?? null, original, progress)
  if (proof !== null) {
    Object.assign(builders.logged.facts, {
      index: proof.index,
      size: proof.head.size,
      origin: proof.head.origin,
    })
  }
  const verdicts = [
    builders.container.finish('receipt_form'),
    builders.logged.finish('logged'),
    builders.key.finish('key_known'),
    builders.append_only.finish('consistent'),
    builders.witnessed.finish('witnessed'),
    builders.time.finish('stamped'),
    builders.originals.finish('unchanged'),
  ]
  const facts: Facts = { ...payload?.facts, at: leaf?.at ?? null, origin: proof?.head.origin ?? null }
  return makeReport('receipt', verdicts, limitsOf(trust), facts)
}

async function readReceipt(source: ByteSource): Promise<{ receipt: Receipt | null; proofText: string }> {
  try {
    if (source.sizeBytes > MAX_RECEIPT_BYTES) throw new DossierError('unreadable', 'too large for a receipt')
    const text = fromUtf8(await collect(readRange(source, 0, source.sizeBytes), MAX_RECEIPT_BYTES))
    if (text.startsWith('c2sp.org/tlog-proof@')) return { receipt: null, proofText: text }
    const receipt = parseReceipt(text)
    return { receipt, proofText: receipt.proof }
  } catch (error) {
    if (!(error instanceof ProofError)) throw error
    throw new DossierError('unreadable', `not a receipt: ${error.code}`, null, { cause: error })
  }
}

async function checkLogged(
  verdict: VerdictBuilder,
  receipt: Receipt,
  proof: ReturnType<typeof parseProof> | null,
): Promise<{ exhibit: ExhibitPayload | null; facts: Facts } | null> {
  if (proof !== null) {
    await attempt(verdict, 'leaf_not_logged', PLACE, () =>
      verifyInclusion({
        index: proof.index,
        size: proof.head.size,
        leafHash: leafHash(receipt.leaf),
        root: proof.head.root,
        proof: proof.hashes,
      }),
    )
  }
  return attempt(verdict, 'opening_mismatch', PLACE, () => {
    checkOpening(decodeLeaf(receipt.leaf), receipt.opening)
    const exhibit = readExhibitPayload(parseCanonicalJson(receipt.opening.payload))
    const facts: Facts =
      exhibit === null
        ? {}
        : { caseNumber: exhibit.case, fileName: exhibit.fileName, sizeBytes: exhibit.sizeBytes }
    return { exhibit, facts }
  })
}

/** The first of the reader's keys that signed the checkpoint. */
function findKey(verdict: VerdictBuilder, checkpoint: string, trust: Trust) {
  const known = trust.keys.map(parseVerifierKey)
  if (known.length === 0) return verdict.unknown('key_not_given')
  let reason: string | null = null
  for (const verifier of known) {
    try {
      return { verifier, others: openCheckpoint(checkpoint, [verifier], verifier.name).unverified }
    } catch (error) {
      if (!(error instanceof ProofError)) throw error
      reason = error.code
    }
  }
  return verdict.bad(reason === 'note-unsigned' ? 'key_foreign' : 'checkpoint_signature', PLACE, { reason })
}

async function checkOriginal(
  verdict: VerdictBuilder,
  exhibit: ExhibitPayload | null,
  original: ByteSource | null,
  progress: Progress,
): Promise<void> {
  if (original === null) {
    verdict.unknown('original_not_given')
    return
  }
  if (exhibit === null) {
    verdict.unknown('receipt_of_no_file')
    return
  }
  const hasher = digest.createSha256()
  let readBytes = 0
  for await (const piece of readRange(original, 0, original.sizeBytes)) {
    hasher.update(piece)
    readBytes += piece.length
    progress(readBytes, original.sizeBytes)
  }
  verdict.facts.originals = 1
  const same = original.sizeBytes === exhibit.sizeBytes && toHex(hasher.digest()) === exhibit.sha256
  if (!same) verdict.bad('original_changed', exhibit.fileName, { number: exhibit.number })
}

function limitsOf(trust: Trust): LimitCode[] {
  const limits: LimitCode[] = ['truth', 'before_intake', 'authorship', 'keeper_clock', 'single_keeper']
  return trust.keys.length === 0 ? [...limits, 'key_unconfirmed'] : limits
}
