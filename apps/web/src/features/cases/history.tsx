import { useInfiniteQuery } from '@tanstack/react-query'
import { cases } from '@yuanwei/contract/staff'
import { Button, Skeleton, VirtualRows } from '@yuanwei/ui'
import type { RefObject } from 'react'
import { asProblem, client, type Output } from '../../shell/api.ts'
import { shortInstant } from '../../shell/format.ts'
import { useT } from '../../shell/language.tsx'
import { LogStateTag } from '../../shell/log-state.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { useMe } from '../../shell/session.ts'
import { historySentence } from './history-sentence.ts'

export type HistoryEntry = Output<typeof cases.readHistory>['entries'][number]

export function useHistory(caseId: string, limit = 100) {
  return useInfiniteQuery({
    queryKey: [cases.readHistory.path, caseId, limit],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        cases.readHistory,
        { caseId, limit, ...(pageParam ? { cursor: pageParam } : {}) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next,
  })
}

export interface HistoryProps {
  readonly caseId: string
  readonly scrollRef: RefObject<HTMLElement | null>
}

/** Who did what and who looked at what, in sentences, newest first: the system's own record on the same spine. */
export function History({ caseId, scrollRef }: HistoryProps) {
  const t = useT()
  const { zone } = useMe().organisation
  const history = useHistory(caseId)
  const entries = history.data?.pages.flatMap(page => page.entries) ?? []
  if (history.isPending) return <Skeleton rows={6} className="md:pl-44" />
  if (history.error)
    return (
      <ProblemNotice
        error={asProblem(history.error)}
        kept="unchanged"
        onRetry={() => void history.refetch()}
      />
    )
  return (
    <>
      <p className="mb-3 text-12 text-ink-3">
        {t('history.lead', { total: history.data?.pages[0]?.total ?? 0 })}
      </p>
      <VirtualRows
        as="ol"
        className="tl"
        aria-label={t('timeline.filter.system')}
        count={entries.length}
        estimateSize={() => 40}
        getKey={index => entries[index]?.entryId ?? index}
        scrollRef={scrollRef}
        overscan={20}
      >
        {(index, row) => {
          const entry = entries[index] as HistoryEntry
          return (
            <li key={entry.entryId} {...row} className="tl-item" data-kind="system">
              <time dateTime={entry.at} className="tl-time">
                {shortInstant(entry.at, zone)}
              </time>
              <p className="flex flex-wrap items-baseline gap-x-2">
                <span className={entry.kind === 'refused' ? 'text-jiang' : undefined}>
                  {historySentence(t, entry)}
                </span>
                <LogStateTag log={entry.log} />
              </p>
            </li>
          )
        }}
      </VirtualRows>
      {history.hasNextPage ? (
        <Button pending={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t('history.more')}
        </Button>
      ) : null}
    </>
  )
}
