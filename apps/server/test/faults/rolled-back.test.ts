import { spawnSync } from 'node:child_process'
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cases, log } from '@yuanwei/contract/staff'
import { afterAll, expect, test } from 'vitest'
import { say } from '../../src/platform/sentences.ts'
import { eventually } from '../harness/system.ts'
import { Chance } from './chance.ts'
import { Colleague } from './colleague.ts'
import { found, makeDataFolder, signIn } from './installation.ts'
import { Ledger } from './ledger.ts'
import { ServerUnderTest } from './server-under-test.ts'

const { dataFolder, remove } = makeDataFolder()
const server = new ServerUnderTest(dataFolder)
const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts')

afterAll(async () => {
  await server.stop()
  remove()
})

/** The server as an operator starts it. */
function startAsOperator() {
  return spawnSync(process.execPath, ['--no-warnings', MAIN], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      YUANWEI_DATA: dataFolder,
      YUANWEI_LANG: 'en',
      LOG_LEVEL: 'silent',
    },
    encoding: 'utf8',
    timeout: 90_000,
  })
}

const allLogged = (colleague: Colleague) =>
  eventually(
    () => colleague.session.call(log.readLog, {}),
    answer => answer.pending === 0 && answer.checkpointSize === answer.size,
  )

test('a database put back to an earlier state is refused, and taken again when it is put right', {
  timeout: 240_000,
}, async () => {
  const database = join(dataFolder, 'database')
  const [earlier, later] = [join(dataFolder, 'earlier'), join(dataFolder, 'later')]
  await server.start()
  await found(server)
  const colleague = new Colleague(await signIn(server), new Ledger(), new Chance(1))
  const before = await colleague.openCase('此前')
  const { size } = await allLogged(colleague)
  expect(await server.stop()).toBe(0)
  expect(spawnSync('cp', ['-a', database, earlier]).status).toBe(0)

  await server.start()
  const after = await colleague.openCase('此后')
  expect((await allLogged(colleague)).size).toBeGreaterThan(size)
  expect(await server.stop()).toBe(0)

  renameSync(database, later)
  renameSync(earlier, database)
  const refused = startAsOperator()
  expect(refused.stderr).toContain(say('log_rolled_back', {}, 'en'))
  expect(refused.status).toBe(1)
  expect(server.databaseProcesses()).toEqual([])

  rmSync(database, { recursive: true })
  renameSync(later, database)
  await server.start()
  const { cases: kept } = await colleague.session.call(cases.listCases, {})
  expect(kept.map(one => one.caseId).sort()).toEqual([before.caseId, after.caseId].sort())
})
