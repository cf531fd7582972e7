/** A command that must end with 0; it counts as one test in the summary of `npm test`. */
export type Check = { name: string; command: readonly [string, ...string[]] }

/**
 * What is checked beside the tests. Add a line to have CI run it. Programs are looked up in
 * node_modules/.bin first; keep each under a minute.
 */
export const checks: readonly Check[] = [
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings'] },
  { name: 'types of server, packages and scripts', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types of the web', command: ['tsc', '-p', 'tsconfig.web.json'] },
  { name: 'dependency rules', command: ['node', 'scripts/check-dependencies.ts'] },
  { name: 'build', command: ['node', 'scripts/build.ts'] },
]
