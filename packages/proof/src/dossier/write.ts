import { toUtf8 } from '../encoding.ts'
import { decodeLeaf } from '../leaf.ts'
import { checkOpening } from '../receipt.ts'
import { parseCanonicalJson } from '../strict-json.ts'
import { parseProof } from '../tlog-proof.ts'
import { leafHash } from '../tree-hash.ts'
import { verifyConsistency, verifyInclusion } from '../verify-tree.ts'
import { DossierError } from './errors.ts'
import {
  FIRST_STREAM_NUMBER,
  MIMETYPE,
  MIMETYPE_PATH,
  SEAL_PATH,
  SEAL_PROOF_PATH,
  SEAL_WORD,
} from './layout.ts'
import type { SealParts } from './parts.ts'
import { readSealPayload } from './payloads.ts'
import type { DossierPlan } from './plan.ts'
import type { ByteSink } from './ports.ts'
import { formatSeal } from './records.ts'
import { containerSizeBytes, type MeasuredFile, measureFile, writeContainer } from './zip-writer.ts'

/** The exact size of the finished container in bytes. */
export async function dossierSizeBytes(plan: DossierPlan, seal: SealParts): Promise<number> {
  return containerSizeBytes(await allFiles(plan, seal))
}

/**
 * Writes the container: the bag as planned and, outside its manifests, the proof that the bag was logged.
 * @throws DossierError `seal_invalid` when the seal does not belong to this plan, `source_changed` when a stream
 *   gave other bytes than at planning; ProofError for a proof that is wrong in itself
 */
export async function writeDossier(plan: DossierPlan, seal: SealParts, sink: ByteSink): Promise<void> {
  checkSeal(plan, seal)
  await writeContainer(await allFiles(plan, seal), sink)
}

async function allFiles(plan: DossierPlan, seal: SealParts): Promise<MeasuredFile[]> {
  const text = (name: string, content: string) => measureFile(name, () => [toUtf8(content)])
  return [
    await text(MIMETYPE_PATH, MIMETYPE),
    await text(SEAL_PATH, formatSeal(seal)),
    await text(SEAL_PROOF_PATH, seal.proof),
    ...plan.files,
  ]
}

function checkSeal(plan: DossierPlan, seal: SealParts): void {
  const leaf = decodeLeaf(seal.leaf)
  checkOpening(leaf, seal.opening)
  const detail = readSealPayload(parseCanonicalJson(seal.opening.payload))
  const wanted = plan.sealDetail
  requireSeal(leaf.t === SEAL_WORD && detail !== null, 'the leaf is not a seal')
  requireSeal(detail.tagManifestSha256 === wanted.tagManifestSha256, 'the seal is of another bag')
  requireSeal(detail.streamCount === wanted.streamCount, 'the seal counts other entries')
  requireSeal(detail.case === wanted.case && detail.masked === wanted.masked, 'the seal is of another case')
  const number = FIRST_STREAM_NUMBER + wanted.streamCount + seal.between.length
  requireSeal(leaf.n === number, `the seal has the number ${leaf.n}, not ${number}`)
  const proof = parseProof(seal.proof)
  const { size, root } = proof.head
  const claim = { index: proof.index, leafHash: leafHash(toUtf8(seal.leaf)), proof: proof.hashes }
  verifyInclusion({ ...claim, size, root })
  verifyConsistency({
    oldSize: plan.checkpoint.size,
    oldRoot: plan.checkpoint.root,
    size,
    root,
    proof: seal.consistency,
  })
}

function requireSeal(condition: boolean, message: string): asserts condition {
  if (!condition) throw new DossierError('seal_invalid', message)
}
