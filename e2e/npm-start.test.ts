import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
let folder: string
const started: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yuanwei-start-'))
})
afterEach(async () => {
  for (const child of started.splice(0)) killGroup(child)
  // The database ends by itself within a moment; its folder can only go after it.
  for (let i = 0; i < 100 && processesOf(folder).length > 0; i++) await sleep(50)
  const place = placeOf(folder)
  rmSync(folder, { recursive: true, force: true })
  if (place) rmSync(place, { recursive: true, force: true })
})

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL')
  } catch {
    // All of it is gone.
  }
}

/** Where root's database went if the temporary folder is closed to its account. */
function placeOf(dataFolder: string): string | undefined {
  try {
    return readFileSync(join(dataFolder, 'data', 'database.place'), 'utf8').trim()
  } catch {
    return undefined
  }
}

/** Every process that was started with this data folder or works in its database. */
function processesOf(dataFolder: string): string[] {
  const place = placeOf(dataFolder)
  return readdirSync('/proc').filter(pid => {
    if (!/^\d+$/.test(pid) || pid === String(process.pid)) return false
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8')
      return [command, environment].some(all => all.includes(dataFolder) || (place && all.includes(place)))
    } catch {
      return false
    }
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

function npmStart(port: number) {
  const child = spawn('npm', ['start', '--silent'], {
    cwd: root,
    detached: true,
    env: { ...process.env, PORT: String(port), YUANWEI_DATA: join(folder, 'data'), YUANWEI_LANG: 'en' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  const said = Promise.all([text(child.stdout), text(child.stderr)]).then(parts => parts.join('\n'))
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve))
  return { child, said, ended, answers: () => answers(port, child) }
}

/** Milliseconds until the server answers that it is ready. */
async function answers(port: number, child: ChildProcess): Promise<number> {
  const start = performance.now()
  for (;;) {
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      response => response.ok,
      () => false,
    )
    if (ready) return performance.now() - start
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`)
    if (performance.now() - start > 60_000) throw new Error('no answer within 60 s')
    await sleep(50)
  }
}

test('npm start answers; SIGTERM to npm leaves no process; again within 6 s', async () => {
  const port = await freePort()
  const first = npmStart(port)
  await first.answers()
  expect(processesOf(folder).length).toBeGreaterThan(1)
  first.child.kill('SIGTERM')
  await first.ended
  for (let i = 0; i < 20 && processesOf(folder).length > 0; i++) await sleep(50)
  expect(processesOf(folder)).toEqual([])
  const second = npmStart(port)
  const tookMs = await second.answers()
  console.log(`npm start, again: answers after ${Math.round(tookMs)} ms`)
  expect(tookMs).toBeLessThan(6000)
})

test('after kill -9 of everything the next start recovers', async () => {
  const port = await freePort()
  const first = npmStart(port)
  await first.answers()
  for (const pid of processesOf(folder)) {
    try {
      process.kill(Number(pid), 'SIGKILL')
    } catch {
      // It went with another.
    }
  }
  await npmStart(port).answers()
})

test('after kill -9 of npm alone nothing stays behind, and the next start recovers', async () => {
  const port = await freePort()
  const first = npmStart(port)
  await first.answers()
  first.child.kill('SIGKILL')
  for (let i = 0; i < 200 && processesOf(folder).length > 0; i++) await sleep(50)
  expect(processesOf(folder)).toEqual([])
  await npmStart(port).answers()
})

test('a second instance on the same data is refused with a sentence, and the first goes on', async () => {
  const [port, other] = [await freePort(), await freePort()]
  const first = npmStart(port)
  await first.answers()
  const second = npmStart(other)
  expect(await second.ended).not.toBe(0)
  expect(await second.said).toContain('is in use by another Yuanwei process')
  await first.answers()
})
