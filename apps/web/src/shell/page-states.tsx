import { Link, useRouter } from '@tanstack/react-router'
import { Button, EmptyState } from '@yuanwei/ui'
import { asProblem } from './api.ts'
import { useT } from './language.tsx'
import { ProblemNotice } from './problem.tsx'

export function NotFound() {
  const t = useT()
  return (
    <main id="main" className="grid h-full place-items-center">
      <EmptyState
        icon="search"
        title={t('page.not_found.title')}
        action={
          <Link to="/" className="link">
            {t('page.home')}
          </Link>
        }
      >
        {t('page.not_found.body')}
      </EmptyState>
    </main>
  )
}

/** The page could not be read: the reason and a second try, with nothing thrown away. */
export function Unreachable({ error }: { readonly error: unknown }) {
  const router = useRouter()
  return (
    <main id="main" className="mx-auto grid max-w-150 px-4 py-16">
      <ProblemNotice error={asProblem(error)} kept="unchanged" onRetry={() => void router.invalidate()} />
    </main>
  )
}

/** A fault of ours: says so, keeps drafts, offers to load again. */
export function Crashed() {
  const t = useT()
  return (
    <main id="main" className="grid h-full place-items-center">
      <EmptyState
        icon="alert"
        title={t('page.crashed.title')}
        action={<Button onClick={() => location.reload()}>{t('action.reload')}</Button>}
      >
        {t('page.crashed.body')}
      </EmptyState>
    </main>
  )
}
