import type { dossiers } from '@yuanwei/contract/staff'
import type { Input } from '../../shell/api.ts'
import { readDraft, writeDraft } from '../../shell/draft.ts'
import { joined, type Span } from '../conversations/selection.ts'

type DossierInput = Input<typeof dossiers.createDossier>
export type Purpose = DossierInput['purpose']

export interface ThreadSpan extends Span {
  readonly conversationId: string
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

/** Joins spans of one thread to those of all threads; what touches becomes one. */
export function withSpans(
  spans: readonly ThreadSpan[],
  conversationId: string,
  more: readonly Span[],
): ThreadSpan[] {
  const own = spans.filter(span => span.conversationId === conversationId)
  const others = spans.filter(span => span.conversationId !== conversationId)
  return [...others, ...joined([...own, ...more]).map(({ from, to }) => ({ conversationId, from, to }))]
}

export function addToDossier(caseId: string, conversationId: string, more: readonly Span[]): void {
  const stored = readDraft<DossierDraft>(draftKey(caseId)) ?? {}
  writeDraft(draftKey(caseId), { ...stored, spans: withSpans(stored.spans ?? [], conversationId, more) })
}

/** What is sent; null while no purpose is chosen. */
export function dossierInput(caseId: string, draft: DossierDraft) {
  const { purpose, spans, exhibitIds, ...rest } = draft
  if (purpose === '') return null
  return { ...rest, caseId, purpose, exhibitIds: [...exhibitIds], spans: [...spans] }
}
