import { useInfiniteQuery } from '@tanstack/react-query'
import { cases } from '@yuanwei/contract/staff'
import { client } from '../../shell/api.ts'
import type { Case } from './case-form.tsx'

export type StatusFilter = 'all' | Case['status']

/** Cases of a status and a text, newest first, page by page. */
export function useCases(status: StatusFilter, text: string) {
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
