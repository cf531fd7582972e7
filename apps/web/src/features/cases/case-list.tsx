import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { cases } from '@yuanwei/contract/staff'
import {
  Button,
  EmptyState,
  FilterBar,
  IconButton,
  type RowVirtualizer,
  Skeleton,
  Tag,
  TextField,
  VirtualRows,
} from '@yuanwei/ui'
import { useCallback, useRef, useState } from 'react'
import { asProblem, client } from '../../shell/api.ts'
import { shortInstant } from '../../shell/format.ts'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { useCannot, useMe } from '../../shell/session.ts'
import { useSettled } from '../../shell/settled.ts'
import { useShortcuts } from '../../shell/shortcuts.ts'
import type { Case } from './case-form.tsx'

type StatusFilter = 'all' | Case['status']

function useCases(status: StatusFilter, text: string) {
  const filter = { ...(status === 'all' ? {} : { status }), ...(text ? { text } : {}) }
  return useInfiniteQuery({
    queryKey: [cases.listCases.path, 'pages', filter],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        cases.listCases,
        { ...filter, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next,
    placeholderData: old => old,
  })
}

export interface CaseListProps {
  /** Whether it is the whole page, as on a phone. */
  readonly alone: boolean
  readonly onCreate: () => void
}

/** All cases, newest first, as far as one scrolls; J and K walk through them. */
export function CaseList({ alone, onCreate }: CaseListProps) {
  const Heading = alone ? 'h1' : 'h2'
  const t = useT()
  const cannot = useCannot()
  const [status, setStatus] = useState<StatusFilter>('open')
  const [typed, setTyped] = useState('')
  const text = useSettled(typed.trim())
  const query = useCases(status, text)
  const rows = query.data?.pages.flatMap(page => page.cases) ?? []
  const total = query.data?.pages[0]?.total ?? 0
  const frame = useRef<HTMLElement>(null)
  const search = useRef<HTMLDivElement>(null)
  const { controls } = useWalk(rows, frame, search, onCreate)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const onRange = useCallback(
    (_: number, last: number) => {
      if (hasNextPage && !isFetchingNextPage && last >= rows.length - 10) void fetchNextPage()
    },
    [hasNextPage, isFetchingNextPage, fetchNextPage, rows.length],
  )
  return (
    <section
      ref={frame}
      aria-label={t('cases.list')}
      className="h-full overflow-y-auto border-line bg-surface md:border-r"
    >
      <header className="sticky top-0 z-10 grid gap-2 border-b border-line bg-surface px-3.5 pt-3 pb-2.5">
        <div className="flex items-center justify-between gap-2">
          <Heading className="font-semibold">
            {t('nav.cases')}{' '}
            <span className="ml-1 text-12 font-normal text-ink-3">{t('cases.count', { total })}</span>
          </Heading>
          <IconButton
            icon="plus"
            label={t('cases.create')}
            disabledReason={cannot('case.create')}
            onClick={onCreate}
          />
        </div>
        <div ref={search}>
          <TextField
            label={t('cases.search')}
            hideLabel
            type="search"
            placeholder={t('cases.search')}
            value={typed}
            onChange={setTyped}
          />
        </div>
        <FilterBar<StatusFilter>
          label={t('case.status')}
          value={status}
          onChange={setStatus}
          options={[
            { value: 'open', label: t('case.status.open') },
            { value: 'closed', label: t('case.status.closed') },
            { value: 'all', label: t('cases.all') },
          ]}
        />
      </header>
      {query.error ? (
        <div className="p-3">
          <ProblemNotice
            error={asProblem(query.error)}
            kept="unchanged"
            onRetry={() => void query.refetch()}
          />
        </div>
      ) : null}
      {query.isPending ? <Skeleton rows={8} className="p-4" /> : null}
      {query.data && rows.length === 0 ? (
        <NoCases filtered={text !== '' || status === 'closed'} onCreate={onCreate} />
      ) : null}
      <VirtualRows
        as="ul"
        count={rows.length}
        estimateSize={() => 63}
        getKey={index => rows[index]?.caseId ?? index}
        scrollRef={frame}
        controls={controls}
        scrollPadding={130}
        onRange={onRange}
      >
        {(index, row) => (
          <li key={rows[index]?.caseId ?? index} {...row} aria-setsize={total} aria-posinset={index + 1}>
            <CaseRow item={rows[index] as Case} />
          </li>
        )}
      </VirtualRows>
    </section>
  )
}

/** J/K, Enter, / and C. J and K move the focus itself, so that Enter and screen readers follow by themselves. */
function useWalk(
  rows: readonly Case[],
  frame: React.RefObject<HTMLElement | null>,
  search: React.RefObject<HTMLElement | null>,
  onCreate: () => void,
) {
  const controls = useRef<RowVirtualizer | null>(null)
  const { caseId } = useParams({ strict: false })
  const navigate = useNavigate()
  const at = useRef(-1)
  const walk = (step: number) => {
    const from = at.current >= 0 ? at.current : rows.findIndex(row => row.caseId === caseId)
    const to = Math.min(rows.length - 1, Math.max(0, from + step))
    const target = rows[to]
    if (!target) return
    at.current = to
    controls.current?.scrollToIndex(to)
    requestAnimationFrame(() =>
      frame.current
        ?.querySelector<HTMLElement>(`[data-case="${target.caseId}"]`)
        ?.focus({ preventScroll: true }),
    )
  }
  useShortcuts({
    j: () => walk(1),
    k: () => walk(-1),
    enter: event => {
      const focused =
        event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('a,button') : null
      if (focused) focused.click()
      else if (at.current >= 0 && rows[at.current])
        void navigate({ to: '/cases/$caseId', params: { caseId: rows[at.current]?.caseId ?? '' } })
    },
    '/': () => search.current?.querySelector('input')?.focus(),
    c: onCreate,
  })
  return { controls }
}

function CaseRow({ item }: { readonly item: Case }) {
  const t = useT()
  const { zone } = useMe().organisation
  return (
    <Link
      to="/cases/$caseId"
      params={{ caseId: item.caseId }}
      data-case={item.caseId}
      className="grid gap-0.5 border-b border-line px-3.5 py-2 text-ink no-underline -outline-offset-2! hover:bg-paper aria-[current=page]:bg-dian-bg aria-[current=page]:shadow-[inset_3px_0_var(--dian)]"
    >
      <span className="one-line font-semibold">{item.title}</span>
      <span className="flex items-baseline justify-between gap-2 text-12 text-ink-3">
        <span className="one-line">{[item.customerName, item.number].filter(Boolean).join(' · ')}</span>
        <span className="flex shrink-0 items-baseline gap-1.5">
          {item.status === 'closed' ? <Tag tone="done">{t('case.status.closed')}</Tag> : null}
          {shortInstant(item.openedAt, zone)}
        </span>
      </span>
    </Link>
  )
}

function NoCases({ filtered, onCreate }: { readonly filtered: boolean; readonly onCreate: () => void }) {
  const t = useT()
  const cannot = useCannot()
  if (filtered) return <EmptyState icon="search" title={t('cases.none_found')} />
  return (
    <EmptyState
      icon="folder"
      title={t('cases.empty.title')}
      action={
        <Button variant="primary" icon="plus" disabledReason={cannot('case.create')} onClick={onCreate}>
          {t('cases.create')}
        </Button>
      }
    >
      {t('cases.empty.body')}
    </EmptyState>
  )
}
