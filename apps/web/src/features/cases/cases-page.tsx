import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { EmptyState, Kbd } from '@yuanwei/ui'
import { lazy, Suspense } from 'react'
import { useT } from '../../shell/language.tsx'
import { BESIDE_LIST, useMedia, WIDE } from '../../shell/media.ts'
import { useCannot } from '../../shell/session.ts'
import { useTitle } from '../../shell/title.ts'
import { CaseList } from './case-list.tsx'

const CreateCaseDialog = lazy(() => import('./create-case-dialog.tsx'))

/** The list beside the case; on smaller screens one of the two. */
export function CasesPage() {
  const t = useT()
  const cannot = useCannot()
  const navigate = useNavigate()
  const { caseId } = useParams({ strict: false })
  const { new: creating } = useSearch({ from: '/signed-in/cases' })
  const beside = useMedia(BESIDE_LIST)
  const wide = useMedia(WIDE)
  const open = (on: boolean) => void navigate({ to: '.', search: on ? { new: true } : {} })
  const denied = cannot('case.read')
  if (denied)
    return (
      <main id="main">
        <EmptyState icon="folder" title={t('cases.denied')}>
          {denied}
        </EmptyState>
      </main>
    )
  const listShown = !caseId || beside
  return (
    <div className="grid h-full min-h-0 md:grid-cols-[300px_minmax(0,1fr)] has-[>:only-child]:grid-cols-1! print:block">
      {listShown ? (
        <div className="min-h-0 print:hidden" {...(wide || caseId ? {} : { id: 'main', role: 'main' })}>
          <CaseList alone={!wide} onCreate={() => cannot('case.create') === null && open(true)} />
        </div>
      ) : null}
      {caseId || wide ? <Outlet /> : null}
      <Suspense fallback={null}>
        {creating ? <CreateCaseDialog onClose={() => open(false)} /> : null}
      </Suspense>
    </div>
  )
}

/** Beside the list while no case is open. */
export function NoCase() {
  const t = useT()
  useTitle(t('nav.cases'))
  return (
    <main id="main" tabIndex={-1} className="grid h-full place-content-center outline-none">
      <h1 className="sr-only">{t('nav.cases')}</h1>
      <EmptyState icon="folder" title={t('cases.choose.title')}>
        <p className="flex flex-wrap items-center justify-center gap-1.5">
          <Kbd>J</Kbd>
          <Kbd>K</Kbd> {t('keys.next_previous')} · <Kbd>Enter</Kbd> {t('keys.open')} · <Kbd>?</Kbd>{' '}
          {t('keys.help')}
        </p>
      </EmptyState>
    </main>
  )
}
