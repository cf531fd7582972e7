import { describe, expect, test } from 'vitest'
import { makeCase, makeDossier, sealPlan, TestLog } from '../../test/dossier-case.ts'
import { makeGolden, pack, rebag, unpack } from '../../test/tampering.ts'
import { planDossier } from './plan.ts'
import { bytesSource } from './ports.ts'
import { verifyDossier } from './verify-dossier.ts'
import { writeDossier } from './write.ts'

const { testCase, golden, trust, check } = await makeGolden()

describe('a keeper who cheats with the log at hand', () => {
  test('a whole other log under another key is found by the key from elsewhere, and only by it', async () => {
    const forged = await makeDossier(makeCase({}, 'forger'))
    expect(await check(forged)).toEqual(['key: key_foreign null'])
    const alone = await verifyDossier(bytesSource(forged))
    expect(alone.verdicts.find(({ id }) => id === 'key')).toMatchObject({ state: 'not_checked' })
    expect(alone.limits).toContain('key_unconfirmed')
  })

  test('a log rewritten under its own key is found by a checkpoint from before', async () => {
    const rewritten = new TestLog()
    rewritten.addOthers(5)
    const before = rewritten.checkpoint()
    const report = await verifyDossier(bytesSource(golden), { ...trust, checkpoints: [before] })
    expect(report.verdicts.find(({ id }) => id === 'append_only')).toMatchObject({
      code: 'no_consistency_proof',
    })
    const size = testCase.parts.log.checkpoint.split('\n')[1]
    while (rewritten.tree.size < Number(size)) rewritten.addOthers(1)
    const forked = await verifyDossier(bytesSource(golden), {
      ...trust,
      checkpoints: [rewritten.checkpoint()],
    })
    expect(forked.verdicts.find(({ id }) => id === 'append_only')).toMatchObject({
      state: 'bad',
      code: 'log_forked',
    })
  })

  test('a seal that skips an entry of the case is not written', async () => {
    const { log, parts } = makeCase()
    const plan = await planDossier(parts)
    log.add('evidence.read', {})
    const seal = sealPlan(log, plan, 0)
    await expect(writeDossier(plan, seal, { write: async () => undefined })).rejects.toMatchObject({
      code: 'seal_invalid',
    })
  })

  test('a file that no check knows is sealed along: said, and not called good', async () => {
    const files = await unpack(golden)
    files.set('dossier/data/conversations/02/messages.csv', new TextEncoder().encode('invented'))
    rebag(files)
    const report = await verifyDossier(bytesSource(await pack(files)), trust)
    expect(report.verdicts.find(({ id }) => id === 'bytes')).toMatchObject({
      state: 'not_checked',
      findings: [{ code: 'file_uncovered', place: 'data/conversations/02/messages.csv' }],
    })
  })
})

test('an old receipt is compared offline by a proof that the dossier brings along', async () => {
  const old = makeCase()
  const from = 4
  const to = Number(old.parts.log.checkpoint.split('\n')[1])
  const consistency = [{ from, to, hashes: old.log.tree.proveConsistency(from, to) }]
  const seen = old.log.checkpoint(old.log.signer, from)
  const dossier = await makeDossier({ ...old, parts: { ...old.parts, consistency } })
  const verdict = async (checkpoint: string) => {
    const report = await verifyDossier(bytesSource(dossier), { ...trust, checkpoints: [checkpoint] })
    return report.verdicts.find(({ id }) => id === 'append_only')
  }
  expect(await verdict(seen)).toMatchObject({ state: 'good', code: 'consistent', facts: { compared: 1 } })
  const forked = new TestLog()
  forked.addOthers(from)
  expect(await verdict(forked.checkpoint())).toMatchObject({ state: 'bad', code: 'log_forked' })
  expect(await verdict(makeCase({}, 'another').log.checkpoint())).toMatchObject({
    state: 'not_checked',
    code: 'outside_other_log',
  })
})
