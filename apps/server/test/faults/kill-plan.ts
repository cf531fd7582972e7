import { FAULT_POINTS, type FaultPoint } from '../../src/platform/faults.ts'
import type { Chance } from './chance.ts'
import type { KillMode } from './server-under-test.ts'

export interface PlannedKill {
  readonly point: FaultPoint
  /** The how-manieth time the point is reached. */
  readonly nth: number
  readonly mode: KillMode
}

/** Every point equally often, in an order by chance; at each point both kinds of kill in turn. */
export function planKills(count: number, chance: Chance): PlannedKill[] {
  const points: FaultPoint[] = []
  while (points.length < count) points.push(...chance.shuffle(FAULT_POINTS).slice(0, count - points.length))
  const uses = new Map<FaultPoint, number>()
  return points.map(point => {
    const use = uses.get(point) ?? 0
    uses.set(point, use + 1)
    return {
      point,
      nth: 1 + chance.below(timesReached(point)),
      mode: use % 2 ? 'server and database' : 'server',
    }
  })
}

/** How often one provoked operation gets to the point at least (see load.ts). */
function timesReached(point: FaultPoint): number {
  if (point === 'blobs.mid_stream') return 2
  return point.startsWith('import.') ? 3 : 1
}
