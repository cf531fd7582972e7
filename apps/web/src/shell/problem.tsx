import type { ProblemCode } from '@yuanwei/contract'
import { Button, Notice } from '@yuanwei/ui'
import type { ProblemError } from './api.ts'
import { type MessageId, type Translate, useT } from './language.tsx'

/** What survives a refusal, said in the same breath. */
export type Kept = 'typed' | 'file' | 'unchanged'

/** Every code of the contract has both sentences in both catalogues, or this does not compile. */
const what = (code: ProblemCode | 'unreachable'): MessageId => `problem.${code}.what`
const next = (code: ProblemCode | 'unreachable'): MessageId => `problem.${code}.next`

export function problemText(t: Translate, error: ProblemError): string {
  return t(what(error.code))
}

export interface ProblemNoticeProps {
  readonly error: ProblemError | null
  readonly kept: Kept
  readonly onRetry?: () => void
}

/** What happened, what was kept, what to do next. */
export function ProblemNotice({ error, kept, onRetry }: ProblemNoticeProps) {
  const t = useT()
  if (!error) return null
  const seconds = Number(error.detail.retryAfterSeconds)
  return (
    <Notice
      tone="danger"
      role="alert"
      title={t(what(error.code))}
      action={onRetry ? <Button onClick={onRetry}>{t('action.retry')}</Button> : undefined}
    >
      <p>{t(`kept.${kept}`)}</p>
      <p>{seconds ? t('problem.retry_after', { seconds }) : t(next(error.code))}</p>
    </Notice>
  )
}

/** One broken rule of an input, as the server tells it: which field, which rule, which limit. */
interface Issue {
  readonly path: string
  readonly rule: string
  readonly limit: number | null
}

/** The sentence beside one field, from the issues of an `input_invalid`. */
export function fieldError(t: Translate, error: ProblemError | null, field: string): string | null {
  if (error?.code !== 'input_invalid') return null
  const issues = (Array.isArray(error.detail.issues) ? error.detail.issues : []) as Issue[]
  const issue = issues.find(candidate => candidate.path.split('.')[0] === field)
  if (!issue) return null
  if (issue.rule === 'too_small') {
    const atLeast = issue.limit ?? 1
    return atLeast <= 1 ? t('field.required') : t('field.too_short', { atLeast })
  }
  if (issue.rule === 'too_big') return t('field.too_long', { atMost: issue.limit ?? 0 })
  return t('field.invalid')
}
