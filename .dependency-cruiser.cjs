// Who may know whom (docs: the house). scripts/check-dependencies.ts runs it and asserts that modules were
// seen at all; scripts/check-dependencies.test.ts plants a violation of each rule.
const pure = 'packages/(proof|contract|formats)'
const server = 'apps/server/src'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment:
        'Modules that load each other are one module, or hide a third. Types are erased, and what is imported when needed closes no circle.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import that resolves to nothing would escape every other rule.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'pure-packages-know-nobody',
      severity: 'error',
      comment: 'proof, contract and formats know no other part of this repository.',
      from: { path: `^${pure}/` },
      to: { path: '^(packages|apps)/', pathNot: '^packages/$1/' },
    },
    {
      name: 'pure-packages-do-no-io',
      severity: 'error',
      comment: 'Bytes in, values out: only tests read files. Hashing is the one thing taken from Node.',
      from: { path: `^${pure}/`, pathNot: '\\.test\\.ts$|/test/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util|assert|string_decoder|buffer)$' },
    },
    {
      name: 'packages-know-no-app',
      severity: 'error',
      comment: 'Apps use packages, never the other way round.',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'client-knows-only-contract',
      severity: 'error',
      comment: 'The caller is made from the contract alone.',
      from: { path: '^packages/client/' },
      to: { path: '^(packages|apps)/', pathNot: '^packages/(client|contract)/' },
    },
    {
      name: 'apps-stay-apart',
      severity: 'error',
      comment:
        'The web knows no server, the server no web; what they share is a package. Tests may start one.',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/cli/|\\.test\\.tsx?$|^apps/[^/]+/test/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'command-by-the-offline-door',
      severity: 'error',
      comment:
        'The command speaks to a server like everybody else; what needs none (fsck, config) goes through one door.',
      from: { path: '^apps/cli/', pathNot: '\\.test\\.tsx?$|^apps/[^/]+/test/' },
      to: { path: '^apps/', pathNot: '^apps/(cli/|server/src/offline\\.ts$)' },
    },
    {
      name: 'portal-knows-no-staff-code',
      severity: 'error',
      comment: 'What customers load holds nothing of the staff app.',
      from: { path: '^apps/portal/' },
      to: { path: '^(apps/web/|packages/contract/src/staff|packages/ui/src/.*\\.tsx?$)' },
    },
    {
      name: 'platform-knows-no-module',
      severity: 'error',
      comment: 'The platform serves modules without knowing any.',
      from: { path: `^${server}/platform/` },
      to: { path: `^${server}/(modules/|app\\.ts|main\\.ts)` },
    },
    {
      name: 'modules-by-their-door',
      severity: 'error',
      comment: 'A module reaches another only through its index.ts.',
      from: { path: `^${server}/modules/([^/]+)/` },
      to: { path: `^${server}/modules/`, pathNot: `^${server}/modules/($1/|[^/]+/index\\.ts$)` },
    },
    {
      name: 'modules-know-no-app',
      severity: 'error',
      comment: 'Modules are put together by app.ts, and do not know by whom.',
      from: { path: `^${server}/modules/` },
      to: { path: `^${server}/(app|main)\\.ts$` },
    },
    {
      name: 'demo-knows-only-client',
      severity: 'error',
      comment: 'The demo story is told through the same calls that everybody has.',
      from: { path: '^(apps/demo|apps/server/demo|demo)/' },
      to: { path: '^(packages|apps)/', pathNot: '^(packages/(client|contract)|apps/demo|apps/server/demo)/' },
    },
    {
      name: 'sources-know-no-test',
      severity: 'error',
      comment: 'Nothing that ships imports a test or its harness.',
      from: { path: '^(packages|apps)/', pathNot: '\\.test\\.tsx?$|/test(ing)?/' },
      to: { path: '\\.test\\.tsx?$|^(packages|apps)/.*/test(ing)?/|^e2e/' },
    },
  ],
  options: {
    // TypeScript 7 has no JavaScript API; with the default parser nothing would be read and all be well.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|dist)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
}
