import { expect, test } from 'vitest'
import { clampTitle } from './read-import.ts'

test('a title is trimmed, bounded, and never ends in half a character', () => {
  expect(clampTitle(null)).toBeNull()
  expect(clampTitle(' \n ')).toBeNull()
  expect(clampTitle(' 客户群 ')).toBe('客户群')
  expect(clampTitle('a'.repeat(1001))).toBe('a'.repeat(1000))
  expect(clampTitle(`a${'🫖'.repeat(500)}`)).toBe(`a${'🫖'.repeat(499)}`)
})
