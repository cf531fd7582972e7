import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinRanges } from './resolve-spans.ts'

const range = fc.tuple(fc.nat(60), fc.nat(12)).map(([from, more]) => ({ from, to: from + more }))
const positionsOf = (ranges: readonly { from: number; to: number }[]) =>
  ranges.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i))

test('joined ranges hold every position once, ascending, with a gap between any two', () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 12 }), ranges => {
      const joined = joinRanges(ranges)
      expect(positionsOf(joined)).toEqual([...new Set(positionsOf(ranges))].sort((a, b) => a - b))
      for (const [i, each] of joined.slice(1).entries())
        expect(each.from).toBeGreaterThan((joined[i]?.to ?? 0) + 1)
    }),
  )
})
