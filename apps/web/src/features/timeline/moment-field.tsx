import { SelectField, TextField } from '@yuanwei/ui'
import { useT } from '../../shell/language.tsx'
import type { Moment } from './moment.ts'

const KNOWN = ['zoned', 'local', 'time_of_day', 'none'] as const

export interface MomentFieldProps {
  readonly value: Moment
  readonly zone: string
  readonly onChange: (moment: Moment) => void
}

/** When it happened, and how much of that is known. */
export function MomentField({ value, zone, onChange }: MomentFieldProps) {
  const t = useT()
  const dated = value.known === 'zoned' || value.known === 'local'
  return (
    <fieldset className="grid gap-3 sm:grid-cols-3">
      <legend className="sr-only">{t('fact.when')}</legend>
      <SelectField
        label={t('fact.when')}
        value={value.known}
        options={KNOWN.map(known => ({ value: known, label: t(`moment.${known}`, { zone }) }))}
        onChange={known => onChange({ ...value, known: known as Moment['known'] })}
      />
      {dated ? (
        <TextField
          label={t('moment.date')}
          type="date"
          required
          value={value.date}
          onChange={date => onChange({ ...value, date })}
        />
      ) : null}
      {value.known === 'none' ? null : (
        <TextField
          label={t('moment.time')}
          type="time"
          step={1}
          required
          value={value.time}
          onChange={time => onChange({ ...value, time })}
        />
      )}
    </fieldset>
  )
}
