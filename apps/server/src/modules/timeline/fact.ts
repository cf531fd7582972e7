import { Problem } from '../../platform/problem.ts'

export interface Link {
  readonly cause: string
  readonly effect: string
}

/**
 * Causes go before effects: adding `causes` to `factId` must not make a fact its own cause, however far round.
 * O(links) by depth-first search.
 * @throws Problem `fact_cycle` naming the cause that closes the circle
 */
export function checkCauses(factId: string, causes: readonly string[], links: readonly Link[]): void {
  const causesOf = new Map<string, string[]>()
  for (const { cause, effect } of links) {
    if (effect === factId) continue
    causesOf.set(effect, [...(causesOf.get(effect) ?? []), cause])
  }
  for (const cause of causes) {
    const seen = new Set<string>()
    const open = [cause]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === factId) throw new Problem('fact_cycle', { causeId: cause })
      if (seen.has(next)) continue
      seen.add(next)
      open.push(...(causesOf.get(next) ?? []))
    }
  }
}
