import { expect, test } from 'vitest'
import { Refusal, type SentenceCode, say, sentences } from './sentences.ts'

const codes = Object.keys(sentences) as SentenceCode[]
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]).sort()

test.each(codes)('%s says the same in both languages', code => {
  const { 'zh-CN': chinese, en } = sentences[code]
  expect(new Set(placeholders(chinese))).toEqual(new Set(placeholders(en)))
  expect(chinese).toMatch(/\p{Script=Han}/u)
  expect(en).not.toMatch(/\p{Script=Han}/u)
})

test('parameters are filled in, also where they hold braces', () => {
  expect(say('database_too_old', { found: '14.2' }, 'en')).toBe(
    'The database is PostgreSQL 14.2; 15 or newer is needed.',
  )
  expect(say('setting_unknown', { name: '{name}' }, 'zh-CN')).toBe('不认识环境变量 {name}，已忽略。')
})

test('a refusal speaks both languages and its message is English', () => {
  const refusal = new Refusal('database_not_utf8', { found: 'EUC_CN' })
  expect(refusal.message).toBe('The encoding of the database is EUC_CN; UTF8 is needed.')
  expect(refusal.say('zh-CN')).toContain('EUC_CN')
})
