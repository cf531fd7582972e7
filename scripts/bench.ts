// `npm run bench [NAME…]`: each bench/*.bench.ts by itself, one after the other, so that none disturbs
// another's figures. Every benchmark prints its command, its raw figures and a ratio against a peer or a
// limit measured in the same run.
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const wanted = process.argv.slice(2)
const files = globSync('bench/*.bench.ts', { cwd: root }).sort()
const chosen = files.filter(file => wanted.length === 0 || wanted.includes(basename(file, '.bench.ts')))
if (chosen.length === 0) {
  console.error(`No such benchmark. There are: ${files.map(file => basename(file, '.bench.ts')).join(' ')}`)
  process.exitCode = 2
}
for (const file of chosen) {
  console.log(`\n## ${basename(file, '.bench.ts')}\n$ node --expose-gc ${file}`)
  const run = spawnSync(process.execPath, ['--expose-gc', file], { cwd: root, stdio: 'inherit' })
  if (run.status !== 0) process.exitCode = 1
}
