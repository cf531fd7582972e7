import { identity } from '@yuanwei/contract/staff'
import { Button, Dialog, TextField } from '@yuanwei/ui'
import { useState } from 'react'
import { announce } from '../../shell/announce.tsx'
import { useCommand } from '../../shell/api.ts'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { NewPassword } from './new-password.tsx'

export default function PasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useCommand(identity.changePassword, {
    onDone: () => {
      announce(t('password.changed'))
      onClose()
    },
  })
  return (
    <Dialog
      open
      onClose={onClose}
      size="narrow"
      title={t('password.title')}
      description={t('password.lead')}
      closeLabel={t('action.close')}
      onSubmit={() => void change.run({ current, next })}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            type="submit"
            variant="primary"
            pending={change.pending}
            disabledReason={current && next ? null : t('reason.both_passwords')}
          >
            {t('password.submit')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('password.current')}
        type="password"
        autoComplete="current-password"
        required
        value={current}
        onChange={setCurrent}
      />
      <NewPassword
        label={t('password.next')}
        field="next"
        value={next}
        onChange={setNext}
        error={change.error}
      />
      <ProblemNotice error={change.error} kept="typed" />
    </Dialog>
  )
}
