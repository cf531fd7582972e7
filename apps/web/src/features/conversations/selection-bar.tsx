import { Button } from '@yuanwei/ui'
import { lazy, Suspense, useState } from 'react'
import { announce } from '../../shell/announce.tsx'
import { asProblem, type ProblemError } from '../../shell/api.ts'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { useCannot, useMe } from '../../shell/session.ts'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { addToDossier } from '../dossiers/dossier-draft.ts'
import type { NamedSource } from '../timeline/fact-draft.ts'
import { type Moment, momentOf } from '../timeline/moment.ts'
import { readPositions, type ThreadMessage } from './message-pages.ts'
import { PrintSheet } from './print-sheet.tsx'
import type { Conversation } from './reader-page.tsx'
import { countOf, positionsOf, type Span } from './selection.ts'

const FactDialog = lazy(() => import('../timeline/fact-dialog.tsx'))

/** As many messages as the contract lets one fact name. */
const MOST_SOURCES = 50
const MOST_PRINTED = 2000

export interface SelectionBarProps {
  readonly conversation: Conversation
  readonly spans: readonly Span[]
  readonly onClear: () => void
}

interface FactFrom {
  readonly sources: readonly NamedSource[]
  readonly moment: Moment
}

/** What can be done with chosen messages; absent while none is. */
export function SelectionBar({ conversation, spans, onClear }: SelectionBarProps) {
  const t = useT()
  const cannot = useCannot()
  const { zone } = useMe().organisation
  const [fact, setFact] = useState<FactFrom | null>(null)
  const [sheet, setSheet] = useState<readonly ThreadMessage[]>([])
  const [error, setError] = useState<ProblemError | null>(null)
  const { caseId } = conversation
  const count = countOf(spans)
  const noFact =
    cannot('timeline.edit') ??
    (count > MOST_SOURCES ? t('reason.sources_full', { most: MOST_SOURCES }) : null)
  const read = async (most: number): Promise<ThreadMessage[] | null> => {
    setError(null)
    try {
      return await readPositions(conversation, positionsOf(spans, most))
    } catch (cause) {
      setError(asProblem(cause))
      return null
    }
  }
  const asFact = async () => {
    const messages = await read(MOST_SOURCES)
    if (!messages) return
    const sources = messages.map(message => ({
      source: { kind: 'message', messageId: message.messageId } as const,
      label: message.senderName ?? message.senderId ?? conversation.title,
      excerpt: message.text.slice(0, 80),
    }))
    setFact({ sources, moment: momentOf(messages[0]?.when ?? { kind: 'none' }, zone) })
  }
  const intoDossier = () => {
    addToDossier(caseId, conversation, spans)
    announce(t('reader.added_to_dossier', { count }))
    onClear()
  }
  const print = async () => {
    const messages = await read(MOST_PRINTED)
    if (!messages) return
    setSheet(messages)
    requestAnimationFrame(() => window.print())
  }
  useShortcuts({
    f: () => {
      if (count > 0 && !noFact) void asFact()
    },
  })
  return (
    <>
      <PrintSheet conversation={conversation} messages={sheet} spans={spans} />
      {count > 0 ? (
        <section
          aria-label={t('reader.chosen')}
          className="flex flex-wrap items-center gap-2 border-t border-line bg-surface px-4 py-2 print:hidden"
        >
          <p role="status" className="grow font-semibold">
            {t('reader.chosen_count', { count, spans: spans.length })}
          </p>
          <Button variant="primary" icon="clock" disabledReason={noFact} onClick={() => void asFact()}>
            {t('reader.as_fact')}
          </Button>
          <Button icon="box" disabledReason={cannot('dossier.create')} onClick={intoDossier}>
            {t('reader.into_dossier')}
          </Button>
          <Button
            icon="print"
            disabledReason={count > MOST_PRINTED ? t('reason.print_full', { most: MOST_PRINTED }) : null}
            onClick={() => void print()}
          >
            {t('reader.print')}
          </Button>
          <Button variant="quiet" onClick={onClear}>
            {t('reader.clear')}
          </Button>
          <ProblemNotice error={error} kept="unchanged" />
        </section>
      ) : null}
      <Suspense fallback={null}>
        {fact ? (
          <FactDialog
            caseId={caseId}
            sources={fact.sources}
            moment={fact.moment}
            onClose={() => setFact(null)}
            onSaved={() => {
              announce(t('fact.saved'))
              onClear()
            }}
          />
        ) : null}
      </Suspense>
    </>
  )
}
