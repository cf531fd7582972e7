/** Positions of a thread, both ends included. Lists of spans are sorted, disjoint and never adjacent. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Sorts spans and joins those that overlap or touch. */
export function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last && span.from <= last.to + 1)
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else result.push(span)
  }
  return result
}

export function without(spans: readonly Span[], gone: Span): Span[] {
  return spans.flatMap(span => {
    if (gone.to < span.from || gone.from > span.to) return [span]
    const before = { from: span.from, to: gone.from - 1 }
    const after = { from: gone.to + 1, to: span.to }
    return [before, after].filter(rest => rest.from <= rest.to)
  })
}

export function holds(spans: readonly Span[], position: number): boolean {
  return spans.some(span => span.from <= position && position <= span.to)
}

export function countOf(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + span.to - span.from + 1, 0)
}

/** The positions of spans, in order, at most `most` of them. */
export function positionsOf(spans: readonly Span[], most: number): number[] {
  const positions: number[] = []
  for (const { from, to } of spans)
    for (let position = from; position <= to && positions.length < most; position += 1)
      positions.push(position)
  return positions
}

/** What lies between the chosen spans and is left out: it is counted wherever they are shown. */
export function gapsOf(spans: readonly Span[]): number {
  return spans.slice(1).reduce((sum, span, index) => sum + span.from - (spans[index]?.to ?? 0) - 1, 0)
}

export interface Selection {
  readonly spans: readonly Span[]
  /** The row that keys act on. */
  readonly active: number
  /** Where an extension started, and what was chosen before it. */
  readonly anchor: number
  readonly base: readonly Span[]
}

export type SelectionStep =
  | { readonly step: 'move'; readonly to: number }
  | { readonly step: 'toggle'; readonly at: number }
  | { readonly step: 'extend'; readonly to: number }
  | { readonly step: 'choose'; readonly span: Span }
  | { readonly step: 'clear' }

export const NOTHING: Selection = { spans: [], active: 0, anchor: 0, base: [] }

/** Choosing messages as lists do everywhere: a press turns one on or off, Shift stretches from where it began. */
export function selected(state: Selection, step: SelectionStep): Selection {
  switch (step.step) {
    case 'move':
      return { ...state, active: step.to, anchor: step.to, base: state.spans }
    case 'toggle': {
      const one = { from: step.at, to: step.at }
      const spans = holds(state.spans, step.at) ? without(state.spans, one) : joined([...state.spans, one])
      return { spans, active: step.at, anchor: step.at, base: without(spans, one) }
    }
    case 'extend': {
      const stretch = { from: Math.min(state.anchor, step.to), to: Math.max(state.anchor, step.to) }
      return { ...state, spans: joined([...state.base, stretch]), active: step.to }
    }
    case 'choose':
      return { ...state, spans: joined([...state.spans, step.span]), base: state.spans }
    case 'clear':
      return { ...state, spans: [], base: [] }
  }
}
