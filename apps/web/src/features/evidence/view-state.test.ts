import { describe, expect, it } from 'vitest'
import { keyAct, START, viewed } from './view-state.ts'

describe('looking at a picture', () => {
  it('keeps the middle of the frame while zooming', () => {
    // A point 30 px right of the middle lies 60 px right of it at twice the size.
    expect(viewed({ ...START, x: 30, y: -10 }, { act: 'zoom', by: 2 })).toEqual({
      zoom: 2,
      turns: 0,
      x: 60,
      y: -20,
    })
  })

  it('stays between a quarter and twelve times the size, without drifting at the ends', () => {
    let view = { ...START, x: 10, y: 10 }
    for (let press = 0; press < 60; press += 1) view = viewed(view, { act: 'zoom', by: 1.25 })
    expect(view.zoom).toBe(12)
    const again = viewed(view, { act: 'zoom', by: 1.25 })
    expect(again).toEqual(view)
  })

  it('comes round after four quarter turns', () => {
    let view = START
    for (let press = 0; press < 4; press += 1) view = viewed(view, { act: 'turn' })
    expect(view).toEqual(START)
  })

  it('leaves every other key to the page', () => {
    expect(keyAct('Tab')).toBeNull()
    expect(keyAct('Enter')).toBeNull()
    expect(keyAct('0')).toEqual({ act: 'reset' })
    expect(keyAct('ArrowLeft')).toEqual({ act: 'move', x: 60, y: 0 })
  })
})
