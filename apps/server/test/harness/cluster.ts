import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import type { Connection } from '../../src/platform/database/connection.ts'
import { startEmbedded } from '../../src/platform/database/embedded/index.ts'
import { createDatabase, prepareDatabase } from '../../src/platform/database/prepare.ts'
import type { Roles } from '../../src/platform/database/roles.ts'
import { masterKey, masterKeyFile } from '../../src/platform/keys.ts'

export type TestCluster = { owner: Connection; roles: Roles; masterHex: string; template: string }

declare module 'vitest' {
  interface ProvidedContext {
    cluster: TestCluster
  }
}

/** One PostgreSQL for the whole run, with a migrated database that test files clone (see database.ts). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'yuanwei-tests-'))
  // As root the database runs under another account, which has to pass through here.
  chmodSync(folder, 0o711)
  const dataFolder = join(folder, 'data')
  const master = masterKey({ dataFolder })
  const server = await startEmbedded(dataFolder, master, { durable: false })
  const teardown = async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const template = 'template_migrated'
    const owner = { ...server.owner, database: template }
    await createDatabase(owner)
    const roles = await prepareDatabase(owner, { master, keyFile: masterKeyFile({ dataFolder }) })
    project.provide('cluster', { owner, roles, masterHex: master.toString('hex'), template })
  } catch (error) {
    await teardown()
    throw error
  }
  return teardown
}
