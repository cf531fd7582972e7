import { useNavigate } from '@tanstack/react-router'
import { identity } from '@yuanwei/contract/staff'
import { Button, SelectField, TextField } from '@yuanwei/ui'
import { useState } from 'react'
import { useCommand } from '../../shell/api.ts'
import { useDraft } from '../../shell/draft.ts'
import { useT } from '../../shell/language.tsx'
import { fieldError, ProblemNotice } from '../../shell/problem.tsx'
import { enterSession } from '../../shell/router.tsx'
import { NewPassword } from './new-password.tsx'
import { PublicFrame } from './public-frame.tsx'

const EMPTY = { organisationName: '', zone: 'Asia/Shanghai', personName: '', login: '' }
const ZONES: readonly string[] = [
  'Asia/Shanghai',
  ...Intl.supportedValuesOf('timeZone').filter(z => z !== 'Asia/Shanghai'),
]

/** The first page of a new installation. Only who reads the console can pass it. */
export function SetupPage() {
  const t = useT()
  const navigate = useNavigate()
  const { value, set, clear } = useDraft('setup', EMPTY)
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const setUp = useCommand(identity.setUp, {
    onDone: me => {
      clear()
      enterSession(me)
      void navigate({ to: '/cases' })
    },
  })
  const error = (field: string) => fieldError(t, setUp.error, field)
  return (
    <PublicFrame title={t('setup.title')} lead={t('setup.lead')}>
      <form
        className="grid gap-4"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          void setUp.run({ ...value, code, password })
        }}
      >
        <TextField
          label={t('setup.code')}
          hint={t('setup.code.hint')}
          error={error('code')}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          required
          autoFocus
          value={code}
          onChange={setCode}
        />
        <TextField
          label={t('setup.organisation')}
          hint={t('setup.organisation.hint')}
          error={error('organisationName')}
          autoComplete="organization"
          required
          value={value.organisationName}
          onChange={organisationName => set({ organisationName })}
        />
        <SelectField
          label={t('setup.zone')}
          hint={t('setup.zone.hint')}
          value={value.zone}
          options={ZONES.map(zone => ({ value: zone, label: zone }))}
          onChange={zone => set({ zone })}
        />
        <TextField
          label={t('setup.person')}
          error={error('personName')}
          autoComplete="name"
          required
          value={value.personName}
          onChange={personName => set({ personName })}
        />
        <TextField
          label={t('session.login')}
          hint={t('session.login.hint')}
          error={error('login')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          value={value.login}
          onChange={login => set({ login })}
        />
        <NewPassword
          label={t('session.password')}
          field="password"
          value={password}
          onChange={setPassword}
          error={setUp.error}
        />
        <ProblemNotice error={setUp.error} kept="typed" />
        <Button type="submit" variant="primary" pending={setUp.pending}>
          {t('setup.submit')}
        </Button>
      </form>
    </PublicFrame>
  )
}
