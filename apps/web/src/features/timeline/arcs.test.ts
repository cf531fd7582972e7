import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ArcLink, type ArcSpace, layoutArcs } from './arcs.ts'

const space: ArcSpace = { spineX: 146, nearest: 16, step: 9, lanes: 5 }
const link = (from: string, fromY: number, to: string, toY: number): ArcLink => ({ from, to, fromY, toY })
const laneOf = (arcs: ReturnType<typeof layoutArcs>, to: string) => arcs.find(arc => arc.to === to)?.lane

describe('lanes of arcs', () => {
  it('keeps a short arc near the spine and leads a longer one around it', () => {
    const arcs = layoutArcs([link('a', 0, 'far', 300), link('b', 100, 'near', 200)], space)
    expect(laneOf(arcs, 'near')).toBe(0)
    expect(laneOf(arcs, 'far')).toBe(1)
  })

  it('lets arcs that only meet at a node share a lane', () => {
    const arcs = layoutArcs([link('a', 0, 'b', 100), link('b', 100, 'c', 200)], space)
    expect(arcs.map(arc => arc.lane)).toEqual([0, 0])
  })

  it('starts at the cause and ends at the effect, on the spine', () => {
    const [arc] = layoutArcs([link('a', 10, 'b', 400)], space)
    expect(arc?.path.startsWith('M 146 10 ')).toBe(true)
    expect(arc?.path.endsWith(', 146 400')).toBe(true)
  })

  it('runs upwards where an effect stands above its cause', () => {
    const [arc] = layoutArcs([link('a', 400, 'b', 10)], space)
    // Nearest lane: 146 − 16 = 130; the bend of 64 px goes up from 400 to 336.
    expect(arc?.path).toContain('L 130 74')
    expect(arc?.path).toContain('130 336')
  })

  it('never lays two arcs of one stretch on each other while a lane is free, and loses none', () => {
    const links = fc.array(fc.tuple(fc.nat(2000), fc.nat(2000)), { maxLength: 5 })
    fc.assert(
      fc.property(links, given => {
        const wanted = given.map(([fromY, toY], index) => link(`f${index}`, fromY, `t${index}`, toY))
        const arcs = layoutArcs(wanted, space)
        expect(arcs.map(arc => arc.to).sort()).toEqual(wanted.map(each => each.to).sort())
        // Five arcs and five lanes: no two need to share one where they overlap.
        for (const a of arcs)
          for (const b of arcs) {
            if (a === b || a.lane !== b.lane) continue
            const [aTop, aEnd] = [Math.min(a.fromY, a.toY), Math.max(a.fromY, a.toY)]
            const [bTop, bEnd] = [Math.min(b.fromY, b.toY), Math.max(b.fromY, b.toY)]
            expect(aTop >= bEnd || bTop >= aEnd).toBe(true)
          }
      }),
    )
  })

  it('stays within its room however many there are', () => {
    const many = Array.from({ length: 40 }, (_, index) => link(`f${index}`, index, `t${index}`, 1000 + index))
    for (const arc of layoutArcs(many, space)) expect(arc.lane).toBeLessThan(space.lanes)
  })
})
