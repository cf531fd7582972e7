import { Checkbox, TextField } from '@yuanwei/ui'
import { useState } from 'react'
import { shortWhen, whenText } from '../../shell/format.ts'
import { useT } from '../../shell/language.tsx'
import { useMe } from '../../shell/session.ts'
import type { Fact } from './order.ts'

const MOST = 20

export interface CausePickerProps {
  readonly facts: readonly Fact[]
  readonly value: readonly string[]
  readonly onChange: (causes: string[]) => void
}

/** What led to it, chosen among the other facts of the case. */
export function CausePicker({ facts, value, onChange }: CausePickerProps) {
  const t = useT()
  const { zone } = useMe().organisation
  const [typed, setTyped] = useState('')
  if (facts.length === 0) return null
  const found = facts.filter(
    fact => value.includes(fact.factId) || fact.title.toLowerCase().includes(typed.trim().toLowerCase()),
  )
  const full = value.length >= MOST ? t('reason.causes_full', { most: MOST }) : null
  return (
    <fieldset className="grid gap-1">
      <legend className="font-semibold">
        {t('fact.causes')}
        <span className="ml-2 text-12 font-normal text-ink-3">{t('fact.causes.hint')}</span>
      </legend>
      {facts.length > 8 ? (
        <TextField
          label={t('fact.causes.filter')}
          hideLabel
          placeholder={t('fact.causes.filter')}
          value={typed}
          onChange={setTyped}
        />
      ) : null}
      <div className="max-h-56 overflow-y-auto rounded-md border border-line px-3 py-1">
        {found.slice(0, 100).map(fact => (
          <Checkbox
            key={fact.factId}
            label={fact.title}
            hint={shortWhen(whenText(fact.when, zone), '') || t('when.unknown')}
            checked={value.includes(fact.factId)}
            disabledReason={value.includes(fact.factId) ? null : full}
            onChange={on =>
              onChange(on ? [...value, fact.factId] : value.filter(cause => cause !== fact.factId))
            }
          />
        ))}
      </div>
    </fieldset>
  )
}
