import { Button, Dialog } from '@yuanwei/ui'
import { SignInForm } from '../features/identity/sign-in-form.tsx'
import { queryClient, setSessionEnded } from './api.ts'
import { useT } from './language.tsx'

/** Signing in again over the page that was open, so that nothing on it is lost. */
export default function SessionEnded() {
  const t = useT()
  const later = () => setSessionEnded(false)
  return (
    <Dialog
      open
      onClose={later}
      size="narrow"
      title={t('session.ended.title')}
      description={t('session.ended.body')}
      closeLabel={t('action.close')}
      footer={<Button onClick={later}>{t('action.later')}</Button>}
    >
      <SignInForm
        onDone={() => {
          later()
          void queryClient.invalidateQueries()
        }}
      />
    </Dialog>
  )
}
