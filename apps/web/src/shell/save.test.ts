import { describe, expect, it } from 'vitest'
import { nameOf } from './save.ts'

describe('the name of a downloaded file', () => {
  it('prefers the extended form of RFC 6266', () => {
    expect(nameOf('attachment; filename="x.json"; filename*=UTF-8\'\'%E5%9B%9E%E6%89%A7.json')).toBe(
      '回执.json',
    )
    expect(nameOf('attachment; filename="receipt.json"')).toBe('receipt.json')
  })

  it('is left to the caller where none is given or it is damaged', () => {
    expect(nameOf(null)).toBeNull()
    expect(nameOf('inline')).toBeNull()
    expect(nameOf("attachment; filename*=UTF-8''%E5%9B")).toBeNull()
  })
})
