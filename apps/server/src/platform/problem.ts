import { PROBLEMS, type ProblemCode } from '@yuanwei/contract'

/** A refusal that the caller can act upon. `detail` holds facts (limits, fields, ids), never prose. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly detail: Readonly<Record<string, unknown>>
  constructor(code: ProblemCode, detail: Readonly<Record<string, unknown>> = {}) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.detail = detail
  }

  get status(): number {
    return PROBLEMS[this.code]
  }

  /** RFC 9457. The title repeats the code: prose belongs to the reader's language. */
  toJSON(): Record<string, unknown> {
    return {
      type: `urn:yuanwei:problem:${this.code}`,
      title: this.code,
      status: this.status,
      code: this.code,
      detail: this.detail,
    }
  }
}

/** Throws `not_found` for a row that is absent or that this actor may not know of. */
export function found<T>(row: T | undefined | null): T {
  if (row === undefined || row === null) throw new Problem('not_found')
  return row
}
