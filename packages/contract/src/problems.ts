/**
 * Every refusal has one code and one HTTP status (RFC 9457). Prose stands in the message catalogues only.
 * The first group may come from any operation.
 */
export const PROBLEMS = {
  not_signed_in: 401,
  csrf_mismatch: 403,
  forbidden: 403,
  not_found: 404,
  input_invalid: 422,
  body_too_large: 413,
  content_type_unsupported: 415,
  idempotency_key_reused: 422,
  already_done: 409,
  rate_limited: 429,
  too_busy: 503,
  shutting_down: 503,
  log_halted: 503,
  internal: 500,

  setup_done: 409,
  setup_code_wrong: 403,
  sign_in_failed: 401,
  password_too_short: 422,
  password_too_common: 422,
  login_taken: 409,
  invitation_invalid: 403,
  last_owner: 409,
  own_roles: 403,

  stale_version: 409,
  case_closed: 409,
  too_many: 422,

  upload_incomplete: 400,
  file_empty: 422,
  range_unsatisfiable: 416,
  receipt_pending: 409,
  content_missing: 500,

  not_a_chat: 422,
  format_not_supported_yet: 422,
  import_running: 409,

  fact_without_source: 422,
  fact_cycle: 409,
  fact_link_exists: 409,
  source_not_in_case: 422,

  reason_required: 422,
  dossier_empty: 422,
  dossier_pending: 409,
  dossier_failed: 409,
} as const satisfies Record<string, number>
export type ProblemCode = keyof typeof PROBLEMS

/** What every operation may answer without naming it. */
export const COMMON_PROBLEMS: readonly ProblemCode[] = [
  'not_signed_in',
  'csrf_mismatch',
  'forbidden',
  'not_found',
  'input_invalid',
  'body_too_large',
  'content_type_unsupported',
  'idempotency_key_reused',
  'already_done',
  'rate_limited',
  'too_busy',
  'shutting_down',
  'log_halted',
  'internal',
]
