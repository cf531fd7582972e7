import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checkDependencies } from './check-dependencies.ts'

const server = 'apps/server/src'
// Rule → the file that breaks it, what it says, and what it must not reach.
const violations: Record<string, [from: string, text: string, to: string]> = {
  'no-cycles': [`${server}/platform/a.ts`, `import './b.ts'`, `${server}/platform/b.ts`],
  resolvable: ['packages/ui/src/lost.ts', `import './nowhere.ts'`, 'packages/ui/src/other.ts'],
  'pure-packages-know-nobody': [
    'packages/proof/src/leaf.ts',
    `export type { X } from '../../formats/src/x.ts'`,
    'packages/formats/src/x.ts',
  ],
  'pure-packages-do-no-io': ['packages/proof/src/io.ts', `import 'node:fs'`, 'packages/proof/src/other.ts'],
  'packages-know-no-app': [
    'packages/ui/src/a.ts',
    `import '../../../${server}/platform/z.ts'`,
    `${server}/platform/z.ts`,
  ],
  'client-knows-only-contract': [
    'packages/client/src/a.ts',
    `import '../../proof/src/p.ts'`,
    'packages/proof/src/p.ts',
  ],
  'apps-stay-apart': [
    'apps/web/src/a.ts',
    `import type { X } from '../../server/src/config.ts'`,
    `${server}/config.ts`,
  ],
  'command-by-the-offline-door': [
    'apps/cli/src/a.ts',
    `const look = () => import('../../server/src/config.ts')`,
    `${server}/config.ts`,
  ],
  'portal-knows-no-staff-code': [
    'apps/portal/src/a.ts',
    `import '../../../packages/contract/src/staff.ts'`,
    'packages/contract/src/staff.ts',
  ],
  'platform-knows-no-module': [
    `${server}/platform/c.ts`,
    `import '../modules/cases/index.ts'`,
    `${server}/modules/cases/index.ts`,
  ],
  'modules-by-their-door': [
    `${server}/modules/cases/open-case.ts`,
    `const load = () => import('../evidence/store.ts')`,
    `${server}/modules/evidence/store.ts`,
  ],
  'modules-know-no-app': [`${server}/modules/cases/b.ts`, `import '../../app.ts'`, `${server}/app.ts`],
  'demo-knows-only-client': [
    'apps/demo/src/a.ts',
    `import '../../../packages/proof/src/p.ts'`,
    'packages/proof/src/p.ts',
  ],
  'sources-know-no-test': [
    `${server}/platform/d.ts`,
    `import '../../test/harness/x.ts'`,
    'apps/server/test/harness/x.ts',
  ],
}

const trees: string[] = []
afterAll(() => {
  for (const tree of trees) rmSync(tree, { recursive: true, force: true })
})

function plant(files: Record<string, string>): string {
  const tree = mkdtempSync(join(tmpdir(), 'yuanwei-rules-'))
  trees.push(tree)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, name)), { recursive: true })
    writeFileSync(join(tree, name), `${text}\n`)
  }
  return tree
}

test('every rule has a planted violation', () => {
  const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs')
  expect(forbidden.map((rule: { name: string }) => rule.name)).toEqual(Object.keys(violations))
})

test.each(Object.entries(violations))('%s is found', async (rule, [from, text, to]) => {
  const back = rule === 'no-cycles' ? `import './a.ts'` : 'export const x = 1'
  const { broken } = await checkDependencies(plant({ [to]: back, [from]: text }))
  const own = broken.filter(line => line.startsWith(`${rule}: `))
  expect(own.length).toBeGreaterThan(0)
  for (const line of broken) expect(line).toContain(from)
})

test('what the rules allow is not reported', async () => {
  const allowed = plant({
    [`${server}/modules/cases/index.ts`]: `export * from './open-case.ts'`,
    [`${server}/modules/cases/open-case.ts`]: `import '../evidence/index.ts'\nimport '../../platform/clock.ts'`,
    [`${server}/modules/evidence/index.ts`]: `import '../../../../../packages/proof/src/index.ts'`,
    [`${server}/platform/clock.ts`]: 'export const now = 1',
    [`${server}/modules/cases/open-case.test.ts`]: `import './open-case.ts'\nimport '../../../test/harness/x.ts'`,
    'apps/server/test/harness/x.ts': 'export const x = 1',
    'packages/proof/src/index.ts': `import 'node:crypto'`,
    [`${server}/platform/testing/y.ts`]: `import '../../../test/harness/x.ts'`,
    [`${server}/platform/one.ts`]: `import './two.ts'\nimport './three.ts'`,
    [`${server}/platform/two.ts`]: `import type { One } from './one.ts'`,
    [`${server}/platform/three.ts`]: `const later = () => import('./one.ts')`,
  })
  expect(await checkDependencies(allowed)).toEqual({ broken: [], modules: 11 })
})
