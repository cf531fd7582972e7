import { describe, expect, it } from 'vitest'
import { effectsOf, type Fact, inFilter, orderFacts, storyOf } from './order.ts'

function fact(id: string, shownAt: string | null, causes: string[] = [], more: Partial<Fact> = {}): Fact {
  return {
    factId: id,
    shownAt,
    causes,
    kind: 'event',
    title: id,
    body: '',
    sources: [],
    addedAt: `2026-11-20T00:00:00.000Z`,
    addedBy: '',
    version: 1,
    when: { kind: 'none' },
    log: { entryId: id, state: 'logged', index: 0, number: 0 },
    ...more,
  } as unknown as Fact
}
const ids = (facts: readonly Fact[]) => facts.map(each => each.factId as string)

describe('order of facts', () => {
  it('is oldest first, with undated facts at the end', () => {
    const facts = [
      fact('undated', null),
      fact('second', '2026-11-08T00:00:00.000Z'),
      fact('first', '2026-11-02T00:00:00.000Z'),
    ]
    expect(ids(orderFacts(facts))).toEqual(['first', 'second', 'undated'])
  })

  it('puts a cause before its effect where both bear the same time', () => {
    const at = '2026-11-02T00:00:00.000Z'
    expect(ids(orderFacts([fact('c', at, ['b']), fact('b', at, ['a']), fact('a', at)]))).toEqual([
      'a',
      'b',
      'c',
    ])
  })

  it('survives a circle, which the server refuses but a cache may show', () => {
    const at = '2026-11-02T00:00:00.000Z'
    expect(ids(orderFacts([fact('a', at, ['b']), fact('b', at, ['a'])])).sort()).toEqual(['a', 'b'])
  })
})

describe('views of the timeline', () => {
  it('shows under evidence what a file of the case proves, whatever its kind', () => {
    const source = { kind: 'exhibit', exhibitId: 'x' }
    const shown = fact('money', null, [], {
      kind: 'money',
      sources: [{ source }] as unknown as Fact['sources'],
    })
    expect(inFilter(shown, 'evidence')).toBe(true)
    expect(inFilter(shown, 'money')).toBe(true)
    expect(inFilter(shown, 'promise')).toBe(false)
    expect(inFilter(fact('plain', null), 'evidence')).toBe(false)
  })
})

describe('the story of a fact', () => {
  // a → b → d, a → c, e alone
  const facts = [
    fact('a', null),
    fact('b', null, ['a']),
    fact('c', null, ['a']),
    fact('d', null, ['b']),
    fact('e', null),
  ]

  it('holds everything that led to it and everything it led to, and nothing beside it', () => {
    expect([...storyOf(facts, 'b')].sort()).toEqual(['a', 'b', 'd'])
    expect([...storyOf(facts, 'a')].sort()).toEqual(['a', 'b', 'c', 'd'])
    expect([...storyOf(facts, 'e')]).toEqual(['e'])
  })

  it('names the effects of a cause', () => {
    expect(ids(effectsOf(facts).get('a') ?? [])).toEqual(['b', 'c'])
  })
})
