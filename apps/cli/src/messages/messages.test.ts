import { FORMATS, UNREAD_REASONS, WARNINGS } from '@yuanwei/formats'
import { describe, expect, it } from 'vitest'
import { en } from './en.ts'
import { languageOf, messagesIn, parseLanguage } from './messages.ts'
import { zhCN } from './zh-CN.ts'

/** Every text of a catalogue by its path; functions called with their own parameter names. */
function texts(catalogue: object, path = ''): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]) => {
    const name = path === '' ? key : `${path}.${key}`
    if (typeof value === 'function') return [[name, String(value('x', 'y', 'z'))]]
    return typeof value === 'string' ? [[name, value]] : texts(value, name)
  })
}

describe('the catalogues of the command', () => {
  it('say the same things in the same order', () => {
    expect(texts(en).map(([key]) => key)).toEqual(texts(zhCN).map(([key]) => key))
  })

  it('have words for every code of the formats', () => {
    for (const catalogue of [zhCN, en]) {
      expect(Object.keys(catalogue.formats).sort()).toEqual([...FORMATS].sort())
      expect(Object.keys(catalogue.reasons).sort()).toEqual([...UNREAD_REASONS].sort())
      expect(Object.keys(catalogue.warnings).sort()).toEqual([...WARNINGS].sort())
    }
  })

  it('have no Han in English, and Han in every Chinese sentence', () => {
    for (const [key, text] of texts(en)) expect(text, key).not.toMatch(/\p{Script=Han}/u)
    for (const [key, text] of texts(zhCN)) {
      if (!key.startsWith('formats.')) expect(text, key).toMatch(/\p{Script=Han}/u)
    }
  })
})

describe('the language', () => {
  it('is Chinese unless the environment or the person asks for another', () => {
    expect(['', 'C', 'C.UTF-8', 'POSIX', 'zh_CN.UTF-8', 'zh_TW'].map(LANG => languageOf({ LANG }))).toEqual(
      Array(6).fill('zh-CN'),
    )
    expect(['en_US.UTF-8', 'de_DE', 'fr'].map(LANG => languageOf({ LANG }))).toEqual(['en', 'en', 'en'])
    expect(languageOf({ LC_ALL: 'en_US', LANG: 'zh_CN' })).toBe('en')
    expect([parseLanguage('zh-CN'), parseLanguage('en'), parseLanguage('fr')]).toEqual(['zh-CN', 'en', null])
    expect(messagesIn('en').inspect.unknown).toBe('no chat')
  })
})
