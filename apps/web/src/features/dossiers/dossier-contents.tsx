import { conversations, evidence } from '@yuanwei/contract/staff'
import { Button, Checkbox, Icon, IconButton, Notice } from '@yuanwei/ui'
import { useRead } from '../../shell/api.ts'
import { bytesText } from '../../shell/format.ts'
import { useT } from '../../shell/language.tsx'
import { countOf, gapsOf } from '../conversations/selection.ts'
import { type DossierDraft, outgrown, type ThreadSpan, withSpans } from './dossier-draft.ts'

export interface DossierContentsProps {
  readonly caseId: string
  readonly value: DossierDraft
  readonly onChange: (change: Partial<DossierDraft>) => void
}

/** Files, messages and the timeline: what is chosen, and what that leaves out. */
export function DossierContents({ caseId, value, onChange }: DossierContentsProps) {
  const t = useT()
  return (
    <>
      <Files caseId={caseId} value={value} onChange={onChange} />
      <Messages caseId={caseId} value={value} onChange={onChange} />
      <Checkbox
        label={t('dossier.timeline')}
        hint={t('dossier.timeline.hint')}
        checked={value.timeline}
        onChange={timeline => onChange({ timeline })}
      />
    </>
  )
}

function Files({ caseId, value, onChange }: DossierContentsProps) {
  const t = useT()
  const exhibits = useRead(evidence.listExhibits, { caseId }).data?.exhibits ?? []
  const all = exhibits.length > 0 && value.exhibitIds.length === exhibits.length
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 flex w-full items-center justify-between font-semibold">
        {t('dossier.files', { chosen: value.exhibitIds.length, total: exhibits.length })}
      </legend>
      {exhibits.length === 0 ? <p className="text-ink-3">{t('dossier.no_files')}</p> : null}
      {exhibits.length > 1 ? (
        <div>
          <Button
            onClick={() => onChange({ exhibitIds: all ? [] : exhibits.map(exhibit => exhibit.exhibitId) })}
          >
            {t(all ? 'dossier.none' : 'dossier.all')}
          </Button>
        </div>
      ) : null}
      <div className="max-h-60 overflow-y-auto rounded-md border border-line px-3 py-1 empty:hidden">
        {exhibits.map(exhibit => (
          <Checkbox
            key={exhibit.exhibitId}
            label={t('exhibit.numbered', { number: exhibit.number, name: exhibit.fileName })}
            hint={
              exhibit.chatFormat
                ? t('dossier.chat_file', { size: bytesText(exhibit.sizeBytes) })
                : bytesText(exhibit.sizeBytes)
            }
            checked={value.exhibitIds.includes(exhibit.exhibitId)}
            onChange={on =>
              onChange({
                exhibitIds: on
                  ? [...value.exhibitIds, exhibit.exhibitId]
                  : value.exhibitIds.filter(id => id !== exhibit.exhibitId),
              })
            }
          />
        ))}
      </div>
    </fieldset>
  )
}

function Messages({ caseId, value, onChange }: DossierContentsProps) {
  const t = useT()
  const threads = useRead(conversations.listConversations, { caseId }).data?.conversations ?? []
  return (
    <section className="grid gap-1" aria-label={t('dossier.messages', { count: countOf(value.spans) })}>
      <h3 className="font-semibold">{t('dossier.messages', { count: countOf(value.spans) })}</h3>
      <p className="text-12 text-ink-3">{t('dossier.messages.hint')}</p>
      {threads.map(thread => {
        const others = value.spans.filter(span => span.conversationId !== thread.conversationId)
        const own = value.spans.filter(
          span => span.conversationId === thread.conversationId && span.of === thread.messageCount,
        )
        const gone = outgrown(value.spans, [thread])
        const title = thread.title || t('conversation.untitled')
        const gaps = gapsOf(own)
        return (
          <div key={thread.conversationId} className="rounded-md border border-line px-3 py-2">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span className="flex min-w-0 items-center gap-2">
                <Icon name="chat" className="text-ink-3" />
                <span className="one-line">{title}</span>
              </span>
              {countOf(own) < thread.messageCount && thread.messageCount > 0 ? (
                <Button
                  onClick={() =>
                    onChange({
                      spans: withSpans(others, thread, [{ from: 0, to: thread.messageCount - 1 }]),
                    })
                  }
                >
                  {t('dossier.whole_thread', { count: thread.messageCount })}
                </Button>
              ) : null}
            </div>
            {gone.length > 0 ? (
              <Notice
                tone="promise"
                role="status"
                title={t('dossier.grown', { before: gone[0]?.of ?? 0, now: thread.messageCount })}
                action={
                  <Button
                    onClick={() => onChange({ spans: value.spans.filter(span => !gone.includes(span)) })}
                  >
                    {t('dossier.grown.remove', { count: countOf(gone) })}
                  </Button>
                }
              >
                {t('dossier.grown.next')}
              </Notice>
            ) : null}
            <ul>
              {own.map(span => (
                <SpanRow
                  key={span.from}
                  span={span}
                  onRemove={() => onChange({ spans: value.spans.filter(other => other !== span) })}
                />
              ))}
            </ul>
            {gaps > 0 ? <p className="text-12 text-zhe">{t('dossier.gaps', { count: gaps })}</p> : null}
          </div>
        )
      })}
    </section>
  )
}

function SpanRow({ span, onRemove }: { readonly span: ThreadSpan; readonly onRemove: () => void }) {
  const t = useT()
  const label =
    span.from === span.to
      ? t('dossier.span.one', { position: span.from + 1 })
      : t('dossier.span', { from: span.from + 1, to: span.to + 1, count: countOf([span]) })
  return (
    <li className="flex items-center justify-between gap-2">
      <span>{label}</span>
      <IconButton icon="close" label={t('dossier.span.remove', { label })} onClick={onRemove} />
    </li>
  )
}
