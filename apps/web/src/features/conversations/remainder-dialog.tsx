import { useInfiniteQuery } from '@tanstack/react-query'
import { conversations } from '@yuanwei/contract/staff'
import { Dialog, EmptyState, Skeleton, Tag, VirtualRows } from '@yuanwei/ui'
import { useCallback, useRef } from 'react'
import { asProblem, client } from '../../shell/api.ts'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { reasonText } from './import-status.tsx'
import { placeText } from './place.ts'

const PAGE = 100

export interface RemainderDialogProps {
  readonly importId: string
  readonly onClose: () => void
}

/** What of a file is no message: the lines before the first one, and whatever could not be read, with the reason. */
export default function RemainderDialog({ importId, onClose }: RemainderDialogProps) {
  const t = useT()
  const frame = useRef<HTMLDivElement>(null)
  const query = useInfiniteQuery({
    queryKey: [conversations.readImportRemainder.path, importId],
    queryFn: ({ pageParam, signal }) =>
      client.call(conversations.readImportRemainder, { importId, from: pageParam, count: PAGE }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const read = pages.reduce((sum, page) => sum + page.records.length, 0)
      return read < last.total && last.records.length > 0 ? read : null
    },
  })
  const records = query.data?.pages.flatMap(page => page.records) ?? []
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const onRange = useCallback(
    (_: number, last: number) => {
      if (hasNextPage && !isFetchingNextPage && last >= records.length - 20) void fetchNextPage()
    },
    [hasNextPage, isFetchingNextPage, fetchNextPage, records.length],
  )
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={t('remainder.title')}
      description={t('remainder.lead')}
      closeLabel={t('action.close')}
    >
      {query.error ? (
        <ProblemNotice error={asProblem(query.error)} kept="unchanged" onRetry={() => void query.refetch()} />
      ) : null}
      {query.isPending ? <Skeleton rows={6} /> : null}
      {query.data && records.length === 0 ? <EmptyState icon="check" title={t('remainder.empty')} /> : null}
      <div
        ref={frame}
        tabIndex={0}
        role="region"
        aria-label={t('remainder.title')}
        className="h-[min(60vh,560px)] overflow-y-auto"
      >
        <VirtualRows
          as="ul"
          count={records.length}
          estimateSize={() => 60}
          getKey={index => index}
          scrollRef={frame}
          onRange={onRange}
        >
          {(index, row) => {
            const record = records[index]
            if (!record) return null
            return (
              <li key={index} {...row} className="grid gap-1 border-b border-line py-2">
                <p className="flex flex-wrap items-center gap-2 text-12 text-ink-3">
                  <Tag tone={record.kind === 'unread' ? 'promise' : 'plain'}>
                    {t(`remainder.${record.kind}`)}
                  </Tag>
                  <span>{placeText(t, record.place)}</span>
                  {record.reason ? <span>{reasonText(t, record.reason)}</span> : null}
                </p>
                <pre className="max-h-40 overflow-auto whitespace-pre-wrap font-mono text-12">
                  {record.text}
                </pre>
              </li>
            )
          }}
        </VirtualRows>
      </div>
    </Dialog>
  )
}
