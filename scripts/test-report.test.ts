import { expect, test } from 'vitest'
import { judgeSkips, parseAllowedSkips, readReport } from './test-report.ts'

const file = (name: string, status: string, tests: [string, string][]) => ({
  name: `/repo/${name}`,
  status,
  assertionResults: tests.map(([title, status]) => ({ ancestorTitles: ['group'], title, status })),
})
const read = (code: number, ...files: ReturnType<typeof file>[]) =>
  readReport(JSON.stringify({ testResults: files }), code, '/repo')

test('names tests as Vitest prints them; pending and todo are skips', () => {
  const tests: [string, string][] = [
    ['one', 'passed'],
    ['two', 'pending'],
    ['three', 'todo'],
    ['four', 'failed'],
  ]
  expect(read(1, file('a.test.ts', 'failed', tests))).toEqual([
    { name: 'a.test.ts > group > one', outcome: 'passed' },
    { name: 'a.test.ts > group > two', outcome: 'skipped' },
    { name: 'a.test.ts > group > three', outcome: 'skipped' },
    { name: 'a.test.ts > group > four', outcome: 'failed' },
  ])
})

test('a file that does not load is a failure', () => {
  expect(read(1, file('b.test.ts', 'failed', []))).toEqual([{ name: 'b.test.ts', outcome: 'failed' }])
})

test('a bad end after good tests is a failure', () => {
  const results = read(1, file('c.test.ts', 'passed', [['one', 'passed']]))
  expect(results.map(result => result.outcome)).toEqual(['passed', 'failed'])
})

const skipped = (name: string) => ({ name, outcome: 'skipped' as const })

test('a skip needs a line with a reason when strict, and only then', () => {
  const results = [skipped('a > x'), skipped('b > y'), skipped('corpus > q > z')]
  const allowed = parseAllowedSkips('# comment\na > x\tno scanner here\ncorpus > *\tno corpus\n')
  expect(judgeSkips(results, allowed, true)).toMatchObject({ refused: 1, failed: 1 })
  expect(judgeSkips(results, allowed, false)).toMatchObject({ refused: 0, failed: 0 })
  expect(judgeSkips(results, allowed, true).said).toContain('SKIPPED a > x: no scanner here')
})

test('a line that names no test fails when strict', () => {
  expect(judgeSkips([], parseAllowedSkips('gone > x\twas slow'), true).failed).toBe(1)
})

test('a line without a reason is refused', () => {
  expect(() => parseAllowedSkips('a > x')).toThrow('no reason')
})
