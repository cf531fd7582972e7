import { spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'

// A checkout of two scripts and a pretend npm: it notes each call, takes a moment, and "installs" Node.
const fakeNpm = `
const fs = require('node:fs')
fs.appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n')
console.log('npm speaks')
setTimeout(() => {
  fs.mkdirSync('node_modules/.bin', { recursive: true })
  fs.rmSync('node_modules/.bin/node', { force: true })
  fs.symlinkSync(process.execPath, 'node_modules/.bin/node')
  process.exit(Number(process.env.FAKE_NPM_EXIT ?? 0))
}, 400)
`
const task = `
process.on('SIGTERM', () => { console.log('told to end'); process.exit(7) })
console.log('task', process.argv.slice(2).join(','))
if (process.argv[2] === 'wait') setInterval(() => {}, 1000)
if (process.argv[2] === 'fail') process.exit(5)
`

let checkout: string

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'yuanwei-bootstrap-'))
  mkdirSync(join(checkout, 'scripts'))
  for (const name of ['installation.mjs', 'bootstrap.mjs'])
    copyFileSync(new URL(name, import.meta.url), join(checkout, 'scripts', name))
  writeFileSync(join(checkout, 'package-lock.json'), '{"lockfileVersion":3}')
  writeFileSync(join(checkout, 'scripts', 'check.mjs'), task)
  writeFileSync(join(checkout, 'npm-cli.js'), fakeNpm)
})
afterEach(() => rmSync(checkout, { recursive: true, force: true }))

function start(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(checkout, 'scripts', 'bootstrap.mjs'), 'check', ...args], {
    env: {
      PATH: process.env.PATH,
      npm_node_execpath: process.execPath,
      npm_execpath: join(checkout, 'npm-cli.js'),
      ...env,
    },
  })
  const out = text(child.stdout)
  const err = text(child.stderr)
  const code = new Promise<number | null>(resolve => child.on('exit', resolve))
  return { child, done: async () => ({ code: await code, out: await out, err: await err }) }
}

const npmCalls = () => readFileSync(join(checkout, 'npm-calls'), 'utf8').trim().split('\n')

test('installs once, keeps npm off stdout, passes arguments and the exit code on', async () => {
  const first = await start(['a', 'b']).done()
  expect(first).toMatchObject({ code: 0, out: 'task a,b\n' })
  expect(first.err).toContain('npm speaks')
  const second = await start(['fail']).done()
  expect(second).toMatchObject({ code: 5, err: '' })
  expect(npmCalls()).toEqual(['ci --loglevel=error --include=dev --include=optional'])
})

test('installs again when the lock file changed', async () => {
  await start([]).done()
  rmSync(join(checkout, 'node_modules', '.bin'), { recursive: true })
  writeFileSync(join(checkout, 'package-lock.json'), '{"lockfileVersion":3,"changed":true}')
  expect((await start([]).done()).code).toBe(0)
  expect(npmCalls()).toHaveLength(2)
})

test.each([
  ['what the lock names', { 'node_modules/a': { version: '2.0.0', integrity: 'sha512-2' } }, 1],
  ['another version', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-1' } }, 2],
  ['other content', { 'node_modules/a': { version: '2.0.0', integrity: 'sha512-3' } }, 2],
  ['less', {}, 2],
  ['more', { 'node_modules/a': { version: '2.0.0', integrity: 'sha512-2' }, 'node_modules/x': {} }, 2],
])('after a developer installed %s', async (_what, packages, calls) => {
  await start([]).done()
  const optional = { version: '1.0.0', optional: true }
  const wanted = {
    '': {},
    'node_modules/a': { version: '2.0.0', integrity: 'sha512-2' },
    'node_modules/o': optional,
  }
  writeFileSync(join(checkout, 'package-lock.json'), JSON.stringify({ packages: wanted }))
  writeFileSync(join(checkout, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }))
  expect((await start([]).done()).code).toBe(0)
  expect((await start([]).done()).code).toBe(0)
  expect(npmCalls()).toHaveLength(calls)
})

test('three starts at once install one time', async () => {
  const runs = await Promise.all([start(['1']).done(), start(['2']).done(), start(['3']).done()])
  expect(runs.map(run => run.code)).toEqual([0, 0, 0])
  expect(npmCalls()).toHaveLength(1)
  expect(existsSync(join(checkout, '.installing'))).toBe(false)
})

test('the lock of an installer that was killed is taken over', async () => {
  const gone = spawn(process.execPath, ['-e', ''])
  await new Promise(resolve => gone.on('exit', resolve))
  writeFileSync(join(checkout, '.installing'), String(gone.pid))
  expect((await start([]).done()).code).toBe(0)
})

test('a failed installation starts nothing and is tried again', async () => {
  const failed = await start([], { FAKE_NPM_EXIT: '3' }).done()
  expect(failed).toMatchObject({ code: 3, out: '' })
  expect(failed.err).toContain('npm ci ended with 3')
  rmSync(join(checkout, 'node_modules'), { recursive: true })
  expect((await start([]).done()).code).toBe(0)
})

test('SIGTERM reaches the task, whose exit code is ours', async () => {
  const run = start(['wait'])
  await new Promise(resolve => run.child.stdout.once('data', resolve))
  run.child.kill('SIGTERM')
  expect(await run.done()).toMatchObject({ code: 7, out: 'task wait\ntold to end\n' })
})

test('when npm is killed, what it started ends too', async () => {
  const bootstrap = join(checkout, 'scripts', 'bootstrap.mjs')
  const npm = spawn('/bin/sh', ['-c', `${process.execPath} ${bootstrap} check wait; true`], {
    env: {
      PATH: process.env.PATH,
      npm_lifecycle_event: 'start',
      npm_node_execpath: process.execPath,
      npm_execpath: join(checkout, 'npm-cli.js'),
    },
  })
  const out = text(npm.stdout)
  await new Promise(resolve => npm.stdout.once('data', resolve))
  await sleep(100)
  npm.kill('SIGKILL')
  // The pipe closes only once the task, which holds its other end, is gone.
  expect(await out).toContain('told to end')
})
