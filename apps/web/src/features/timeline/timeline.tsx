import { timeline } from '@yuanwei/contract/staff'
import { Button, EmptyState, FilterBar, Skeleton } from '@yuanwei/ui'
import { lazy, type RefObject, Suspense, useMemo, useState } from 'react'
import { asProblem, useRead } from '../../shell/api.ts'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { useCannot } from '../../shell/session.ts'
import { useShortcuts } from '../../shell/shortcuts.ts'
import type { Case } from '../cases/case-form.tsx'
import { History } from '../cases/history.tsx'
import { FACT_FILTERS, type Fact, type FactFilter, inFilter, orderFacts } from './order.ts'
import { Spine } from './spine.tsx'

const FactDialog = lazy(() => import('./fact-dialog.tsx'))
const WithdrawDialog = lazy(() => import('./withdraw-dialog.tsx'))

type Open = { readonly what: 'add' } | { readonly what: 'edit' | 'withdraw'; readonly fact: Fact } | null

export interface TimelineProps {
  readonly item: Case
  /** The element that scrolls the timeline. */
  readonly scrollRef: RefObject<HTMLElement | null>
  /** A fact to bring into view, named in the address. */
  readonly focusFact?: string | undefined
}

/** What happened, what led to what, and where each of it is shown. */
export function Timeline({ item, scrollRef, focusFact }: TimelineProps) {
  const t = useT()
  const cannot = useCannot()
  const [filter, setFilter] = useState<FactFilter>('all')
  const [open, setOpen] = useState<Open>(null)
  const pending = (facts: readonly Fact[] | undefined) => facts?.some(fact => fact.log.state === 'pending')
  const found = useRead(
    timeline.readTimeline,
    { caseId: item.caseId },
    // Every reading is an entry of the record: it is read again when something changed, and not by the clock.
    { staleTime: 5 * 60_000, refetchInterval: query => (pending(query.state.data?.facts) ? 1500 : false) },
  )
  const facts = useMemo(() => orderFacts(found.data?.facts ?? []), [found.data])
  const shown = useMemo(() => facts.filter(fact => inFilter(fact, filter)), [facts, filter])
  const denied = cannot('timeline.edit') ?? (item.status === 'closed' ? t('reason.case_closed') : null)
  const close = () => setOpen(null)
  useShortcuts({
    f: () => {
      if (!denied) setOpen({ what: 'add' })
    },
  })
  return (
    <section aria-label={t('timeline.title')}>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <FilterBar<FactFilter>
          label={t('timeline.filters')}
          value={filter}
          onChange={setFilter}
          options={FACT_FILTERS.map(value => ({ value, label: t(`timeline.filter.${value}`) }))}
        />
        <Button icon="plus" disabledReason={denied} onClick={() => setOpen({ what: 'add' })}>
          {t('fact.add')}
        </Button>
      </div>
      {found.error ? (
        <ProblemNotice error={asProblem(found.error)} kept="unchanged" onRetry={() => void found.refetch()} />
      ) : null}
      {filter === 'system' ? (
        <History caseId={item.caseId} scrollRef={scrollRef} />
      ) : found.isPending ? (
        <Skeleton rows={6} className="md:pl-44" />
      ) : shown.length > 0 ? (
        <Spine
          all={facts}
          facts={shown}
          scrollRef={scrollRef}
          focusFact={focusFact}
          denied={denied}
          caseId={item.caseId}
          onEdit={fact => setOpen({ what: 'edit', fact })}
          onWithdraw={fact => setOpen({ what: 'withdraw', fact })}
        />
      ) : (
        <EmptyState
          icon="clock"
          title={facts.length === 0 ? t('timeline.empty.title') : t('timeline.none_in_view')}
        >
          {facts.length === 0 ? t('timeline.empty.body') : null}
        </EmptyState>
      )}
      <Suspense fallback={null}>
        {open?.what === 'add' ? <FactDialog caseId={item.caseId} onClose={close} /> : null}
        {open?.what === 'edit' ? <FactDialog caseId={item.caseId} fact={open.fact} onClose={close} /> : null}
        {open?.what === 'withdraw' ? <WithdrawDialog fact={open.fact} onClose={close} /> : null}
      </Suspense>
    </section>
  )
}
