import { cases, conversations, evidence } from '@yuanwei/contract/staff'
import { useEffect, useRef } from 'react'
import { type Output, refresh, useRead } from '../../shell/api.ts'

export type Import = Output<typeof conversations.listImports>['imports'][number]

export const isRunning = (job: Import): boolean => job.status !== 'done' && job.status !== 'failed'

/** The imports of a case, newest first; asked each 0.7 s while one runs, and what they changed is read again at the end. */
export function useImports(caseId: string): readonly Import[] {
  const { data } = useRead(
    conversations.listImports,
    { caseId },
    { refetchInterval: query => (query.state.data?.imports.some(isRunning) ? 700 : false) },
  )
  const running = data?.imports.some(isRunning) ?? false
  const before = useRef(false)
  useEffect(() => {
    if (before.current && !running)
      refresh(
        conversations.listConversations,
        conversations.readConversation,
        conversations.readMessages,
        cases.readCase,
        cases.readHistory,
        evidence.listExhibits,
      )
    before.current = running
  }, [running])
  return [...(data?.imports ?? [])].sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))
}
