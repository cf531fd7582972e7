import { canonicalJson, type JsonValue } from '../canonical-json.ts'
import { OPENING_SIZE_BYTES } from '../commitment.ts'
import { toBase64, toHex } from '../encoding.ts'
import type { Opening } from '../receipt.ts'
import { parseCanonicalJson } from '../strict-json.ts'
import { HASH_SIZE_BYTES, type Hash } from '../tree-hash.ts'
import { JsonFields } from './json-fields.ts'
import { MAX_BETWEEN, MAX_SEAL_BYTES, SEAL_FORMAT } from './layout.ts'
import { MAX_LINE_BYTES } from './lines.ts'
import type { ConsistencyPart, CustodyPart, MessagePart, SealParts } from './parts.ts'

// The records of the dossier's JSON files: written canonically, one a line, and read back strictly.

export interface CustodyRecord {
  readonly index: number
  readonly leaf: string
  readonly opening: Opening | null
}

export function formatCustody(part: CustodyPart, opened: boolean): string {
  const opening = opened && part.opening !== null ? openingJson(part.opening) : null
  return `${canonicalJson({ index: part.index, leaf: part.leaf, opening })}\n`
}

export function parseCustody(line: string): CustodyRecord {
  const fields = JsonFields.parse(line, MAX_LINE_BYTES)
  const opening = fields.value('opening')
  const record = {
    index: fields.count('index'),
    leaf: fields.text('leaf'),
    opening: opening === null ? null : readOpening(opening),
  }
  fields.done()
  return record
}

export interface ProofRecord {
  readonly index: number
  readonly n: number
  readonly path: readonly Hash[]
}

export function formatProofRecord(record: ProofRecord): string {
  return `${canonicalJson({ index: record.index, n: record.n, path: record.path.map(toBase64) })}\n`
}

export function parseProofRecord(line: string): ProofRecord {
  const fields = JsonFields.parse(line, MAX_LINE_BYTES)
  const record = { index: fields.count('index'), n: fields.count('n'), path: fields.hashes('path') }
  fields.done()
  return record
}

export function formatConsistency(part: ConsistencyPart): string {
  return `${canonicalJson({ from: part.from, hashes: part.hashes.map(toBase64), to: part.to })}\n`
}

export function parseConsistency(line: string): ConsistencyPart {
  const fields = JsonFields.parse(line, MAX_LINE_BYTES)
  const part = { from: fields.count('from'), to: fields.count('to'), hashes: fields.hashes('hashes') }
  fields.done()
  return part
}

/** A message that is shown: with its opening, or with its text masked and nothing that opens it. */
export interface MessageRecord {
  readonly thread: number
  readonly importId: string
  readonly position: number
  readonly path: readonly Hash[]
  readonly content:
    | { readonly kind: 'open'; readonly message: string; readonly r: Uint8Array }
    | { readonly kind: 'masked'; readonly masked: JsonValue; readonly commitment: Hash }
}

export function formatMessage(part: MessagePart, content: MessageRecord['content']): string {
  const place = {
    import: part.importId,
    path: part.path.map(toBase64),
    position: part.position,
    thread: part.threadPosition,
  }
  return `${canonicalJson(
    content.kind === 'open'
      ? { ...place, message: content.message, r: toHex(content.r) }
      : { ...place, commitment: toHex(content.commitment), masked: content.masked },
  )}\n`
}

export function parseMessage(line: string): MessageRecord {
  const fields = JsonFields.parse(line, MAX_LINE_BYTES)
  const record: MessageRecord = {
    thread: fields.count('thread'),
    importId: fields.text('import'),
    position: fields.count('position'),
    path: fields.hashes('path'),
    content: fields.has('r')
      ? { kind: 'open', message: fields.text('message'), r: fields.hex('r', OPENING_SIZE_BYTES) }
      : {
          kind: 'masked',
          masked: fields.value('masked'),
          commitment: fields.hex('commitment', HASH_SIZE_BYTES),
        },
  }
  fields.done()
  return record
}

/** The JSON of a message as far as it is shown. */
export function shownMessage(record: MessageRecord): JsonValue {
  return record.content.kind === 'open' ? parseCanonicalJson(record.content.message) : record.content.masked
}

/** The seal file: all of {@link SealParts} but the proof, which is a file of its own. */
export type SealRecord = Omit<SealParts, 'proof'> & { readonly timestamps: readonly string[] }

export function formatSeal(seal: SealParts): string {
  return canonicalJson({
    between: seal.between.map(({ index, leaf, path }) => ({ index, leaf, path: path.map(toBase64) })),
    consistency: seal.consistency.map(toBase64),
    format: SEAL_FORMAT,
    leaf: seal.leaf,
    opening: openingJson(seal.opening),
    timestamps: [],
  })
}

export function parseSeal(source: Uint8Array): SealRecord | null {
  const fields = JsonFields.parse(source, MAX_SEAL_BYTES)
  if (fields.text('format') !== SEAL_FORMAT) return null
  const record = {
    leaf: fields.text('leaf'),
    opening: readOpening(fields.value('opening')),
    between: fields.list('between', readBetween),
    consistency: fields.hashes('consistency'),
    timestamps: fields.list('timestamps', token => (typeof token === 'string' ? token : '')),
  }
  fields.done()
  return record.between.length > MAX_BETWEEN ? null : record
}

function readBetween(value: JsonValue): Omit<CustodyPart, 'opening'> {
  const fields = new JsonFields(value)
  const record = { index: fields.count('index'), leaf: fields.text('leaf'), path: fields.hashes('path') }
  fields.done()
  return record
}

function openingJson(opening: Opening): JsonValue {
  return { payload: opening.payload, r: toHex(opening.r) }
}

function readOpening(value: JsonValue): Opening {
  const fields = new JsonFields(value)
  const opening = { payload: fields.text('payload'), r: fields.hex('r', OPENING_SIZE_BYTES) }
  fields.done()
  return opening
}
