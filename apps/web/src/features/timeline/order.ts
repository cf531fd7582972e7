import type { timeline } from '@yuanwei/contract/staff'
import type { Output } from '../../shell/api.ts'

export type Fact = Output<typeof timeline.readTimeline>['facts'][number]
export type FactKind = Fact['kind']

export const FACT_FILTERS = ['all', 'evidence', 'promise', 'money', 'system'] as const
export type FactFilter = (typeof FACT_FILTERS)[number]

/**
 * Oldest first. What happened at the same moment keeps its causes before its effects, else the order of taking in;
 * facts without a date stand at the end, where nobody reads an order into them.
 */
export function orderFacts(facts: readonly Fact[]): Fact[] {
  const byId = new Map(facts.map(fact => [fact.factId as string, fact]))
  const depths = new Map<string, number>()
  const depth = (id: string, seen: ReadonlySet<string>): number => {
    const known = depths.get(id)
    if (known !== undefined) return known
    const fact = byId.get(id)
    if (!fact || seen.has(id)) return 0
    const below = new Set(seen).add(id)
    const value = Math.max(0, ...fact.causes.map(cause => 1 + depth(cause, below)))
    depths.set(id, value)
    return value
  }
  return [...facts].sort(
    (a, b) =>
      compareText(a.shownAt ?? '\uffff', b.shownAt ?? '\uffff') ||
      depth(a.factId, new Set()) - depth(b.factId, new Set()) ||
      compareText(a.addedAt, b.addedAt) ||
      compareText(a.factId, b.factId),
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Whether a fact stands in a view. Evidence: what was taken in as such, and whatever a file of the case shows. */
export function inFilter(fact: Fact, filter: FactFilter): boolean {
  if (filter === 'all') return true
  if (filter === 'evidence')
    return fact.kind === 'evidence' || fact.sources.some(({ source }) => source.kind === 'exhibit')
  return fact.kind === filter
}

/** A fact's effects: the facts that name it as a cause. */
export function effectsOf(facts: readonly Fact[]): Map<string, Fact[]> {
  const effects = new Map<string, Fact[]>()
  for (const fact of facts)
    for (const cause of fact.causes) effects.set(cause, [...(effects.get(cause) ?? []), fact])
  return effects
}

/** The fact itself, everything that led to it and everything it led to. */
export function storyOf(facts: readonly Fact[], factId: string): Set<string> {
  const byId = new Map(facts.map(fact => [fact.factId as string, fact]))
  const effects = effectsOf(facts)
  const walk = (start: string, next: (id: string) => readonly string[]): Set<string> => {
    const seen = new Set([start])
    const open = [start]
    for (let id = open.pop(); id !== undefined; id = open.pop())
      for (const other of next(id))
        if (!seen.has(other)) {
          seen.add(other)
          open.push(other)
        }
    return seen
  }
  return new Set([
    ...walk(factId, id => byId.get(id)?.causes ?? []),
    ...walk(factId, id => (effects.get(id) ?? []).map(fact => fact.factId)),
  ])
}
