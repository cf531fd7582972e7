// The dependency rules of .dependency-cruiser.cjs, with an assertion that modules were read at all.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser'

const root = join(import.meta.dirname, '..')
// Raise this as the tree grows.
const leastModules = 400
const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs')

/** Rules broken under `baseDir`, as `rule: from → to`, and how many of its modules were read. */
export async function checkDependencies(baseDir: string): Promise<{ broken: string[]; modules: number }> {
  const folders = ['packages', 'apps', 'e2e', 'scripts', 'bench'].filter(name =>
    existsSync(join(baseDir, name)),
  )
  const ruleSet: IFlattenedRuleSet = { forbidden }
  const { output } = await cruise(folders, { ...options, baseDir, ruleSet, validate: true })
  const { modules, summary } = output as ICruiseResult
  return {
    broken: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    modules: modules.filter(module => /^(packages|apps)\//.test(module.source)).length,
  }
}

if (import.meta.main) {
  const { broken, modules } = await checkDependencies(root)
  for (const line of broken) console.error(line)
  console.log(`${modules} modules read`)
  // A parser that reads nothing finds nothing wrong.
  if (modules < leastModules) console.error('Too few modules were read for the result to mean anything.')
  process.exitCode = broken.length > 0 || modules < leastModules ? 1 : 0
}
