import { Link } from '@tanstack/react-router'
import { Button, Icon, Menu, Tag, type Tone } from '@yuanwei/ui'
import { shortInstant, shortWhen, whenText } from '../../shell/format.ts'
import { useT } from '../../shell/language.tsx'
import { LogStateTag } from '../../shell/log-state.tsx'
import type { Fact, FactKind } from './order.ts'

const TONES: Record<FactKind, Tone> = {
  event: 'plain',
  customer: 'action',
  promise: 'promise',
  evidence: 'plain',
  money: 'done',
  risk: 'danger',
  delivery: 'plain',
}

export interface FactCardProps {
  readonly fact: Fact
  readonly caseId: string
  readonly zone: string
  readonly causes: readonly Fact[]
  readonly effects: readonly Fact[]
  readonly denied: string | null
  readonly onGoTo: (factId: string) => void
  readonly onEdit: (fact: Fact) => void
  readonly onWithdraw: (fact: Fact) => void
}

export function FactCard(props: FactCardProps) {
  const { fact, caseId, zone, causes, effects, denied, onGoTo, onEdit, onWithdraw } = props
  const t = useT()
  const when = whenText(fact.when, zone)
  const year = String(new Date().getFullYear())
  const trigger = (
    <Button
      variant="quiet"
      icon="more"
      disabledReason={denied}
      aria-label={t('fact.actions', { title: fact.title })}
      className="-my-1 -mr-1.5 min-h-7 px-1.5! max-md:-my-2.5"
    />
  )
  return (
    <>
      <span className="tl-time">
        {shortWhen(when, year) || t('when.unknown')}
        {when.mark && when.mark !== 'time_unknown' ? (
          <span className="block max-md:ml-2 max-md:inline">{t(`when.mark.${when.mark}`)}</span>
        ) : null}
      </span>
      <article className="tl-card" tabIndex={0} data-fact={fact.factId} aria-label={fact.title}>
        <div className="flex items-start gap-3">
          <h2 className="min-w-0 grow font-semibold">{fact.title}</h2>
          <Tag tone={TONES[fact.kind]}>{t(`fact.kind.${fact.kind}`)}</Tag>
          {denied ? (
            trigger
          ) : (
            <Menu
              trigger={trigger}
              entries={[
                { kind: 'action', icon: 'edit', label: t('fact.edit'), act: () => onEdit(fact) },
                {
                  kind: 'action',
                  icon: 'undo',
                  label: t('fact.withdraw'),
                  danger: true,
                  act: () => onWithdraw(fact),
                },
              ]}
            />
          )}
        </div>
        {fact.body ? <p className="whitespace-pre-line text-ink-2">{fact.body}</p> : null}
        <Sources fact={fact} caseId={caseId} />
        <Related label={t('fact.because')} facts={causes} onGoTo={onGoTo} />
        <Related label={t('fact.led_to')} facts={effects} onGoTo={onGoTo} />
        <p className="mt-1 flex flex-wrap items-center gap-x-2 text-12 text-ink-3">
          <span>{t('fact.added_by', { name: fact.addedBy, when: shortInstant(fact.addedAt, zone) })}</span>
          <LogStateTag log={fact.log} />
        </p>
      </article>
    </>
  )
}

function Sources({ fact, caseId }: { readonly fact: Fact; readonly caseId: string }) {
  const t = useT()
  return (
    <ul className="mt-1 grid gap-0.5" aria-label={t('fact.sources')}>
      {fact.sources.map(({ source, label, excerpt, grade, conversationId, position }) => {
        const words = (
          <>
            <Icon name={source.kind === 'message' ? 'chat' : 'file'} size={14} className="text-ink-3" />
            <span className="min-w-0">
              <span className="link">{label}</span>
              {excerpt ? <span className="text-ink-2">{t('fact.excerpt', { excerpt })}</span> : null}
              <span className="text-ink-3"> · {t(`grade.${grade as 'manual'}`)}</span>
            </span>
          </>
        )
        const key = source.kind === 'message' ? source.messageId : source.exhibitId
        const style = 'touch-target inline-flex min-h-6 items-center gap-1.5 text-12 text-ink no-underline'
        return (
          <li key={key}>
            {source.kind === 'exhibit' ? (
              <Link
                to="/cases/$caseId/exhibits/$exhibitId"
                params={{ caseId, exhibitId: source.exhibitId }}
                className={style}
              >
                {words}
              </Link>
            ) : conversationId ? (
              <Link
                to="/cases/$caseId/conversations/$conversationId"
                params={{ caseId, conversationId }}
                search={position === null ? {} : { at: position }}
                className={style}
              >
                {words}
              </Link>
            ) : (
              <span className={style}>{words}</span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

interface RelatedProps {
  readonly label: string
  readonly facts: readonly Fact[]
  readonly onGoTo: (factId: string) => void
}

/** The arcs in words: for keyboards, for screen readers, for print. */
function Related({ label, facts, onGoTo }: RelatedProps) {
  if (facts.length === 0) return null
  return (
    <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-12 text-ink-3">
      <span>{label}</span>
      {facts.map(fact => (
        <button
          key={fact.factId}
          type="button"
          onClick={() => onGoTo(fact.factId)}
          className="touch-target min-h-6 text-left text-ink-2 underline underline-offset-3"
        >
          {fact.title}
        </button>
      ))}
    </p>
  )
}
