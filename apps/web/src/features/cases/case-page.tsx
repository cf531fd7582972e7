import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { cases } from '@yuanwei/contract/staff'
import { Button, Skeleton, Tabs, Tag } from '@yuanwei/ui'
import { lazy, type RefObject, Suspense, useRef, useState } from 'react'
import { asProblem, useRead } from '../../shell/api.ts'
import { moneyText, shortInstant } from '../../shell/format.ts'
import { useT } from '../../shell/language.tsx'
import { BESIDE_LIST, useMedia, WIDE } from '../../shell/media.ts'
import { ProblemNotice } from '../../shell/problem.tsx'
import { CASE_VIEWS, type CaseView } from '../../shell/router.tsx'
import { useCannot, useMe } from '../../shell/session.ts'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { useTitle } from '../../shell/title.ts'
import { ConversationsPanel } from '../conversations/conversations-panel.tsx'
import { DossiersPanel } from '../dossiers/dossiers-panel.tsx'
import { DropArea } from '../evidence/drop-area.tsx'
import { EvidencePanel, useCannotAdd } from '../evidence/evidence-panel.tsx'
import { addFiles } from '../evidence/uploads.ts'
import { Timeline } from '../timeline/timeline.tsx'
import type { Case } from './case-form.tsx'

const EditCaseDialog = lazy(() => import('./edit-case-dialog.tsx'))

export function CasePage() {
  const { caseId } = useParams({ from: '/signed-in/cases/$caseId' })
  const found = useRead(cases.readCase, { caseId })
  useTitle(found.data ? `${found.data.number} ${found.data.title}` : null)
  if (found.data) return <OpenCase key={caseId} item={found.data} />
  return (
    <main id="main" tabIndex={-1} className="p-6 outline-none">
      {found.error ? (
        <ProblemNotice error={asProblem(found.error)} kept="unchanged" onRetry={() => void found.refetch()} />
      ) : (
        <Skeleton rows={8} />
      )}
    </main>
  )
}

/** Timeline in the middle, everything it rests on at its side; on a phone the same under tabs. */
function OpenCase({ item }: { readonly item: Case }) {
  const t = useT()
  const navigate = useNavigate()
  const wide = useMedia(WIDE)
  const { view = 'timeline', fact } = useSearch({ from: '/signed-in/cases/$caseId' })
  const page = useRef<HTMLElement>(null)
  const side = useRef<HTMLElement>(null)
  const denied = useCannotAdd(item)
  const drop = (files: File[]) => addFiles(item.caseId, files)
  const parts: Record<CaseView, (frame: RefObject<HTMLElement | null>) => React.ReactNode> = {
    timeline: frame => <Timeline item={item} scrollRef={frame} focusFact={fact} />,
    evidence: frame => <EvidencePanel item={item} scrollRef={frame} />,
    conversations: () => <ConversationsPanel caseId={item.caseId} />,
    dossiers: () => <DossiersPanel caseId={item.caseId} />,
  }
  if (wide)
    return (
      <DropArea
        denied={denied}
        onFiles={drop}
        className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_320px] print:block"
      >
        <main
          ref={page}
          id="main"
          tabIndex={-1}
          className="overflow-y-auto px-6 pt-4 pb-20 outline-none print:overflow-visible"
        >
          <CaseHead item={item} />
          {parts.timeline(page)}
        </main>
        <aside
          ref={side}
          aria-label={t('case.side')}
          className="grid grid-cols-1 content-start gap-7 overflow-y-auto border-l border-line bg-surface px-4 py-4 print:hidden"
        >
          {parts.evidence(side)}
          {parts.conversations(side)}
          {parts.dossiers(side)}
        </aside>
      </DropArea>
    )
  return (
    <DropArea denied={denied} onFiles={drop} className="h-full min-h-0">
      <main ref={page} id="main" tabIndex={-1} className="h-full overflow-y-auto outline-none">
        <div className="px-4 pt-3">
          <CaseHead item={item} />
        </div>
        <Tabs<CaseView>
          label={t('case.views')}
          value={view}
          onChange={next => void navigate({ to: '.', search: { view: next }, replace: true })}
          tabs={CASE_VIEWS.map(value => ({ value, label: t(`case.view.${value}`) }))}
        >
          {value => <div className="px-4 pt-3 pb-20">{parts[value](page)}</div>}
        </Tabs>
      </main>
    </DropArea>
  )
}

function CaseHead({ item }: { readonly item: Case }) {
  const t = useT()
  const cannot = useCannot()
  const { zone } = useMe().organisation
  const beside = useMedia(BESIDE_LIST)
  const [editing, setEditing] = useState(false)
  const denied = cannot('case.edit')
  useShortcuts({
    e: () => {
      if (!denied) setEditing(true)
    },
  })
  return (
    <header className="mb-4">
      {beside ? null : (
        <Link to="/cases" className="link touch-target mb-1 inline-flex items-center text-12 print:hidden">
          {t('nav.cases')}
        </Link>
      )}
      <div className="flex items-start justify-between gap-3">
        <h1 className="min-w-0 text-20 font-semibold">{item.title}</h1>
        <Button
          className="shrink-0"
          icon="edit"
          variant="quiet"
          disabledReason={denied}
          onClick={() => setEditing(true)}
        >
          {t('case.edit')}
        </Button>
      </div>
      <p className="mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-ink-2">
        <Tag tone={item.status === 'open' ? 'action' : 'done'}>{t(`case.status.${item.status}`)}</Tag>
        <span>{item.number}</span>
        <span>{t(`case.kind.${item.kind}`)}</span>
        {item.customerName ? <span>{item.customerName}</span> : null}
        {item.orderNumber ? <span>{t('case.order_is', { number: item.orderNumber })}</span> : null}
        {item.amountFen === null ? null : <span>{moneyText(item.amountFen)}</span>}
        <span className="text-12 text-ink-3">
          {t('case.opened', { name: item.openedBy, when: shortInstant(item.openedAt, zone) })}
        </span>
      </p>
      {item.summary ? <p className="mt-2 max-w-170 whitespace-pre-line text-ink-2">{item.summary}</p> : null}
      <Suspense fallback={null}>
        {editing ? <EditCaseDialog item={item} onClose={() => setEditing(false)} /> : null}
      </Suspense>
    </header>
  )
}
