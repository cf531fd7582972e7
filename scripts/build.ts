// Builds the pages that browsers get. Nothing is built again while its sources stay the same, so that
// `npm start` may call this each time.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const shared = ['packages/contract', 'packages/client', 'packages/ui', 'packages/proof']

/** `folder` holds a Vite project that writes `output`; `sources` are all the folders it is made from. */
type Build = { folder: string; output: string; sources: string[] }

const builds: Build[] = [
  { folder: 'apps/web', output: 'apps/web/dist/index.html', sources: ['apps/web', ...shared] },
  {
    folder: 'apps/verifier',
    output: 'apps/verifier/dist/verify.html',
    sources: ['apps/verifier', ...shared],
  },
]

function sourceDigest(sources: string[]): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  const skip = (name: string) => name === 'node_modules' || name === 'dist'
  for (const folder of sources) {
    for (const name of globSync('**/*', { cwd: join(root, folder), exclude: skip }).sort()) {
      const path = join(root, folder, name)
      if (statSync(path).isFile()) hash.update(`\0${folder}/${name}\0`).update(readFileSync(path))
    }
  }
  return hash.digest('hex')
}

/** Builds what is missing or older than its sources; throws when a build fails. */
export function ensureBuilt(): void {
  for (const { folder, output, sources } of builds) {
    const stamp = join(root, dirname(output), '.built')
    const digest = sourceDigest(sources)
    const current = existsSync(join(root, output)) && existsSync(stamp)
    if (current && readFileSync(stamp, 'utf8') === digest) continue
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
    const run = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: join(root, folder),
      stdio: ['ignore', 2, 2],
    })
    if (run.status !== 0) throw new Error(`Building ${folder} failed.`)
    if (!existsSync(join(root, output))) throw new Error(`Building ${folder} did not write ${output}.`)
    mkdirSync(dirname(stamp), { recursive: true })
    writeFileSync(stamp, digest)
  }
}

if (import.meta.main) ensureBuilt()
