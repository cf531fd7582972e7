import { beforeAll, describe, expect, it, vi } from 'vitest'

beforeAll(() => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
})

describe('stored preferences', () => {
  it('fall back one by one to the defaults', async () => {
    const { parsePreferences } = await import('./preferences.ts')
    const defaults = { language: 'zh-CN', theme: 'system', density: 'compact', singleKeys: true }
    expect(parsePreferences(null)).toEqual(defaults)
    expect(parsePreferences('{broken')).toEqual(defaults)
    expect(parsePreferences('[]')).toEqual(defaults)
    expect(parsePreferences('{"theme":"dark","language":"fr","singleKeys":"no"}')).toEqual({
      ...defaults,
      theme: 'dark',
    })
    expect(parsePreferences('{"singleKeys":false,"density":"comfortable","language":"en"}')).toEqual({
      language: 'en',
      theme: 'system',
      density: 'comfortable',
      singleKeys: false,
    })
  })
})
