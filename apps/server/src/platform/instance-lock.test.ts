import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockDataFolder } from './instance-lock.ts'

let folder: string
const children: ChildProcess[] = []
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'yuanwei-lock-')), 'data')
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(join(folder, '..'), { recursive: true, force: true })
})

/** Another process that holds the lock until it is killed. */
async function holder(): Promise<ChildProcess> {
  const program = `
    const { lockDataFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'instance-lock.ts'))})
    await lockDataFolder(${JSON.stringify(folder)})
    console.log('held')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  await new Promise((resolve, reject) => {
    child.stdout?.once('data', resolve)
    child.once('exit', reject)
  })
  return child
}

test('a second process is refused with a sentence that names the first', async () => {
  const { pid } = await holder()
  const refused = await lockDataFolder(folder, 100).catch(error => error)
  expect(refused).toMatchObject({ code: 'data_folder_in_use', params: { folder } })
  expect(refused.message).toContain(String(pid))
})

test('the same process cannot take it twice', async () => {
  const lock = await lockDataFolder(folder)
  await expect(lockDataFolder(folder, 100)).rejects.toMatchObject({ code: 'data_folder_in_use' })
  lock.release()
  ;(await lockDataFolder(folder)).release()
})

test('after kill -9 it is free at once, with nothing to clean up', async () => {
  const child = await holder()
  const gone = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
  ;(await lockDataFolder(folder, 0)).release()
  expect(readdirSync(folder).sort()).toEqual(['instance.lock', 'instance.txt'])
})

test('a predecessor that is about to end is waited for', async () => {
  const child = await holder()
  setTimeout(() => child.kill('SIGTERM'), 300)
  ;(await lockDataFolder(folder)).release()
})
