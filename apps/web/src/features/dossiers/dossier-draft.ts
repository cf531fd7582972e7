import type { dossiers } from '@yuanwei/contract/staff'
import type { Input } from '../../shell/api.ts'
import { readDraft, writeDraft } from '../../shell/draft.ts'
import { joined, type Span } from '../conversations/selection.ts'

type DossierInput = Input<typeof dossiers.createDossier>
export type Purpose = DossierInput['purpose']

export interface ThreadSpan extends Span {
  readonly conversationId: string
  /** Messages that the conversation had when the span was chosen: each import numbers it anew. */
  readonly of: number
}

/** A conversation as it stands. */
export interface Thread {
  readonly conversationId: string
  readonly messageCount: number
}

/** A dossier being put together. It lives in this tab until it is ordered, and fills up from the reader. */
export interface DossierDraft {
  readonly purpose: Purpose | ''
  readonly exhibitIds: readonly string[]
  readonly spans: readonly ThreadSpan[]
  readonly timeline: boolean
  readonly unmasked: boolean
  readonly reason: string
  readonly language: DossierInput['language']
}

export const draftKey = (caseId: string): string => `dossier.${caseId}`

export function emptyDossier(language: DossierInput['language']): DossierDraft {
  return { purpose: '', exhibitIds: [], spans: [], timeline: true, unmasked: false, reason: '', language }
}

/** Joins spans of one thread to those of all threads; what touches becomes one. Those chosen before it grew stay apart. */
export function withSpans(
  spans: readonly ThreadSpan[],
  { conversationId, messageCount: of }: Thread,
  more: readonly Span[],
): ThreadSpan[] {
  const isOwn = (span: ThreadSpan) => span.conversationId === conversationId && span.of === of
  const own = joined([...spans.filter(isOwn), ...more])
  return [
    ...spans.filter(span => !isOwn(span)),
    ...own.map(({ from, to }) => ({ conversationId, from, to, of })),
  ]
}

/** The spans that were chosen before their conversation grew: what they mean has to be chosen again. */
export function outgrown(spans: readonly ThreadSpan[], threads: readonly Thread[]): ThreadSpan[] {
  const counts = new Map(threads.map(thread => [thread.conversationId, thread.messageCount]))
  return spans.filter(span => {
    const count = counts.get(span.conversationId)
    return count !== undefined && count !== span.of
  })
}

export function addToDossier(caseId: string, thread: Thread, more: readonly Span[]): void {
  const stored = readDraft<DossierDraft>(draftKey(caseId)) ?? {}
  writeDraft(draftKey(caseId), { ...stored, spans: withSpans(stored.spans ?? [], thread, more) })
}

/** What is sent; null while no purpose is chosen. */
export function dossierInput(caseId: string, draft: DossierDraft) {
  const { purpose, spans, exhibitIds, ...rest } = draft
  if (purpose === '') return null
  return { ...rest, caseId, purpose, exhibitIds: [...exhibitIds], spans: [...spans] }
}
