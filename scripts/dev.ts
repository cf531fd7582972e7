// `npm run dev`: the server restarts and the pages reload when a file changes.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from './build.ts'

const root = join(import.meta.dirname, '..')
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
const watched = ['apps/server/src', 'apps/server/migrations', 'packages'].map(path => `--watch-path=${path}`)

// The server hands out verify.html and, where no Vite stands in front of it, the built pages.
ensureBuilt()
const children: ChildProcess[] = [
  spawn(process.execPath, [...watched, '--watch-preserve-output', 'apps/server/src/main.ts'], {
    cwd: root,
    stdio: 'inherit',
  }),
  spawn(process.execPath, [vite, '--clearScreen', 'false'], {
    cwd: join(root, 'apps/web'),
    stdio: 'inherit',
  }),
]

const endAll = () => {
  for (const child of children) child.kill('SIGTERM')
}
process.on('SIGTERM', endAll)
process.on('SIGHUP', endAll)
// Ctrl-C reaches the children by itself; this process only has to outlive them.
process.on('SIGINT', () => {})
for (const child of children) child.on('exit', endAll)
