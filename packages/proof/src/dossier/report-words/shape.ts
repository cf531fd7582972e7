import type { LimitCode, VerdictId, VerdictState } from '../report.ts'

/** The words of a report in one language. `{name}` in a sentence stands for a fact of that name. */
export interface ReportWords {
  readonly verdicts: Readonly<Record<VerdictId, string>>
  readonly states: Readonly<Record<VerdictState, string>>
  /** By the code of a verdict or finding. */
  readonly codes: Readonly<Record<string, string>>
  readonly limits: Readonly<Record<LimitCode, string>>
  readonly headlines: {
    readonly good: string
    readonly bad: string
    /** Below a good headline: who keeps it, and that nobody else has seen it. */
    readonly keeping: string
    readonly limits: string
    /** `{count}` findings that are not listed. */
    readonly more: string
  }
}
