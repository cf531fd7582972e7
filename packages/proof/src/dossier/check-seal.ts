import { digest } from '#digest'
import { type Checkpoint, openCheckpoint } from '../checkpoint.ts'
import { fromUtf8, toHex, toUtf8 } from '../encoding.ts'
import { ProofError } from '../errors.ts'
import { decodeLeaf, type Leaf } from '../leaf.ts'
import { type NoteSignature, parseNote } from '../note.ts'
import { type NoteVerifier, parseVerifierKey } from '../note-key.ts'
import { checkOpening } from '../receipt.ts'
import { parseCanonicalJson } from '../strict-json.ts'
import { parseProof } from '../tlog-proof.ts'
import { leafHash } from '../tree-hash.ts'
import { verifyInclusion } from '../verify-tree.ts'
import type { DossierIndex } from './index-file.ts'
import * as layout from './layout.ts'
import { readSealPayload, type SealPayload } from './payloads.ts'
import { attempt, type DossierReading } from './reading.ts'
import { parseSeal, type SealRecord } from './records.ts'
import type { VerdictBuilder } from './report.ts'

/** What the other checks take from the seal. */
export interface SealContext {
  readonly record: SealRecord
  readonly leaf: Leaf
  readonly payload: SealPayload
  /** The key that the dossier names; it cannot vouch for itself. */
  readonly key: NoteVerifier
  /** Head and signatures of the checkpoint that holds the seal. */
  readonly head: Checkpoint
  readonly otherSignatures: readonly NoteSignature[]
  /** Head of the checkpoint that the proofs in the bag lead to. */
  readonly bagHead: Checkpoint
}

const MAX_SMALL_BYTES = 4 * 1024 * 1024

/**
 * Whether this very bag was logged: the tag manifest's digest is in the payload of the seal leaf, the leaf is in
 * the tree of a checkpoint, and the checkpoint bears the signature of the key that the dossier names. Null
 * where too little is readable for anything else to rest on it.
 */
export async function checkSeal(
  reading: DossierReading,
  verdict: VerdictBuilder,
  index: DossierIndex | null,
): Promise<SealContext | null> {
  const record = await readSeal(reading, verdict)
  const proof = await readText(reading, verdict, layout.SEAL_PROOF_PATH, 'proof_malformed', parseProof)
  const key = await readText(
    reading,
    verdict,
    layout.BAG_FOLDER + layout.LOG_KEY_PATH,
    'key_malformed',
    text => parseVerifierKey(text.replace(/\n$/, '')),
  )
  if (record === null || proof === null || key === null) return null
  const leaf = await attempt(verdict, 'seal_malformed', layout.SEAL_PATH, () => decodeLeaf(record.leaf))
  if (leaf === null) return null
  await attempt(verdict, 'seal_not_logged', layout.SEAL_PROOF_PATH, () =>
    verifyInclusion({
      index: proof.index,
      size: proof.head.size,
      leafHash: leafHash(toUtf8(record.leaf)),
      root: proof.head.root,
      proof: proof.hashes,
    }),
  )
  const payload = await readPayload(record, leaf, verdict)
  await checkTagManifest(reading, verdict, payload)
  const otherSignatures = checkSignature(verdict, layout.SEAL_PROOF_PATH, proof.checkpoint, key)
  const bagHead = await readText(
    reading,
    verdict,
    layout.BAG_FOLDER + layout.CHECKPOINT_PATH,
    'checkpoint_signature',
    text => openCheckpoint(text, [key], key.name),
  )
  if (payload === null || bagHead === null) return null
  if (index !== null) compareIndex(verdict, index, payload)
  verdict.facts.index = proof.index
  verdict.facts.size = proof.head.size
  verdict.facts.origin = proof.head.origin
  verdict.facts.at = leaf.at
  return { record, leaf, payload, key, head: proof.head, otherSignatures, bagHead }
}

async function readSeal(reading: DossierReading, verdict: VerdictBuilder): Promise<SealRecord | null> {
  const bytes = await reading.bytes(layout.SEAL_PATH, layout.MAX_SEAL_BYTES)
  if (bytes === null) return verdict.bad('seal_missing', layout.SEAL_PATH)
  const record = await attempt(verdict, 'seal_malformed', layout.SEAL_PATH, () => parseSeal(bytes))
  if (record === null && !verdict.isBad) verdict.bad('seal_malformed', layout.SEAL_PATH)
  return record
}

async function readText<T>(
  reading: DossierReading,
  verdict: VerdictBuilder,
  name: string,
  code: string,
  parse: (text: string) => T,
): Promise<T | null> {
  const bytes = await reading.bytes(name, MAX_SMALL_BYTES)
  if (bytes === null) return verdict.bad('file_missing', name)
  return attempt(verdict, code, name, () => parse(fromUtf8(bytes)))
}

async function readPayload(
  record: SealRecord,
  leaf: Leaf,
  verdict: VerdictBuilder,
): Promise<SealPayload | null> {
  const opened = await attempt(verdict, 'seal_opening', layout.SEAL_PATH, () => {
    checkOpening(leaf, record.opening)
    return parseCanonicalJson(record.opening.payload)
  })
  if (opened === null) return null
  const payload = readSealPayload(opened)
  if (payload === null || leaf.t !== layout.SEAL_WORD) return verdict.bad('seal_kind', layout.SEAL_PATH)
  return payload
}

async function checkTagManifest(
  reading: DossierReading,
  verdict: VerdictBuilder,
  payload: SealPayload | null,
): Promise<void> {
  if (payload === null) return
  const bytes = await reading.bytes(layout.BAG_FOLDER + layout.TAG_MANIFEST_PATH, MAX_SMALL_BYTES)
  if (bytes !== null && toHex(digest.sha256(bytes)) === payload.tagManifestSha256) return
  verdict.bad('seal_other_bag', layout.BAG_FOLDER + layout.TAG_MANIFEST_PATH)
}

function checkSignature(
  verdict: VerdictBuilder,
  place: string,
  checkpoint: string,
  key: NoteVerifier,
): readonly NoteSignature[] {
  try {
    return openCheckpoint(checkpoint, [key], key.name).unverified
  } catch (error) {
    if (!(error instanceof ProofError)) throw error
    verdict.bad('checkpoint_signature', place, { reason: error.code })
    return parseNote(checkpoint).signatures
  }
}

function compareIndex(verdict: VerdictBuilder, index: DossierIndex, payload: SealPayload): void {
  const same =
    index.caseNumber === payload.case &&
    index.dossierId === payload.dossierId &&
    index.masked === payload.masked &&
    index.streamCount === payload.streamCount
  if (!same) verdict.bad('seal_disagrees', layout.BAG_FOLDER + layout.INDEX_PATH)
}
