import { useRouter, useSearch } from '@tanstack/react-router'
import { useT } from '../../shell/language.tsx'
import { PublicFrame } from './public-frame.tsx'
import { SignInForm } from './sign-in-form.tsx'

export function SignInPage() {
  const t = useT()
  const router = useRouter()
  const { next = '/' } = useSearch({ from: '/sign-in' })
  return (
    <PublicFrame title={t('session.sign_in')} lead={t('session.lead')}>
      <SignInForm onDone={() => router.history.push(next)} />
      <p className="text-12 text-ink-3">{t('session.forgotten')}</p>
    </PublicFrame>
  )
}
