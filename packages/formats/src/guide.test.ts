import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FORMATS } from './formats.ts'
import { UNREAD_REASONS } from './unread-reasons.ts'
import { WARNINGS } from './warnings.ts'

describe('the guide', () => {
  for (const page of ['formats.md', 'formats.en.md']) {
    it(`${page} lists every format, reason and warning, and no other`, () => {
      const text = readFileSync(join(import.meta.dirname, '../../../docs/guide', page), 'utf8')
      const formats = text.split(/^## /m).slice(1, 3).join('')
      const listed = [...formats.matchAll(/`([a-z]+(?:-[a-z]+)*)`/g)].map(match => match[1])
      const fields = ['format', 'weflow', 'senders', 'messages', 'unread', 'unknown']
      expect([...new Set(listed)].filter(code => !fields.includes(code ?? '')).sort()).toEqual(
        [...FORMATS].sort(),
      )
      const codesUnder = (title: RegExp) => {
        const table = text.split(/^### /m).find(section => title.test(section)) ?? ''
        const cells = table
          .split('\n')
          .filter(line => line.startsWith('| `'))
          .map(line => line.split('|')[1] ?? '')
        return cells.flatMap(cell => [...cell.matchAll(/`([a-z0-9_]+)`/g)].map(match => match[1]))
      }
      expect(codesUnder(/^`reason`/)).toEqual([...UNREAD_REASONS])
      expect(codesUnder(/^`warnings`/)).toEqual([...WARNINGS])
    })
  }
})
