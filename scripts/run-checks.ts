import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { type Check, checks } from './checks.ts'
import { judgeSkips, readAllowedSkips, readReport, type TestResult } from './test-report.ts'

const root = join(import.meta.dirname, '..')
const env = { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}` }

export type Tally = { passed: number; failed: number; skipped: number }

/** Runs a command to its end. Told to end itself, it ends the command first, and then everything. */
function run([program, ...args]: readonly [string, ...string[]]): Promise<number> {
  return new Promise(resolve => {
    const child = spawn(program, args, { cwd: root, env, stdio: 'inherit' })
    let told = 0
    // Ctrl-C reaches the child by itself; waiting for it keeps its databases and files from staying behind.
    const interrupted = () => {
      told = 130
    }
    const terminated = () => {
      told = 143
      child.kill('SIGTERM')
    }
    process.on('SIGINT', interrupted)
    process.on('SIGTERM', terminated)
    const finish = (code: number) => {
      process.off('SIGINT', interrupted)
      process.off('SIGTERM', terminated)
      if (told !== 0) process.exit(told)
      resolve(code)
    }
    child.on('error', error => {
      console.error(error.message)
      finish(127)
    })
    child.on('exit', code => finish(code ?? 1))
  })
}

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`

async function runCheck(check: Check): Promise<boolean> {
  const start = performance.now()
  const code = await run(check.command)
  console.log(`${code === 0 ? '✓' : '✗'} ${check.name} (${seconds(start)})`)
  return code === 0
}

async function runTests(name: string, args: string[]): Promise<TestResult[]> {
  const start = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'yuanwei-report-'))
  const file = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await run(['vitest', 'run', '--passWithNoTests', ...reporters, ...args])
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds(start)})`)
  try {
    return readReport(readFileSync(file, 'utf8'), code, root)
  } catch (error) {
    return [{ name: `${name} (no report: ${String(error)})`, outcome: 'failed' }]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs all that CI runs, prints what failed and the closing line, and resolves to the counts. */
export async function runEverything(): Promise<Tally> {
  const start = performance.now()
  const results: TestResult[] = []
  for (const check of checks) {
    results.push({ name: check.name, outcome: (await runCheck(check)) ? 'passed' : 'failed' })
  }
  results.push(...(await runTests('unit and database tests', ['--project=unit', '--project=db'])))
  results.push(...(await runTests('browser journeys', ['--project=e2e'])))

  const verdict = judgeSkips(results, readAllowedSkips(root), process.env.CI === 'true')
  for (const line of verdict.said) console.log(line)
  for (const result of results) if (result.outcome === 'failed') console.log(`FAILED ${result.name}`)
  const count = (outcome: TestResult['outcome']) => results.filter(r => r.outcome === outcome).length
  const tally = {
    passed: count('passed'),
    failed: count('failed') + verdict.failed,
    skipped: count('skipped') - verdict.refused,
  }
  console.log(`Everything took ${seconds(start)}.`)
  console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`)
  return tally
}
