/** `bad` is proven wrong; `not_checked` says that it could not be judged, and must never be shown as good. */
export type VerdictState = 'bad' | 'good' | 'not_checked'

export type VerdictId =
  | 'append_only'
  | 'bytes'
  | 'container'
  | 'custody'
  | 'excerpts'
  | 'key'
  | 'logged'
  | 'originals'
  | 'time'
  | 'witnessed'

/** Numbers and texts that the words of a verdict or finding need. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>

/** One thing that is wrong or could not be judged. */
export interface Finding {
  readonly code: string
  /** File in the dossier, with a line where there is one (`data/custody.jsonl:3`). */
  readonly place: string | null
  readonly facts: Facts
}

export interface Verdict {
  readonly id: VerdictId
  readonly state: VerdictState
  /** Why, as a code: of the first finding where it is bad. */
  readonly code: string
  /** At most {@link MAX_FINDINGS}. */
  readonly findings: readonly Finding[]
  readonly findingCount: number
  readonly facts: Facts
}

/** What no check of this kind can show, or this one could not. */
export type LimitCode =
  | 'authorship'
  | 'before_intake'
  | 'hidden_entries'
  | 'key_unconfirmed'
  | 'keeper_clock'
  | 'left_out'
  | 'masked_text'
  | 'rerendered'
  | 'single_keeper'
  | 'truth'

export interface Report {
  readonly format: 'yuanwei/report/v1'
  readonly kind: 'dossier' | 'receipt'
  /** No verdict is `bad`. */
  readonly good: boolean
  readonly verdicts: readonly Verdict[]
  readonly limits: readonly LimitCode[]
  /** What the file says it is; only as good as the verdicts. */
  readonly facts: Facts
}

export const MAX_FINDINGS = 50

/** Collects what there is to say about one question. */
export class VerdictBuilder {
  readonly id: VerdictId
  readonly facts: Record<string, string | number | boolean | null> = {}
  private readonly findings: Finding[] = []
  private findingCount = 0
  private firstBad: string | null = null
  private open: string | null = null

  constructor(id: VerdictId) {
    this.id = id
  }

  /** Something is wrong. Returns null, for `return verdict.bad(…)`. */
  bad(code: string, place: string | null = null, facts: Facts = {}): null {
    this.firstBad ??= code
    this.note(code, place, facts)
    return null
  }

  /** Something could not be judged; the verdict is not good any more, unless it becomes bad. */
  unknown(code: string, place: string | null = null, facts: Facts = {}): null {
    this.open ??= code
    if (place !== null) this.note(code, place, facts)
    return null
  }

  get isBad(): boolean {
    return this.firstBad !== null
  }

  /** @param code what to say where nothing is wrong or open */
  finish(code: string): Verdict {
    const state = this.firstBad !== null ? 'bad' : this.open !== null ? 'not_checked' : 'good'
    return {
      id: this.id,
      state,
      code: this.firstBad ?? this.open ?? code,
      findings: this.findings,
      findingCount: this.findingCount,
      facts: this.facts,
    }
  }

  private note(code: string, place: string | null, facts: Facts): void {
    this.findingCount++
    if (this.findings.length < MAX_FINDINGS) this.findings.push({ code, place, facts })
  }
}

export function makeReport(
  kind: Report['kind'],
  verdicts: readonly Verdict[],
  limits: readonly LimitCode[],
  facts: Facts,
): Report {
  const good = verdicts.every(verdict => verdict.state !== 'bad')
  return { format: 'yuanwei/report/v1', kind, good, verdicts, limits, facts }
}
