import { cases } from '@yuanwei/contract/staff'
import { SelectField, TextArea, TextField } from '@yuanwei/ui'
import type { Input, Output, ProblemError } from '../../shell/api.ts'
import { moneyText, parseMoney } from '../../shell/format.ts'
import { useT } from '../../shell/language.tsx'
import { fieldError } from '../../shell/problem.tsx'

export type Case = Output<typeof cases.readCase>
export type CaseKind = Case['kind']
export const CASE_KINDS = cases.CASE_KINDS

/** A case as it is typed: money as text until it is sent. */
export interface CaseDraft {
  readonly title: string
  readonly kind: CaseKind
  readonly summary: string
  readonly customerName: string
  readonly orderNumber: string
  readonly amount: string
}

export const EMPTY_CASE: CaseDraft = {
  title: '',
  kind: 'complaint',
  summary: '',
  customerName: '',
  orderNumber: '',
  amount: '',
}

export function draftOf(item: Case): CaseDraft {
  const { title, kind, summary, customerName, orderNumber, amountFen } = item
  const amount = amountFen === null ? '' : moneyText(amountFen).slice(1)
  return { title, kind, summary, customerName, orderNumber, amount }
}

/** What is sent; null while the amount is none. */
export function caseInput(draft: CaseDraft): Input<typeof cases.createCase> | null {
  const { amount, ...rest } = draft
  const amountFen = parseMoney(amount)
  return amountFen === undefined ? null : { ...rest, amountFen }
}

export interface CaseFieldsProps {
  readonly value: CaseDraft
  readonly onChange: (change: Partial<CaseDraft>) => void
  readonly error: ProblemError | null
}

export function CaseFields({ value, onChange, error }: CaseFieldsProps) {
  const t = useT()
  const optional = t('field.optional')
  const badAmount = caseInput(value) === null ? t('case.amount.invalid') : null
  return (
    <>
      <TextField
        label={t('case.title')}
        hint={t('case.title.hint')}
        error={fieldError(t, error, 'title')}
        required
        maxLength={200}
        value={value.title}
        onChange={title => onChange({ title })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t('case.kind')}
          value={value.kind}
          options={CASE_KINDS.map(kind => ({ value: kind, label: t(`case.kind.${kind}`) }))}
          onChange={kind => onChange({ kind: kind as CaseKind })}
        />
        <TextField
          label={t('case.customer')}
          optional={optional}
          error={fieldError(t, error, 'customerName')}
          maxLength={80}
          value={value.customerName}
          onChange={customerName => onChange({ customerName })}
        />
        <TextField
          label={t('case.order')}
          optional={optional}
          error={fieldError(t, error, 'orderNumber')}
          maxLength={80}
          value={value.orderNumber}
          onChange={orderNumber => onChange({ orderNumber })}
        />
        <TextField
          label={t('case.amount')}
          optional={optional}
          hint={t('case.amount.hint')}
          error={badAmount ?? fieldError(t, error, 'amountFen')}
          inputMode="decimal"
          value={value.amount}
          onChange={amount => onChange({ amount })}
        />
      </div>
      <TextArea
        label={t('case.summary')}
        optional={optional}
        error={fieldError(t, error, 'summary')}
        maxLength={4000}
        value={value.summary}
        onChange={summary => onChange({ summary })}
      />
    </>
  )
}
