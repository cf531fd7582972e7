import { FilterBar, IconButton, Skeleton, TextField, VirtualRows } from '@yuanwei/ui'
import { useCallback, useRef, useState } from 'react'
import { asProblem } from '../../shell/api.ts'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { useCannot } from '../../shell/session.ts'
import { useSettled } from '../../shell/settled.ts'
import type { Case } from './case-form.tsx'
import { CaseRow, NoCases } from './case-row.tsx'
import { type StatusFilter, useCases } from './use-cases.ts'
import { useWalk } from './use-walk.ts'

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
