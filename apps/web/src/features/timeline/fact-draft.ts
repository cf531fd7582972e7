import type { timeline } from '@yuanwei/contract/staff'
import type { Input } from '../../shell/api.ts'
import { shortWhen, whenText } from '../../shell/format.ts'
import type { Translate } from '../../shell/language.tsx'
import { type Moment, momentOf, whenOf } from './moment.ts'
import type { Fact, FactKind } from './order.ts'

type FactInput = Omit<Input<typeof timeline.addFact>, 'caseId'>
export type Source = FactInput['sources'][number]

/** A source with what a person reads of it. */
export interface NamedSource {
  readonly source: Source
  readonly label: string
  readonly excerpt: string
}

export interface FactDraft {
  readonly moment: Moment
  readonly kind: FactKind
  readonly title: string
  readonly body: string
  readonly sources: readonly NamedSource[]
  readonly causes: readonly string[]
}

export const sourceKey = (source: Source): string =>
  source.kind === 'message' ? source.messageId : source.exhibitId

export function factDraft(
  fact: Fact | undefined,
  zone: string,
  sources: readonly NamedSource[],
  moment: Moment,
): FactDraft {
  if (!fact) return { moment, kind: 'event', title: '', body: '', sources, causes: [] }
  const { kind, title, body, causes } = fact
  const named = fact.sources.map(({ source, label, excerpt }) => ({ source, label, excerpt }))
  return { moment: momentOf(fact.when, zone), kind, title, body, sources: named, causes }
}

/** Sources chosen elsewhere, joined to those already in the draft; each stands once. */
export function withSources(draft: FactDraft, more: readonly NamedSource[]): FactDraft {
  const known = new Set(draft.sources.map(({ source }) => sourceKey(source)))
  const added = more.filter(({ source }) => !known.has(sourceKey(source)))
  return added.length === 0 ? draft : { ...draft, sources: [...draft.sources, ...added] }
}

/** What is sent; null while the moment is incomplete. */
export function factInput(draft: FactDraft, zone: string): FactInput | null {
  const when = whenOf(draft.moment, zone)
  if (!when) return null
  const { kind, title, body, causes } = draft
  return {
    when,
    kind,
    title,
    body,
    sources: draft.sources.map(({ source }) => source),
    causes: causes as FactInput['causes'],
  }
}

export function differences(t: Translate, now: Fact, mine: FactDraft, zone: string) {
  const whenLabel = (when: ReturnType<typeof whenOf>) => (when ? shortWhen(whenText(when, zone), '') : '')
  const names = (sources: readonly { readonly label: string; readonly excerpt: string }[]) =>
    sources.map(({ label, excerpt }) => [label, excerpt].filter(Boolean).join(' ')).join('\n')
  const rows = [
    { label: t('fact.title'), theirs: now.title, mine: mine.title },
    { label: t('fact.kind'), theirs: t(`fact.kind.${now.kind}`), mine: t(`fact.kind.${mine.kind}`) },
    { label: t('fact.when'), theirs: whenLabel(now.when), mine: whenLabel(whenOf(mine.moment, zone)) },
    { label: t('fact.body'), theirs: now.body, mine: mine.body },
    { label: t('fact.sources'), theirs: names(now.sources), mine: names(mine.sources) },
    { label: t('fact.causes'), theirs: String(now.causes.length), mine: String(mine.causes.length) },
  ]
  return rows.filter(row => row.theirs !== row.mine)
}
