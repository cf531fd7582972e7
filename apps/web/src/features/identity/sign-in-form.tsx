import { identity } from '@yuanwei/contract/staff'
import { Button, TextField } from '@yuanwei/ui'
import { useState } from 'react'
import { useCommand } from '../../shell/api.ts'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { enterSession } from '../../shell/router.tsx'

/** Sign-in by name and password; on success the session is known and `onDone` decides where to go. */
export function SignInForm({ onDone }: { readonly onDone: () => void }) {
  const t = useT()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useCommand(identity.signIn, {
    onDone: me => {
      enterSession(me)
      onDone()
    },
  })
  return (
    <form
      className="grid gap-4"
      noValidate
      onSubmit={event => {
        event.preventDefault()
        void signIn.run({ login, password })
      }}
    >
      <TextField
        label={t('session.login')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
        value={login}
        onChange={setLogin}
      />
      <TextField
        label={t('session.password')}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={setPassword}
      />
      <ProblemNotice error={signIn.error} kept="typed" />
      <Button
        type="submit"
        variant="primary"
        pending={signIn.pending}
        disabledReason={login.trim() && password ? null : t('reason.login_and_password')}
      >
        {t('session.sign_in')}
      </Button>
    </form>
  )
}
