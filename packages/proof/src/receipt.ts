import { canonicalJson, type JsonObject, type JsonValue } from './canonical-json.ts'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { commit, OPENING_SIZE_BYTES } from './commitment.ts'
import { equalBytes, fromHex, fromUtf8, toHex, toUtf8 } from './encoding.ts'
import { ProofError, type ProofErrorCode } from './errors.ts'
import { decodeLeaf, type Leaf } from './leaf.ts'
import type { NoteVerifier } from './note-key.ts'
import { parseCanonicalJson, parseJson } from './strict-json.ts'
import { parseProof } from './tlog-proof.ts'
import { leafHash } from './tree-hash.ts'
import { verifyInclusion } from './verify-tree.ts'

export const RECEIPT_FORMAT = 'yuanwei/receipt/v1'
const MAX_RECEIPT_SIZE = 4 * 1024 * 1024

/** What opens a leaf's commitment. */
export interface Opening {
  /** 32 random bytes. */
  readonly r: Uint8Array
  /** The canonical JSON text of what the leaf commits to. */
  readonly payload: string
}

/** A receipt: everything an outsider needs to check one entry of the log offline, but for the trusted key. */
export interface Receipt {
  /** The exact bytes that were logged. */
  readonly leaf: Uint8Array
  /** The text of a `.tlog-proof`. */
  readonly proof: string
  readonly opening: Opening
  /** Base 64 of RFC 3161 tokens over the signed checkpoint; may be empty. */
  readonly timestamps: readonly string[]
}

/** Whom a verifier believes. It comes from outside the receipt; without it no signature is judged. */
export interface ReceiptTrust {
  readonly origin: string
  readonly verifiers: readonly NoteVerifier[]
}

/**
 * One finding. `good` and `bad` are proven; `unknown` means that it was not or could not be checked, and must
 * never be shown as good.
 */
export interface Verdict {
  readonly status: 'good' | 'bad' | 'unknown'
  /** Why, unless good. */
  readonly code?: ProofErrorCode | 'not-trusted' | 'not-checked' | 'absent'
  readonly message?: string
}

/** The separate findings about a receipt; no one of them stands for another. */
export interface ReceiptReport {
  readonly leaf: Leaf
  readonly payload: JsonValue | undefined
  readonly index: number
  readonly head: Checkpoint
  readonly verdicts: {
    /** The payload and `r` are what the leaf commits to. */
    readonly opened: Verdict
    /** The leaf is in the tree of the checkpoint. */
    readonly logged: Verdict
    /** The checkpoint is of the trusted log and signed by a trusted key. */
    readonly signed: Verdict
    /** A trusted time authority saw the checkpoint. */
    readonly timed: Verdict
  }
}

/**
 * The text of a receipt, canonical JSON. Refuses to write one that would not verify, but for its signatures.
 * @throws ProofError `receipt-malformed` and whatever is wrong with a part
 */
export function formatReceipt(receipt: Receipt): string {
  const text = canonicalJson({
    format: RECEIPT_FORMAT,
    leaf: fromUtf8(receipt.leaf),
    opening: { payload: receipt.opening.payload, r: toHex(receipt.opening.r) },
    proof: receipt.proof,
    timestamps: receipt.timestamps,
  })
  const { opened, logged } = verifyReceipt(text).verdicts
  for (const { status, code, message } of [opened, logged]) {
    if (status === 'good') continue
    throw new ProofError('receipt-malformed', `the receipt would not verify: ${code}: ${message}`)
  }
  return text
}

/**
 * Reads a receipt without judging it.
 * @throws ProofError `receipt-malformed`, `json-*`, `encoding-*`
 */
export function parseReceipt(source: string | Uint8Array): Receipt {
  const value = asObject(parseJson(source, { maxSize: MAX_RECEIPT_SIZE }), 'a receipt')
  if (value.format !== RECEIPT_FORMAT) malformed(`the format is not ${RECEIPT_FORMAT}`)
  assertMembers(value, ['format', 'leaf', 'opening', 'proof', 'timestamps'])
  const opening = asObject(value.opening, 'the opening')
  assertMembers(opening, ['payload', 'r'])
  if (!Array.isArray(value.timestamps)) malformed('timestamps is not a list')
  return {
    leaf: toUtf8(asText(value.leaf, 'leaf')),
    proof: asText(value.proof, 'proof'),
    opening: {
      r: fromHex(asText(opening.r, 'r'), OPENING_SIZE_BYTES),
      payload: asText(opening.payload, 'payload'),
    },
    timestamps: value.timestamps.map(token => asText(token, 'a timestamp')),
  }
}

/**
 * Checks a receipt. A receipt that cannot be read throws; everything that can be judged is a verdict of its own.
 * @param trust the log's name and keys, from outside the receipt; without it `signed` is `unknown`
 * @throws ProofError `receipt-malformed`, `json-*`, `encoding-*`, `leaf-*`, `proof-malformed`, `note-malformed`,
 *   `checkpoint-malformed`
 */
export function verifyReceipt(source: string | Uint8Array, trust?: ReceiptTrust): ReceiptReport {
  const receipt = parseReceipt(source)
  const leaf = decodeLeaf(receipt.leaf)
  const { index, hashes, checkpoint, head } = parseProof(receipt.proof)
  const opened = judge(() => checkOpening(leaf, receipt.opening))
  const logged = judge(() =>
    verifyInclusion({
      index,
      size: head.size,
      leafHash: leafHash(receipt.leaf),
      root: head.root,
      proof: hashes,
    }),
  )
  const signed =
    trust === undefined
      ? unknown('not-trusted', 'no trusted key was given')
      : judge(() => openCheckpoint(checkpoint, trust.verifiers, trust.origin))
  const timed =
    receipt.timestamps.length === 0
      ? unknown('absent', 'the receipt holds no time stamp')
      : unknown('not-checked', 'time stamps are not checked here')
  const payload = opened.status === 'good' ? parseCanonicalJson(receipt.opening.payload) : undefined
  return { leaf, payload, index, head, verdicts: { opened, logged, signed, timed } }
}

/**
 * Checks that an opening belongs to a leaf.
 * @throws ProofError `opening-mismatch`, `json-*`
 */
export function checkOpening(leaf: Leaf, opening: Opening): void {
  if (!equalBytes(commit(opening.r, toUtf8(opening.payload)), fromHex(leaf.c))) {
    throw new ProofError('opening-mismatch', 'the payload is not what the leaf commits to')
  }
  parseCanonicalJson(opening.payload)
}

function judge(check: () => unknown): Verdict {
  try {
    check()
    return { status: 'good' }
  } catch (error) {
    if (!(error instanceof ProofError)) throw error
    return { status: 'bad', code: error.code, message: error.message }
  }
}

function unknown(code: 'not-trusted' | 'not-checked' | 'absent', message: string): Verdict {
  return { status: 'unknown', code, message }
}

function asObject(value: JsonValue | undefined, name: string): JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    malformed(`${name} is not an object`)
  return value as JsonObject
}

function asText(value: JsonValue | undefined, name: string): string {
  return typeof value === 'string' ? value : malformed(`${name} is not a text`)
}

function assertMembers(value: JsonObject, names: readonly string[]): void {
  const unknownName = Object.keys(value).find(name => !names.includes(name))
  if (unknownName !== undefined) malformed(`an unknown member ${JSON.stringify(unknownName)}`)
}

function malformed(reason: string): never {
  throw new ProofError('receipt-malformed', reason)
}
