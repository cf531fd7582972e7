/**
 * Every reason for which this package refuses something. The codes are part of the public interface:
 * they are stored in reports and translated by user interfaces, so a code is never renamed.
 */
export type ProofErrorCode =
  | 'bundle-malformed'
  | 'checkpoint-malformed'
  | 'checkpoint-origin'
  | 'disclosure-malformed'
  | 'disclosure-mismatch'
  | 'encoding-base64'
  | 'encoding-hex'
  | 'encoding-utf8'
  | 'head-fork'
  | 'head-origin'
  | 'head-proof'
  | 'head-rollback'
  | 'input-range'
  | 'json-depth'
  | 'json-duplicate-key'
  | 'json-not-canonical'
  | 'json-number'
  | 'json-size'
  | 'json-surrogate'
  | 'json-syntax'
  | 'json-value'
  | 'key-malformed'
  | 'leaf-field'
  | 'leaf-size'
  | 'note-malformed'
  | 'note-signature'
  | 'note-unsigned'
  | 'opening-mismatch'
  | 'proof-malformed'
  | 'proof-mismatch'
  | 'receipt-malformed'
  | 'tile-malformed'
  | 'tile-missing'

/** The one error class of this package: a stable `code` for programs and an English message for people. */
export class ProofError extends Error {
  override readonly name = 'ProofError'
  readonly code: ProofErrorCode

  constructor(code: ProofErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Throws `input-range` unless `value` is an integer in `0 … 2^53−1`. */
export function assertCount(value: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new ProofError('input-range', `${name} must be a whole number from 0 to 2^53−1, not ${value}`)
  }
}

/** Throws `input-range` unless `bytes` has exactly `sizeBytes` bytes. */
export function assertSize(bytes: Uint8Array, sizeBytes: number, name: string): void {
  if (!(bytes instanceof Uint8Array) || bytes.length !== sizeBytes) {
    throw new ProofError('input-range', `${name} must be ${sizeBytes} bytes`)
  }
}
