import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** One test or check; `name` is `file > describe > test` as Vitest prints it, or the check's name. */
export type TestResult = { name: string; outcome: 'passed' | 'failed' | 'skipped' }

type Assertion = { ancestorTitles: string[]; title: string; status: string }
type Report = { testResults: { name: string; status: string; assertionResults: Assertion[] }[] }

const outcomes: Record<string, TestResult['outcome']> = { passed: 'passed', failed: 'failed' }

/**
 * Reads Vitest's JSON report. A file that broke before its tests, and a run that ended badly although
 * every test passed (an unhandled error, a leak found at the end), each count as one failure.
 */
export function readReport(json: string, exitCode: number, root: string): TestResult[] {
  const report = JSON.parse(json) as Report
  const results: TestResult[] = []
  for (const file of report.testResults) {
    const path = relative(root, file.name)
    for (const { ancestorTitles, title, status } of file.assertionResults) {
      const name = [path, ...ancestorTitles, title].join(' > ')
      results.push({ name, outcome: outcomes[status] ?? 'skipped' })
    }
    const broken = file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed')
    if (broken) results.push({ name: path, outcome: 'failed' })
  }
  if (exitCode !== 0 && !results.some(result => result.outcome === 'failed')) {
    results.push({ name: `Vitest ended with ${exitCode}`, outcome: 'failed' })
  }
  return results
}

export type AllowedSkip = { pattern: string; reason: string }

/** Lines `name TAB reason`; a name ending in ` > *` stands for every test below it. */
export function parseAllowedSkips(text: string): AllowedSkip[] {
  return text
    .split('\n')
    .filter(line => line.trim() !== '' && !line.startsWith('#'))
    .map(line => {
      const [pattern = '', reason = ''] = line.split('\t').map(part => part.trim())
      if (reason === '') throw new Error(`allowed-skips.txt: no reason after a tab in “${line}”`)
      return { pattern, reason }
    })
}

export function readAllowedSkips(root: string): AllowedSkip[] {
  return parseAllowedSkips(readFileSync(join(root, 'allowed-skips.txt'), 'utf8'))
}

const matches = (pattern: string, name: string) =>
  pattern.endsWith(' > *') ? name.startsWith(pattern.slice(0, -1)) : name === pattern

/**
 * Says each skip with its reason. When `strict`, a skip without one fails (`refused`), and so does a line
 * that names no test at all: such a line would one day excuse a test nobody thought of.
 */
export function judgeSkips(results: readonly TestResult[], allowed: readonly AllowedSkip[], strict: boolean) {
  const said: string[] = []
  let refused = 0
  for (const { name, outcome } of results) {
    if (outcome !== 'skipped') continue
    const reason = allowed.find(skip => matches(skip.pattern, name))?.reason
    if (reason !== undefined) said.push(`SKIPPED ${name}: ${reason}`)
    else if (strict) {
      refused++
      said.push(`FAILED ${name}: skipped without a line in allowed-skips.txt`)
    } else said.push(`SKIPPED ${name}`)
  }
  const idle = allowed.filter(skip => !results.some(result => matches(skip.pattern, result.name)))
  for (const { pattern } of idle)
    said.push(`${strict ? 'FAILED ' : ''}allowed-skips.txt names no test: ${pattern}`)
  return { said, refused, failed: refused + (strict ? idle.length : 0) }
}
