import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkCauses, type Link } from './fact.ts'

describe('causes of a fact', () => {
  test('a fact is not its own cause', () => {
    expect(() => checkCauses('a', ['a'], [])).toThrow('fact_cycle')
  })

  test('a circle over three is refused, a diamond is not', () => {
    const links: Link[] = [
      { cause: 'a', effect: 'b' },
      { cause: 'b', effect: 'c' },
      { cause: 'a', effect: 'c' },
    ]
    expect(() => checkCauses('a', ['c'], links)).toThrow('fact_cycle')
    expect(() => checkCauses('d', ['b', 'c'], links)).not.toThrow()
  })

  test('the links a fact had before are replaced, so they close no circle', () => {
    expect(() => checkCauses('b', [], [{ cause: 'a', effect: 'b' }])).not.toThrow()
    expect(() => checkCauses('b', ['c'], [{ cause: 'b', effect: 'a' }])).not.toThrow()
  })

  test('links that follow an order are always taken; one against it that closes a path never', () => {
    const facts = ['0', '1', '2', '3', '4', '5', '6', '7']
    const forward = fc.uniqueArray(
      fc.tuple(fc.nat(7), fc.nat(7)).filter(([cause, effect]) => cause < effect),
      { selector: pair => pair.join() },
    )
    fc.assert(
      fc.property(forward, fc.nat(7), fc.nat(7), (pairs, from, to) => {
        const links = pairs.map(([cause, effect]) => ({ cause: String(cause), effect: String(effect) }))
        fc.pre(from !== to)
        const others = links.filter(link => link.effect !== String(from))
        const reaches = (start: string): boolean =>
          start === String(to) || others.some(link => link.cause === start && reaches(link.effect))
        const closes = reaches(String(from))
        const attempt = () => checkCauses(facts[from] as string, [facts[to] as string], links)
        if (closes) expect(attempt).toThrow('fact_cycle')
        else expect(attempt).not.toThrow()
      }),
    )
  })
})
