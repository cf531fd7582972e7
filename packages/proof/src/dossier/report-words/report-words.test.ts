import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fillWords, reportWords } from './index.ts'

const folder = new URL('../', import.meta.url)

/** Every code that the checks can give, read from their source. */
function codesInSource(): Set<string> {
  const codes = new Set<string>()
  const patterns = [
    /\.(?:bad|unknown|finish|close|error)\(\s*'(\w+)'/g,
    /attempt\([^,]+,\s*'(\w+)'/g,
    /fail\('(\w+)'/g,
    /code: '(\w+)'/g,
    /(?:return|:) '(name_\w+)'/g,
    /^ {2}\['\w+', '(\w+)'\],$/gm,
    /(?:LOG_KEY_PATH|SEAL_PROOF_PATH|CHECKPOINT_PATH),\s*'(\w+)'/g,
    /\? '(\w+)' : '(?:\w+)'\)/g,
    / : '(\w+)'(?:\)|,)/g,
  ]
  const sources = readdirSync(folder).filter(name =>
    /^(?:check|verify|reading|bag|zip-reader|names)/.test(name),
  )
  for (const name of sources.filter(source => !source.endsWith('.test.ts') && source !== 'verify-text.ts')) {
    const text = readFileSync(new URL(name, folder), 'utf8')
    for (const pattern of patterns) for (const match of text.matchAll(pattern)) codes.add(match[1] ?? '')
    const union = /export type (?:BagIssueCode|ContainerFaultCode) =([^;]*?)\n\n/s.exec(text)?.[1] ?? ''
    for (const match of union.matchAll(/'(\w+)'/g)) codes.add(match[1] ?? '')
  }
  // Two conditions on other values that look like codes to the patterns above.
  for (const other of ['data', 'sha256', 'UTF']) codes.delete(other)
  return codes
}

test('every code of a check has its words, in both languages, and no word is without a code', () => {
  const codes = [...codesInSource()].sort()
  expect(codes.length).toBeGreaterThan(90)
  for (const language of ['zh-CN', 'en'] as const) {
    const words = reportWords(language)
    expect(codes.filter(code => words.codes[code] === undefined)).toEqual([])
    expect(Object.keys(words.codes).filter(code => !codes.includes(code))).toEqual([])
  }
})

test('both languages have the same keys and the same facts in each sentence', () => {
  const [zh, en] = [reportWords('zh-CN'), reportWords('en')]
  const facts = (sentence = '') => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort()
  expect(Object.keys(zh.codes)).toEqual(Object.keys(en.codes))
  for (const code of Object.keys(zh.codes))
    expect([code, facts(en.codes[code])]).toEqual([code, facts(zh.codes[code])])
  expect(JSON.stringify(en)).not.toMatch(/\p{Script=Han}/u)
})

test('facts are filled in; moments in UTC', () => {
  expect(fillWords('{count} at {at}, {none}', { count: 3, at: 0, none: null })).toBe(
    '3 at 1970-01-01 00:00:00 UTC, —',
  )
})
