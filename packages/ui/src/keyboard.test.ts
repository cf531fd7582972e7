import { describe, expect, it } from 'vitest'
import { isComposing } from './keyboard.ts'

describe('a key that belongs to an input method', () => {
  it('is known by the flag of the event, of the native event behind it, or by the code 229', () => {
    expect(isComposing({ key: 'Enter', isComposing: true, keyCode: 13 })).toBe(true)
    expect(isComposing({ key: 'Enter', keyCode: 13, nativeEvent: { isComposing: true } })).toBe(true)
    // Safari closes its window with an Enter that says it is no composition any more.
    expect(isComposing({ key: 'Enter', isComposing: false, keyCode: 229 })).toBe(true)
  })

  it('is not every other key', () => {
    expect(isComposing({ key: 'Enter', isComposing: false, keyCode: 13 })).toBe(false)
    expect(isComposing({ key: 'j', keyCode: 74, nativeEvent: { isComposing: false } })).toBe(false)
  })
})
