// `npm run check`: everything CI runs, without touching the machine's packages.
import { runEverything } from './run-checks.ts'

const { failed, passed } = await runEverything()
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
