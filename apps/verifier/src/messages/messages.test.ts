import { expect, test } from 'vitest'
import { en } from './en.ts'
import { languageOf } from './messages.ts'
import { zhCN } from './zh-cn.ts'

function flatten(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [[path, String(value('NAME', 7))]]
  return Object.entries(value as object).flatMap(([key, member]) => flatten(member, `${path}.${key}`))
}

test('both languages say all of it, and English has no Han but the name of the other language', () => {
  expect(flatten(en).map(([path]) => path)).toEqual(flatten(zhCN).map(([path]) => path))
  const han = flatten(en).filter(([, text]) => /\p{Script=Han}/u.test(text))
  expect(han).toEqual([['.otherLanguage', '中文']])
  for (const [path, text] of [...flatten(en), ...flatten(zhCN)]) expect([path, text.trim()]).not.toContain('')
})

test('the same parts are filled in', () => {
  const parts = (text: string) => [text.includes('NAME'), text.includes('7')]
  const zh = new Map(flatten(zhCN))
  for (const [path, text] of flatten(en)) {
    if (text.includes('NAME')) expect([path, parts(text)]).toEqual([path, parts(zh.get(path) ?? '')])
  }
})

test('the language of the reader', () => {
  expect(languageOf([])).toBe('zh-CN')
  expect(languageOf(['zh-TW', 'en'])).toBe('zh-CN')
  expect(languageOf(['en-GB', 'zh'])).toBe('en')
  expect(languageOf(['de'])).toBe('en')
})
