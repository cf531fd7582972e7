import { useNavigate } from '@tanstack/react-router'
import { identity } from '@yuanwei/contract/staff'
import { Button, TextField } from '@yuanwei/ui'
import { useState } from 'react'
import { useCommand } from '../../shell/api.ts'
import { useT } from '../../shell/language.tsx'
import { fieldError, ProblemNotice } from '../../shell/problem.tsx'
import { enterSession } from '../../shell/router.tsx'
import { NewPassword } from './new-password.tsx'
import { PublicFrame } from './public-frame.tsx'

/** The code travels behind `#`, which no server and no log ever sees. */
function codeInAddress(): string {
  return decodeURIComponent(location.hash.slice(1))
}

export function InvitationPage() {
  const t = useT()
  const navigate = useNavigate()
  const [code, setCode] = useState(codeInAddress)
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const accept = useCommand(identity.acceptInvitation, {
    onDone: me => {
      enterSession(me)
      void navigate({ to: '/', hash: '' })
    },
  })
  return (
    <PublicFrame title={t('invitation.title')} lead={t('invitation.lead')}>
      <form
        className="grid gap-4"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          void accept.run({ code, login, password })
        }}
      >
        <TextField
          label={t('invitation.code')}
          hint={t('invitation.code.hint')}
          error={fieldError(t, accept.error, 'code')}
          autoComplete="one-time-code"
          spellCheck={false}
          required
          value={code}
          onChange={setCode}
        />
        <TextField
          label={t('session.login')}
          hint={t('session.login.hint')}
          error={fieldError(t, accept.error, 'login')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
          value={login}
          onChange={setLogin}
        />
        <NewPassword
          label={t('session.password')}
          field="password"
          value={password}
          onChange={setPassword}
          error={accept.error}
        />
        <ProblemNotice error={accept.error} kept="typed" />
        <Button
          type="submit"
          variant="primary"
          pending={accept.pending}
          disabledReason={code.trim() ? null : t('reason.invitation_code')}
        >
          {t('invitation.submit')}
        </Button>
      </form>
    </PublicFrame>
  )
}
