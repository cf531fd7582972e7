import { describe, expect, it } from 'vitest'
import { safeRelativePath } from './safe-relative-path.ts'

describe('a path that a manifest names', () => {
  it('is taken when it stays below its folder', () => {
    expect(safeRelativePath('chunks/c0001.jsonl')).toBe('chunks/c0001.jsonl')
    expect(safeRelativePath('./chunks//part 1.jsonl')).toBe('chunks/part 1.jsonl')
    expect(safeRelativePath('chunks\\c1.jsonl')).toBe('chunks/c1.jsonl')
    expect(safeRelativePath('导出/第..1..块.jsonl')).toBe('导出/第..1..块.jsonl')
  })

  const refused = [
    '../outside.jsonl',
    '..',
    'chunks/../../outside.jsonl',
    'chunks/..',
    '..\\outside.jsonl',
    'chunks\\..\\..\\outside.jsonl',
    '/etc/passwd',
    '\\\\server\\share\\x',
    '//server/share/x',
    'C:\\x',
    'C:x',
    'file:///etc/passwd',
    'x.jsonl:stream',
    'a\0b',
    'a\nb',
    '.. /x',
    '.../x',
    '. ./x',
    'x./y',
    'x /y',
    '%2e%2e/x',
    '.%2E/x',
    '%2e%2e%2fx',
    'x%2f..%2f..',
    'CON',
    'sub/nul.txt',
    '',
    '.',
    './',
    'a'.repeat(2000),
  ]
  for (const path of refused) {
    it(`is refused: ${JSON.stringify(path).slice(0, 40)}`, () => {
      expect(() => safeRelativePath(path)).toThrow(expect.objectContaining({ code: 'path_traversal' }))
    })
  }
})
