import { expect, test } from 'vitest'
import { makeCase, makeDossier } from '../../test/dossier-case.ts'
import { bytesSource } from './ports.ts'
import { verifyDossier } from './verify-dossier.ts'

test('probe', async () => {
  const testCase = makeCase()
  const bytes = await makeDossier(testCase)
  const report = await verifyDossier(bytesSource(bytes))
  console.log(JSON.stringify(report, null, 1))
  expect(report.good).toBe(true)
})
