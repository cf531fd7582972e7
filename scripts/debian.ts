// Programs the tests check our work against, and the browser they drive. They come from Debian and are
// never shipped: as root what is missing gets installed, otherwise the command to do so is said.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const packages = [
  'chromium',
  'curl',
  'fonts-noto-cjk',
  'golang-go',
  'golang-golang-x-mod-dev',
  'openssl',
  'poppler-utils',
  'python3',
  'unzip',
  'zip',
]

const isInstalled = (name: string) =>
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholder
  spawnSync('dpkg-query', ['-W', '-f', '${Status}', name]).stdout?.toString() === 'install ok installed'

function aptGet(args: string[]): boolean {
  const run = spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return run.status === 0
}

/** Installs the missing packages or says how to; the tests that need them then fail or skip by name. */
export function ensureDebianPackages(): void {
  if (!existsSync('/usr/bin/apt-get')) {
    console.log(`Not a Debian system: the tests expect what these packages hold: ${packages.join(' ')}`)
    return
  }
  const missing = packages.filter(name => !isInstalled(name))
  if (missing.length === 0) return
  const install = ['install', '--yes', '--no-install-recommends', ...missing]
  if (process.getuid?.() !== 0) {
    console.log(`Some tests need more packages: sudo apt-get ${install.join(' ')}`)
    return
  }
  console.log(`Installing for the tests: ${missing.join(' ')}`)
  // A fresh container has no package lists; an old one may name versions that are gone.
  if (!(aptGet(['update']) && aptGet(install)))
    console.log(`Could not install ${missing.filter(name => !isInstalled(name)).join(' ')}`)
}
