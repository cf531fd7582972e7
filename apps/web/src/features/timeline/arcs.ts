/** A cause → effect link between two heights of the spine, in pixels. */
export interface ArcLink {
  readonly from: string
  readonly to: string
  readonly fromY: number
  readonly toY: number
}

export interface Arc extends ArcLink {
  /** 0 is nearest to the spine. */
  readonly lane: number
  /** SVG path from the cause to the effect, bulging to the left of `spineX`. */
  readonly path: string
}

export interface ArcSpace {
  /** Where arcs touch the spine. */
  readonly spineX: number
  /** Distance of the nearest lane from the spine, and between lanes. */
  readonly nearest: number
  readonly step: number
  readonly lanes: number
}

/**
 * Gives every arc a lane so that arcs over the same stretch do not lie on each other: short ones near the spine,
 * long ones around them. Beyond the last lane they share it. Arcs may touch end to end in one lane.
 */
export function layoutArcs(links: readonly ArcLink[], space: ArcSpace): Arc[] {
  const taken: { top: number; bottom: number }[][] = []
  return [...links]
    .sort((a, b) => length(a) - length(b) || top(a) - top(b) || a.to.localeCompare(b.to))
    .map(link => {
      const span = { top: top(link), bottom: top(link) + length(link) }
      let lane = 0
      while (lane < space.lanes - 1 && taken[lane]?.some(other => overlaps(span, other))) lane += 1
      taken[lane] = [...(taken[lane] ?? []), span]
      return { ...link, lane, path: arcPath(link, space, lane) }
    })
}

const top = (link: ArcLink) => Math.min(link.fromY, link.toY)
const length = (link: ArcLink) => Math.abs(link.toY - link.fromY)

function overlaps(a: { top: number; bottom: number }, b: { top: number; bottom: number }): boolean {
  return a.top < b.bottom && b.top < a.bottom
}

/** Leaves the spine level, swings into its lane within 64 px, runs along it and comes back level. */
function arcPath(link: ArcLink, space: ArcSpace, lane: number): string {
  const x = space.spineX
  const far = round(x - space.nearest - lane * space.step)
  const down = link.toY >= link.fromY ? 1 : -1
  const bend = round(Math.min(64, length(link) / 2)) * down
  const [from, to] = [round(link.fromY), round(link.toY)]
  const ease = round(bend * 0.3)
  return [
    `M ${x} ${from}`,
    `C ${far} ${from}, ${far} ${from + ease}, ${far} ${from + bend}`,
    `L ${far} ${to - bend}`,
    `C ${far} ${to - ease}, ${far} ${to}, ${x} ${to}`,
  ].join(' ')
}

const round = (value: number) => Math.round(value * 10) / 10
