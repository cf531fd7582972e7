import { useQueries } from '@tanstack/react-query'
import { conversations } from '@yuanwei/contract/staff'
import { useCallback, useState } from 'react'
import { client, type Output, queryClient, refresh } from '../../shell/api.ts'
import { useSettled } from '../../shell/settled.ts'
import type { Span } from './selection.ts'

export type ThreadMessage = Output<typeof conversations.readMessages>['messages'][number]

/** Messages a request brings. Each request is an entry of the access log, so pages are not small. */
export const PAGE = 200
/** A move of the window by more than this is a jump: the pages flown over are not read. */
const JUMP = 2 * PAGE

/** Positions mean something only within one length of the thread: whenever it grows, it is numbered anew. */
export interface Thread {
  readonly conversationId: string
  readonly messageCount: number
}

function pageOptions({ conversationId, messageCount }: Thread, page: number) {
  return {
    queryKey: [conversations.readMessages.path, conversationId, messageCount, page] as const,
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const input = { conversationId, from: page * PAGE, count: PAGE }
      const answer = await client.call(conversations.readMessages, input, { signal })
      if (answer.total !== messageCount) refresh(conversations.readConversation)
      return answer
    },
    staleTime: 5 * 60_000,
  }
}

export interface MessagePages {
  /** The message at a position, once its page is there. */
  readonly at: (position: number) => ThreadMessage | undefined
  readonly onRange: (first: number, last: number) => void
  readonly error: Error | null
  readonly retry: () => void
}

/** Reads the pages that the window shows, and the next one in the direction of reading. */
export function useMessagePages(thread: Thread, start: number): MessagePages {
  const [range, setRange] = useState<Span>({ from: start, to: start })
  const rested = useSettled(range, 120)
  const near = Math.abs(range.from - rested.from) < JUMP ? range : rested
  const first = Math.floor(near.from / PAGE)
  const last = Math.min(ahead(near.to), Math.max(0, Math.ceil(thread.messageCount / PAGE) - 1))
  const wanted = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
  const results = useQueries({ queries: wanted.map(page => pageOptions(thread, page)) })
  const pages = new Map(wanted.map((page, index) => [page, results[index]?.data?.messages]))
  const failed = results.find(result => result.error)
  return {
    at: position => pages.get(Math.floor(position / PAGE))?.[position % PAGE],
    onRange: useCallback(
      (from: number, to: number) =>
        // A move within the same pages changes nothing here, and draws nothing anew.
        setRange(old => (sameRead(old, from, to) ? old : { from, to })),
      [],
    ),
    error: failed?.error ?? null,
    retry: () => {
      for (const result of results) if (result.error) void result.refetch()
    },
  }
}

const ahead = (to: number) => Math.floor((to + PAGE / 4) / PAGE)

function sameRead(old: Span, from: number, to: number): boolean {
  return Math.floor(old.from / PAGE) === Math.floor(from / PAGE) && ahead(old.to) === ahead(to)
}

async function readPage(thread: Thread, page: number): Promise<readonly ThreadMessage[]> {
  return (await queryClient.ensureQueryData(pageOptions(thread, page))).messages
}

/** The messages at these positions, in order; what is already here is not asked again. */
export async function readPositions(thread: Thread, positions: readonly number[]): Promise<ThreadMessage[]> {
  const found: ThreadMessage[] = []
  for (const position of positions) {
    const message = (await readPage(thread, Math.floor(position / PAGE)))[position % PAGE]
    if (message) found.push(message)
  }
  return found
}

/**
 * The first position at or after a moment, by halving over pages: a thread stands in the order of its times.
 * `before` says whether a message is earlier than the moment; messages without a time count with their neighbours.
 */
export async function findPosition(
  total: number,
  read: (page: number) => Promise<readonly ThreadMessage[]>,
  moment: string,
): Promise<number> {
  const earlier = (messages: readonly ThreadMessage[]): boolean => {
    const last = messages.findLast(message => message.shownAt !== null)
    return last?.shownAt != null && last.shownAt < moment
  }
  let low = 0
  let high = Math.max(0, Math.ceil(total / PAGE) - 1)
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (earlier(await read(middle))) low = middle + 1
    else high = middle
  }
  const page = await read(low)
  const inside = page.findIndex(message => message.shownAt !== null && message.shownAt >= moment)
  return low * PAGE + (inside < 0 ? Math.max(0, page.length - 1) : inside)
}

export function findMoment(thread: Thread, moment: string): Promise<number> {
  return findPosition(thread.messageCount, page => readPage(thread, page), moment)
}
