import { Link } from '@tanstack/react-router'
import { conversations } from '@yuanwei/contract/staff'
import { Icon, Skeleton } from '@yuanwei/ui'
import { useId } from 'react'
import { asProblem, useRead } from '../../shell/api.ts'
import { shortWhen, whenText } from '../../shell/format.ts'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { useMe } from '../../shell/session.ts'

/** The conversations of a case, each with its length and its span of time. */
export function ConversationsPanel({ caseId }: { readonly caseId: string }) {
  const t = useT()
  const headingId = useId()
  const { zone } = useMe().organisation
  const found = useRead(conversations.listConversations, { caseId })
  const rows = found.data?.conversations ?? []
  return (
    <section aria-labelledby={headingId} className="grid grid-cols-1 gap-2">
      <h2 id={headingId} className="font-semibold">
        {t('conversation.title')} <span className="text-ink-3">{rows.length || ''}</span>
      </h2>
      {found.error ? (
        <ProblemNotice error={asProblem(found.error)} kept="unchanged" onRetry={() => void found.refetch()} />
      ) : null}
      {found.isPending ? <Skeleton rows={2} /> : null}
      {found.data && rows.length === 0 ? <p className="text-ink-3">{t('conversation.empty')}</p> : null}
      <ul className="grid">
        {rows.map(conversation => {
          const span = [conversation.first, conversation.last]
            .map(when => shortWhen(whenText(when, zone), ''))
            .filter(Boolean)
            .join(' – ')
          return (
            <li key={conversation.conversationId} className="border-b border-line">
              <Link
                to="/cases/$caseId/conversations/$conversationId"
                params={{ caseId, conversationId: conversation.conversationId }}
                className="touch-target flex items-start gap-2 py-2 text-ink no-underline hover:text-dian"
              >
                <Icon name="chat" className="mt-1 text-ink-3" />
                <span className="grid min-w-0">
                  <span className="one-line">{conversation.title || t('conversation.untitled')}</span>
                  <span className="text-12 text-ink-3">
                    {t('conversation.messages', { count: conversation.messageCount })} ·{' '}
                    {t('conversation.people', { count: conversation.participants.length })}
                  </span>
                  <span className="text-12 text-ink-3">{span}</span>
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
