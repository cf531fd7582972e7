import { cases, conversations, evidence } from '@yuanwei/contract/staff'
import { expect, test } from 'vitest'
import { openWork } from '../../src/open-work.ts'
import { sweep } from '../../src/platform/jobs/sweep.ts'
import { silentLogger } from '../../src/platform/logger.ts'
import { systemPorts } from '../../src/platform/ports.ts'
import { eventually, withSystem } from '../harness/system.ts'

const world = withSystem()

test('an import whose job was lost is taken up again, and one with a job is left alone', async () => {
  const owner = await world.found('清扫')
  const { caseId } = await owner.call(cases.createCase, { title: '案', kind: 'other' })
  const chat = '[2026/11/6 19:47:03] 林女士: 在吗\n[2026/11/6 19:48:10] 阿宁: 在的\n'
  const { exhibitId } = await owner.upload(
    evidence.addExhibit,
    { caseId, fileName: '_chat.txt' },
    new TextEncoder().encode(chat),
  )
  const parts = { db: world.database.db, ports: systemPorts, enqueue: world.jobs.enqueue, log: silentLogger }
  const works = openWork(world.database.db)
  expect(await sweep(parts, works)).toEqual({ revived: 0 })

  // The state in which a lost job leaves the database: the import is being read, and nothing will read it.
  const client = await world.database.owner.connect()
  await client.query('begin; set local session_replication_role = replica')
  await client.query(
    `insert into import (org_id, import_id, case_id, exhibit_id, status, message_seed, started_at, started_by)
     select org_id, gen_random_uuid(), case_id, exhibit_id, 'reading', decode(repeat('07', 32), 'hex'), now(), added_by
     from exhibit where exhibit_id = $1`,
    [exhibitId],
  )
  await client.query('commit')
  client.release()
  expect(await sweep(parts, works)).toEqual({ revived: 1 })
  const done = await eventually(
    () => owner.call(conversations.listImports, { caseId }),
    answer => answer.imports[0]?.status === 'done',
  )
  expect(done.imports[0]).toMatchObject({ messages: 2, added: 2 })
  expect(await sweep(parts, works)).toEqual({ revived: 0 })
})
