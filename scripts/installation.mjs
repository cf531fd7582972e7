// Plain JavaScript for whatever Node the machine has (20 or newer): this file runs before anything is
// installed. It brings node_modules in line with package-lock.json and starts the product's own Node.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const modules = join(root, 'node_modules')
const stampFile = join(modules, '.installed')
const productNode = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
// Beside node_modules, not inside it: `npm ci` empties that folder.
const lockFile = join(root, '.installing')

function lockDigest() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

/**
 * Two sets: `run` is what the product needs to build its pages and serve; `all` has the tools of its makers too.
 * A machine that only runs it is spared half the waiting.
 */
function isInstalled(set) {
  if (!existsSync(productNode)) return false
  const digest = lockDigest()
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8').trim() : ''
  if (stamp === `${digest} all` || stamp === `${digest} ${set}`) return true
  if (!isAsLocked(set)) return false
  writeFileSync(stampFile, `${digest} ${set}\n`)
  return true
}

/**
 * Whether an `npm install` of a developer has brought just what the lock names already: npm notes in a lock
 * file of its own what it put in place. Then nothing is thrown away and fetched again. Packages of other
 * platforms are optional and stay out.
 */
function isAsLocked(set) {
  const packagesOf = file => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
    } catch {
      return {}
    }
  }
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const found = packagesOf(join(modules, '.package-lock.json'))
  const names = Object.keys(wanted).filter(name => name.includes('node_modules/'))
  if (names.length === 0 || Object.keys(found).some(name => !(name in wanted))) return false
  return names.every(name => {
    const [want, have] = [wanted[name], found[name]]
    if (have === undefined)
      return want.optional === true || (set === 'run' && Boolean(want.dev || want.devOptional))
    return have.version === want.version && have.integrity === want.integrity
  })
}

/** Installs what package-lock.json names, unless it is there already. Everything is said on stderr. */
export async function ensureInstalled(set = 'all') {
  if (isInstalled(set)) return
  const release = await takeInstallLock()
  try {
    // Another start may have installed while this one waited.
    if (isInstalled(set)) return
    process.stderr.write('Installing dependencies (first start or a changed package-lock.json)…\n')
    const digest = lockDigest()
    const dev = set === 'all' ? '--include=dev' : '--omit=dev'
    const code = await npm(['ci', '--loglevel=error', dev, '--include=optional'])
    if (code !== 0) {
      process.stderr.write(`Installing failed: npm ci ended with ${code}. Nothing was started.\n`)
      process.exit(code)
    }
    mkdirSync(modules, { recursive: true })
    writeFileSync(stampFile, `${digest} ${set}\n`)
  } finally {
    release()
  }
}

/** npm as it was called, so that the same npm and the same Node install; else the one on PATH. */
function npm(args) {
  const { npm_node_execpath: node, npm_execpath: cli } = process.env
  const known = node && cli && /npm-cli\.c?js$|npx-cli\.c?js$/.test(cli)
  const script = known ? cli.replace(/npx-cli(\.c?js)$/, 'npm-cli$1') : undefined
  const [file, rest] = script ? [node, [script, ...args]] : ['npm', args]
  const child = spawn(file, rest, {
    cwd: root,
    // npm's own output goes to our stderr so that `--json` on stdout stays clean.
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
    shell: !script && process.platform === 'win32',
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
  })
  return ended(child)
}

/** Runs a script of this checkout under the product's Node; ends as it ends and passes signals on. */
export async function runUnderProductNode(args) {
  const windows = process.platform === 'win32'
  // The channel carries no message: its end tells scripts/start.ts that this process was killed.
  const stdio = windows ? 'inherit' : ['inherit', 'inherit', 'inherit', 'ipc']
  const child = spawn(productNode, args, { stdio, shell: windows })
  const stopWatching = watchParent(() => child.kill('SIGTERM'))
  const code = await ended(child)
  stopWatching()
  process.exit(code)
}

/**
 * Started by npm, we end with npm: a killed npm would otherwise leave server and database behind with
 * nobody to signal them. Started by hand (nohup, a service manager) the parent may go as it pleases.
 */
function watchParent(onGone) {
  if (!process.env.npm_lifecycle_event) return () => {}
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onGone()
  }, 500)
  timer.unref()
  return () => clearInterval(timer)
}

function ended(child) {
  const forward = signal => child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, forward)
  return new Promise(resolve => {
    const finish = code => {
      for (const signal of signals) process.off(signal, forward)
      resolve(code)
    }
    child.on('error', error => {
      process.stderr.write(`${error.message}\n`)
      finish(127)
    })
    child.on('exit', (code, signal) => finish(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
}

/**
 * One installation at a time in a checkout. The lock is a file holding the installer's process id; it is
 * linked into place whole, so it is never seen half-written, and one whose process is gone is taken over.
 */
async function takeInstallLock() {
  const mine = `${lockFile}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  let told = false
  for (;;) {
    try {
      linkSync(mine, lockFile)
      rmSync(mine, { force: true })
      const release = () => {
        if (holder() === process.pid) rmSync(lockFile, { force: true })
      }
      process.once('exit', release)
      return release
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const pid = holder()
    if (pid !== undefined && !isAlive(pid)) takeAway(pid)
    else if (!told) {
      process.stderr.write(`Waiting for the installation that process ${pid} has begun…\n`)
      told = true
    }
    await sleep(200)
  }
}

function holder() {
  try {
    return Number(readFileSync(lockFile, 'utf8'))
  } catch {
    return undefined
  }
}

/** Removes the lock of a dead process; puts it back if it turns out to be another's by now. */
function takeAway(deadPid) {
  const aside = `${lockFile}.stale.${process.pid}`
  try {
    renameSync(lockFile, aside)
  } catch {
    return
  }
  if (Number(readFileSync(aside, 'utf8')) !== deadPid) linkSync(aside, lockFile)
  rmSync(aside, { force: true })
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
