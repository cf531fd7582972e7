// `npm start`, `npm test` and the other commands of package.json: install what is missing, then run
// scripts/<task>.mjs or scripts/<task>.ts under the product's own Node.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled, root, runUnderProductNode } from './installation.mjs'

const [task, ...args] = process.argv.slice(2)
const script = ['mjs', 'ts'].map(ending => join(root, 'scripts', `${task}.${ending}`)).find(existsSync)
if (task === undefined || script === undefined) {
  process.stderr.write(
    'Usage: node scripts/bootstrap.mjs start|test|check|dev|bench|build|schema|openapi [ARGUMENT…]\n',
  )
  process.exit(2)
}
await ensureInstalled(task === 'start' ? 'run' : 'all')
await runUnderProductNode([script, ...args])
