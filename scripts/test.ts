// `npm test`: everything CI runs, on a machine that may lack the programs the tests compare with.
import { ensureDebianPackages } from './debian.ts'
import { runEverything } from './run-checks.ts'

ensureDebianPackages()
const { failed, passed } = await runEverything()
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
