import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { cases, conversations } from '@yuanwei/contract/staff'
import { Button, type RowVirtualizer, SelectField, Skeleton, Tag } from '@yuanwei/ui'
import { lazy, Suspense, useReducer, useRef, useState } from 'react'
import { asProblem, type Output, useRead } from '../../shell/api.ts'
import { useT } from '../../shell/language.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { useMe } from '../../shell/session.ts'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { useTitle } from '../../shell/title.ts'
import { MessageGrid } from './message-grid.tsx'
import { useMessagePages } from './message-pages.ts'
import { NOTHING, selected } from './selection.ts'
import { SelectionBar } from './selection-bar.tsx'

const JumpDialog = lazy(() => import('./jump-dialog.tsx'))

export type Conversation = Output<typeof conversations.readConversation>

/**
 * Longer threads are shown in parts: each row that turns out higher than estimated moves all after it, which takes
 * about 5 ms for this many, and Chromium draws no element taller than 33 million pixels.
 */
const PART = 100_000

export function ReaderPage() {
  const { caseId, conversationId } = useParams({
    from: '/signed-in/cases/$caseId/conversations/$conversationId',
  })
  const item = useRead(cases.readCase, { caseId })
  const conversation = useRead(conversations.readConversation, { conversationId })
  const t = useT()
  useTitle(conversation.data?.title)
  return (
    <main id="main" tabIndex={-1} className="flex h-full min-h-0 flex-col outline-none print:block">
      <PageHead
        back={
          <Link
            to="/cases/$caseId"
            params={{ caseId }}
            className="link touch-target inline-flex items-center"
          >
            {item.data ? `${item.data.number} ${item.data.title}` : t('page.back_to_case')}
          </Link>
        }
        title={conversation.data?.title || t('conversation.untitled')}
      >
        {conversation.data ? <Provenance caseId={caseId} conversation={conversation.data} /> : null}
      </PageHead>
      {conversation.error ? (
        <div className="p-4">
          <ProblemNotice
            error={asProblem(conversation.error)}
            kept="unchanged"
            onRetry={() => void conversation.refetch()}
          />
        </div>
      ) : null}
      {conversation.isPending ? <Skeleton rows={10} className="p-6" /> : null}
      {conversation.data ? (
        <Reader
          // Once it has grown, what was chosen by position means other messages.
          key={`${conversationId} ${conversation.data.messageCount}`}
          conversation={conversation.data}
        />
      ) : null}
    </main>
  )
}

/** What this rendering is and what it is not, above every page of it. */
function Provenance({
  caseId,
  conversation,
}: {
  readonly caseId: string
  readonly conversation: Conversation
}) {
  const t = useT()
  const people = conversation.participants.map(
    person => person.name ?? person.id ?? t('conversation.unnamed'),
  )
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-ink-2">
      <Tag tone="promise">{t('reader.rearranged')}</Tag>
      <span>{t(`grade.${conversation.grade as 'manual'}`)}</span>
      <span>{t('conversation.messages', { count: conversation.messageCount })}</span>
      <span className="one-line max-w-[min(400px,100%)]" title={people.join(t('list.separator'))}>
        {people.slice(0, 4).join(t('list.separator'))}
        {people.length > 4 ? t('conversation.more_people', { count: people.length }) : ''}
      </span>
      {conversation.sources.map(source => (
        <Link
          key={source.importId}
          to="/cases/$caseId/exhibits/$exhibitId"
          params={{ caseId, exhibitId: source.exhibitId }}
          className="link touch-target inline-flex items-center"
        >
          {source.fileName}
        </Link>
      ))}
    </div>
  )
}

function Reader({ conversation }: { readonly conversation: Conversation }) {
  const t = useT()
  const navigate = useNavigate()
  const { zone } = useMe().organisation
  const { messageCount: total } = conversation
  const { at: wanted = 0 } = useSearch({ from: '/signed-in/cases/$caseId/conversations/$conversationId' })
  const at = Math.min(wanted, Math.max(0, total - 1))
  const [selection, step] = useReducer(selected, { ...NOTHING, active: at, anchor: at })
  const [jumping, setJumping] = useState(false)
  const controls = useRef<RowVirtualizer | null>(null)
  const pages = useMessagePages(conversation, at)
  const offset = Math.floor(at / PART) * PART
  const goTo = (position: number) => {
    step({ step: 'move', to: position })
    void navigate({ to: '.', search: { at: position }, replace: true })
    controls.current?.scrollToIndex(position - Math.floor(position / PART) * PART, { align: 'center' })
  }
  useShortcuts({ g: () => setJumping(true) })
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-1.5 print:hidden">
        <Button icon="search" onClick={() => setJumping(true)}>
          {t('reader.jump')}
        </Button>
        {total > PART ? (
          <SelectField
            label={t('reader.part')}
            hideLabel
            value={String(offset)}
            options={Array.from({ length: Math.ceil(total / PART) }, (_, part) => ({
              value: String(part * PART),
              label: t('reader.part_of', { from: part * PART + 1, to: Math.min(total, (part + 1) * PART) }),
            }))}
            onChange={value => goTo(Number(value))}
          />
        ) : null}
        <p className="text-12 text-ink-3 max-md:hidden">{t('reader.how')}</p>
      </div>
      <ProblemNotice
        error={pages.error ? asProblem(pages.error) : null}
        kept="unchanged"
        onRetry={pages.retry}
      />
      <MessageGrid
        total={total}
        offset={offset}
        count={Math.min(PART, total - offset)}
        pages={pages}
        selection={selection}
        step={step}
        controls={controls}
        zone={zone}
        at={at}
      />
      <SelectionBar
        conversation={conversation}
        spans={selection.spans}
        onClear={() => step({ step: 'clear' })}
      />
      <Suspense fallback={null}>
        {jumping ? (
          <JumpDialog conversation={conversation} onJump={goTo} onClose={() => setJumping(false)} />
        ) : null}
      </Suspense>
    </>
  )
}
