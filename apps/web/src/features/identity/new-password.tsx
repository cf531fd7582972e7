import { Checkbox, TextField } from '@yuanwei/ui'
import { useState } from 'react'
import type { ProblemError } from '../../shell/api.ts'
import { useT } from '../../shell/language.tsx'
import { fieldError } from '../../shell/problem.tsx'

export interface NewPasswordProps {
  readonly label: string
  readonly field: 'password' | 'next'
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error: ProblemError | null
}

/** One field that can be read while typing; asking twice only teaches to paste. */
export function NewPassword({ label, field, value, onChange, error }: NewPasswordProps) {
  const t = useT()
  const [shown, setShown] = useState(false)
  return (
    <div className="grid gap-1">
      <TextField
        label={label}
        hint={t('password.hint')}
        error={fieldError(t, error, field)}
        type={shown ? 'text' : 'password'}
        autoComplete="new-password"
        required
        value={value}
        onChange={onChange}
      />
      <Checkbox label={t('password.show')} checked={shown} onChange={setShown} />
    </div>
  )
}
