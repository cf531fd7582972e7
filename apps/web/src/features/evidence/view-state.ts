/** How a picture lies in its frame. */
export interface View {
  readonly zoom: number
  /** Quarter turns, clockwise. */
  readonly turns: number
  readonly x: number
  readonly y: number
}

export const START: View = { zoom: 1, turns: 0, x: 0, y: 0 }
const SMALLEST = 0.25
const LARGEST = 12

export type ViewAct =
  | { readonly act: 'zoom'; readonly by: number }
  | { readonly act: 'turn' }
  | { readonly act: 'move'; readonly x: number; readonly y: number }
  | { readonly act: 'reset' }

/** Every way of looking at a picture, by button, key, wheel or hand; none of them changes the file. */
export function viewed(view: View, step: ViewAct): View {
  switch (step.act) {
    case 'zoom': {
      const zoom = Math.min(LARGEST, Math.max(SMALLEST, view.zoom * step.by))
      const ratio = zoom / view.zoom
      // The middle of the frame stays where it is.
      return { ...view, zoom, x: view.x * ratio, y: view.y * ratio }
    }
    case 'turn':
      return { ...view, turns: (view.turns + 1) % 4 }
    case 'move':
      return { ...view, x: view.x + step.x, y: view.y + step.y }
    case 'reset':
      return START
  }
}

/** Keys of the viewer; arrows move the frame over the picture, so the picture moves the other way. */
export function keyAct(key: string): ViewAct | null {
  const moves: Record<string, readonly [number, number]> = {
    ArrowLeft: [60, 0],
    ArrowRight: [-60, 0],
    ArrowUp: [0, 60],
    ArrowDown: [0, -60],
  }
  const move = moves[key]
  if (move) return { act: 'move', x: move[0], y: move[1] }
  if (key === '+' || key === '=') return { act: 'zoom', by: 1.25 }
  if (key === '-' || key === '_') return { act: 'zoom', by: 0.8 }
  if (key === 'r' || key === 'R') return { act: 'turn' }
  if (key === '0') return { act: 'reset' }
  return null
}
