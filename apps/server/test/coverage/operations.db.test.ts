import { type Operation, PROBLEMS, ROLE_PERMISSIONS, ROLES } from '@yuanwei/contract'
import { operations } from '@yuanwei/contract/staff'
import { beforeAll, describe, expect, test } from 'vitest'
import { type SignedIn, withSystem } from '../harness/system.ts'
import { attempt, inputs, MARK, type SeededWorld, seed } from './world.ts'

const world = withSystem()
let at: SeededWorld
let stranger: SignedIn

beforeAll(async () => {
  at = await seed(world)
  stranger = await world.found('the other organisation')
})

const routed = [...operations].filter(([, operation]) => operation.kind === 'query' || !operation.job)
const open = (operation: Operation) => operation.actors.includes('anonymous')
/** Operations whose input names a record of the first organisation. */
const pointing = (operation: Operation) => operation.path.includes('{')

describe('every operation', () => {
  test('has a right input here, and is counted', () => {
    expect(Object.keys(inputs(at)).sort()).toEqual(routed.map(([name]) => name).sort())
    // 11 identity, 5 cases, 4 timeline, 5 evidence, 6 conversations, 3 dossiers, 3 log.
    expect(routed.length).toBe(37)
    // finish and fail of imports; seal, finish and fail of dossiers.
    expect(operations.size - routed.length).toBe(5)
  })

  test.each(routed)('%s without sign-in', async (name, operation) => {
    const answer = await attempt(world.nobody, operation, inputs(at)[name]?.() ?? {})
    if (open(operation)) expect(answer.code).not.toBe('not_signed_in')
    else expect(answer).toMatchObject({ status: 401, code: 'not_signed_in' })
    expect(answer.text).not.toContain(MARK)
  })

  test.each(routed)('%s as another organisation', async (name, operation) => {
    // Ending the session would make every later answer an empty one.
    const caller = name === 'identity.signOut' ? await world.found('a passer-by') : stranger
    const answer = await attempt(caller, operation, inputs(at)[name]?.() ?? {})
    if (pointing(operation)) expect(answer).toMatchObject({ status: 404, code: 'not_found' })
    expect(answer.text).not.toContain(MARK)
    for (const id of [at.caseId, at.exhibitId, at.conversationId, at.factId, at.dossierId, at.importId])
      expect(answer.text).not.toContain(id)
  })

  test.each(ROLES)('as %s is allowed by permission alone', async role => {
    const caller = await world.colleague(at.owner, [role])
    const seen = { allowed: 0, refused: 0 }
    for (const [name, operation] of routed) {
      if (name === 'identity.signOut') continue
      const { permission } = operation
      const allowed = permission === null || ROLE_PERMISSIONS[role].includes(permission)
      const answer = await attempt(caller, operation, inputs(at)[name]?.() ?? {})
      if (allowed) {
        seen.allowed += 1
        expect([name, answer.code]).not.toEqual([name, 'not_signed_in'])
        expect([name, answer.code, answer.text]).not.toEqual([
          name,
          'forbidden',
          JSON.stringify({ permission }),
        ])
        expect([name, answer.status]).not.toEqual([name, 500])
        const declared = [...operation.problems, 'not_found', 'forbidden', null] as (string | null)[]
        expect([name, declared]).toEqual([name, expect.arrayContaining([answer.code])])
      } else {
        seen.refused += 1
        expect([name, answer.status, answer.code]).toEqual([name, 403, 'forbidden'])
      }
    }
    const needing = routed.filter(([, operation]) => operation.permission !== null)
    const granted = needing.filter(([, operation]) =>
      ROLE_PERMISSIONS[role].includes(operation.permission as never),
    )
    expect(seen.refused).toBe(needing.length - granted.length)
    expect(seen.allowed).toBe(routed.length - 1 - seen.refused)
  })

  test('of a job has no route', async () => {
    const jobs = [...operations.values()].filter(operation => operation.kind === 'command' && operation.job)
    expect(jobs.length).toBe(5)
    for (const job of jobs) {
      const answer = await attempt(at.owner, job, { importId: at.importId, dossierId: at.dossierId })
      expect(answer).toMatchObject({ status: 404, code: 'not_found' })
    }
  })

  test('refuses an input with an unknown field, with the field and never its value', async () => {
    for (const [name, operation] of routed) {
      const caller = open(operation) ? world.nobody : at.owner
      if (name === 'identity.signOut') continue
      const answer = await attempt(caller, operation, { ...inputs(at)[name]?.(), surplus: 'a-secret-value' })
      expect([name, answer.code]).toEqual([name, 'input_invalid'])
      expect(answer.text).not.toContain('a-secret-value')
    }
  })
})

test('a refusal for want of permission is itself recorded', async () => {
  const admin = await world.colleague(at.owner, ['admin'])
  const list = operations.get('cases.listCases') as Operation
  expect((await attempt(admin, list, {})).code).toBe('forbidden')
  const { rows } = await world.database.owner.query(
    `select payload::jsonb -> 'detail' as detail from log_entry where kind = 'refused' and actor_id = $1`,
    [admin.me.personId],
  )
  expect(rows).toEqual([{ detail: { op: 'cases.listCases', permission: 'case.read' } }])
})

test('a read of evidence without an entry is not served', async () => {
  await world.database.owner.query('update log_head set halted = $1', ['log_damaged'])
  const file = operations.get('evidence.readExhibitFile') as Operation
  // The halt is looked up each second.
  await new Promise(resolve => setTimeout(resolve, 1500))
  const answer = await attempt(at.owner, file, { exhibitId: at.exhibitId })
  await world.database.owner.query('update log_head set halted = null')
  await new Promise(resolve => setTimeout(resolve, 1500))
  expect(answer).toMatchObject({ status: PROBLEMS.log_halted, code: 'log_halted' })
  expect(answer.text).not.toContain(MARK)
  expect((await attempt(at.owner, file, { exhibitId: at.exhibitId })).text).toContain(MARK)
})

test('log lines hold no names, texts, logins, file names or ids', () => {
  const lines = world.lines.join('\n')
  // Everything above has been logged by now: some hundred requests as everyone.
  expect(world.lines.length).toBeGreaterThan(300)
  const secrets = [
    MARK,
    '店主',
    '同事',
    'example.test',
    '_chat.txt',
    'more.txt',
    'a fact',
    at.caseId,
    at.exhibitId,
  ]
  for (const secret of secrets) expect([secret, lines.includes(secret)]).toEqual([secret, false])
})
