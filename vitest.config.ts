import { defineConfig } from 'vitest/config'

const outside = ['**/node_modules/**', '**/dist/**']
const sources = ['packages', 'apps', 'scripts', 'bench']

// Three projects: `unit` needs nothing, `db` gets one PostgreSQL for the whole run, `e2e` drives a browser.
export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: sources.map(folder => `${folder}/**/*.test.ts`),
          exclude: [...outside, '**/*.db.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: sources.map(folder => `${folder}/**/*.db.test.ts`),
          exclude: outside,
          globalSetup: 'apps/server/test/harness/cluster.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: outside,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
