import type { JsonObject, JsonValue } from '../canonical-json.ts'
import { EXHIBIT_WORD, IMPORT_WORD, SEAL_WORD } from './layout.ts'

// What this code reads from the payloads of entries. Members that it does not know are none of its business:
// payloads belong to the application and grow, the commitment covers all of them.

export interface SealPayload {
  readonly case: string
  readonly dossierId: string
  readonly tagManifestSha256: string
  readonly streamCount: number
  readonly masked: boolean
}

/** `dossier.sealed`; null where the payload is not of that kind or not complete. */
export function readSealPayload(payload: JsonValue): SealPayload | null {
  const detail = detailOf(payload, SEAL_WORD)
  if (detail === null) return null
  const { case: caseNumber, dossierId, tagManifestSha256, streamCount, masked } = detail
  if (typeof caseNumber !== 'string' || typeof dossierId !== 'string') return null
  if (typeof tagManifestSha256 !== 'string' || typeof streamCount !== 'number') return null
  if (typeof masked !== 'boolean') return null
  return { case: caseNumber, dossierId, tagManifestSha256, streamCount, masked }
}

export interface ExhibitPayload {
  readonly case: string
  readonly number: number
  readonly sizeBytes: number
  readonly sha256: string
  readonly fileName: string | null
}

/** `exhibit.added`; null where the payload is not of that kind or not complete. */
export function readExhibitPayload(payload: JsonValue): ExhibitPayload | null {
  const detail = detailOf(payload, EXHIBIT_WORD)
  if (detail === null) return null
  const { case: caseNumber, number, sizeBytes, sha256, fileName } = detail
  if (typeof caseNumber !== 'string' || typeof number !== 'number') return null
  if (typeof sizeBytes !== 'number' || typeof sha256 !== 'string') return null
  return {
    case: caseNumber,
    number,
    sizeBytes,
    sha256,
    fileName: typeof fileName === 'string' ? fileName : null,
  }
}

export interface ImportPayload {
  readonly importId: string
  readonly messages: number
  /** Root over the message commitments, lower-case hex. */
  readonly messageRoot: string
}

/** `conversation.imported`; null where the payload is not of that kind or not complete. */
export function readImportPayload(payload: JsonValue): ImportPayload | null {
  const detail = detailOf(payload, IMPORT_WORD)
  if (detail === null) return null
  const { importId, messages, messageRoot } = detail
  if (typeof importId !== 'string' || typeof messages !== 'number') return null
  return typeof messageRoot === 'string' ? { importId, messages, messageRoot } : null
}

function detailOf(payload: JsonValue, word: string): JsonObject | null {
  if (!isObject(payload) || payload.word !== word) return null
  return isObject(payload.detail) ? payload.detail : null
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
