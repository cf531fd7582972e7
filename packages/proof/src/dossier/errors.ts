/** Why a dossier cannot be built, or a file is not one. Findings inside a dossier are data, not errors. */
export type DossierErrorCode =
  | 'part_invalid'
  | 'seal_invalid'
  | 'size_limit'
  | 'source_changed'
  | 'source_short'
  | 'unreadable'

/** The error class of the dossier: a stable `code` for programs, an English message for people. */
export class DossierError extends Error {
  override readonly name = 'DossierError'
  readonly code: DossierErrorCode
  /** The file concerned, where there is one. */
  readonly place: string | null

  constructor(code: DossierErrorCode, message: string, place: string | null = null, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.place = place
  }
}

/** Throws `part_invalid` unless the condition holds: a mistake of the caller, found before anything is sealed. */
export function requirePart(
  condition: boolean,
  message: string,
  place: string | null = null,
): asserts condition {
  if (!condition) throw new DossierError('part_invalid', message, place)
}
