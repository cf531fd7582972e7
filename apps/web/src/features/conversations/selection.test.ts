import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  countOf,
  gapsOf,
  holds,
  joined,
  NOTHING,
  positionsOf,
  type Selection,
  type SelectionStep,
  type Span,
  selected,
  without,
} from './selection.ts'

const after = (steps: readonly SelectionStep[], from: Selection = NOTHING) => steps.reduce(selected, from)

describe('spans', () => {
  it('join where they overlap or touch', () => {
    expect(
      joined([
        { from: 5, to: 6 },
        { from: 0, to: 2 },
        { from: 3, to: 3 },
      ]),
    ).toEqual([
      { from: 0, to: 3 },
      { from: 5, to: 6 },
    ])
  })

  it('count what lies between them', () => {
    expect(
      gapsOf([
        { from: 0, to: 3 },
        { from: 5, to: 6 },
        { from: 10, to: 10 },
      ]),
    ).toBe(1 + 3)
    expect(gapsOf([{ from: 7, to: 9 }])).toBe(0)
  })

  it('name their positions up to a bound', () => {
    expect(
      positionsOf(
        [
          { from: 1, to: 2 },
          { from: 8, to: 99 },
        ],
        4,
      ),
    ).toEqual([1, 2, 8, 9])
  })

  it('behave as sets of positions do', () => {
    const span = fc.tuple(fc.nat(40), fc.nat(8)).map(([from, length]): Span => ({ from, to: from + length }))
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), span, (spans, gone) => {
        const set = new Set(spans.flatMap(each => positionsOf([each], 100)))
        const union = joined(spans)
        expect(positionsOf(union, 1000)).toEqual([...set].sort((a, b) => a - b))
        expect(countOf(union)).toBe(set.size)
        for (const position of positionsOf([gone], 100)) set.delete(position)
        expect(positionsOf(without(union, gone), 1000)).toEqual([...set].sort((a, b) => a - b))
        for (let position = 0; position < 50; position += 1)
          expect(holds(without(union, gone), position)).toBe(set.has(position))
      }),
    )
  })
})

describe('choosing messages', () => {
  it('turns one on and off', () => {
    const once = after([{ step: 'toggle', at: 3 }])
    expect(once.spans).toEqual([{ from: 3, to: 3 }])
    expect(selected(once, { step: 'toggle', at: 3 }).spans).toEqual([])
  })

  it('stretches from where it began and shrinks again on the way back', () => {
    const wide = after([
      { step: 'toggle', at: 10 },
      { step: 'extend', to: 14 },
    ])
    expect(wide.spans).toEqual([{ from: 10, to: 14 }])
    expect(selected(wide, { step: 'extend', to: 11 }).spans).toEqual([{ from: 10, to: 11 }])
    expect(selected(wide, { step: 'extend', to: 8 }).spans).toEqual([{ from: 8, to: 10 }])
  })

  it('keeps what was chosen before the stretch', () => {
    const state = after([
      { step: 'toggle', at: 1 },
      { step: 'move', to: 5 },
      { step: 'extend', to: 6 },
      { step: 'extend', to: 5 },
    ])
    expect(state.spans).toEqual([
      { from: 1, to: 1 },
      { from: 5, to: 5 },
    ])
  })

  it('moves without choosing, and clears without moving', () => {
    const state = after([{ step: 'toggle', at: 2 }, { step: 'move', to: 7 }, { step: 'clear' }])
    expect(state).toMatchObject({ spans: [], active: 7 })
  })
})
