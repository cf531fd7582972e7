import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../test/run.ts'

test('every setting is listed with value, origin and meaning; passwords are not', async () => {
  const env = { PORT: '9000', DATABASE_URL: 'postgres://yw:secret@db.example/yw?sslpassword=alsosecret' }
  const { code, out, err } = await run(['config', '--json'], env)
  expect([code, err]).toEqual([0, ''])
  expect(out).not.toContain('secret')
  const settings: { name: string; value: string | null; source: string; meaning: string }[] = JSON.parse(out)
  expect(settings.find(each => each.name === 'PORT')).toEqual({
    name: 'PORT',
    value: '9000',
    source: 'environment',
    meaning: '网页服务的端口；0 为任选一个空闲端口',
  })
  expect(settings.find(each => each.name === 'HOST')).toMatchObject({
    value: '127.0.0.1',
    source: 'default',
  })
  expect(settings.find(each => each.name === 'YUANWEI_ROLE')?.value).toBeNull()
  const table = await run(['config', '--lang', 'en'], env)
  expect(table.out).toMatch(/^PORT +9000 +environment +port of the web server/m)
  expect(table.out).not.toContain('secret')
})

test('a value that cannot be used is named without being shown', async () => {
  const { code, out, err } = await run(['config', '--lang', 'en'], { PORT: 'hunter2' })
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain('PORT')
  expect(err).not.toContain('hunter2')
})

test('a variable that nobody reads is pointed out, but not those of the command itself', async () => {
  const env = { YUANWEI_DATE: '/x', YUANWEI_LOGIN: 'a', YUANWEI_PASSWORD: 'b' }
  const { code, err } = await run(['config', '--lang', 'en'], env)
  expect(code).toBe(0)
  expect(err).toBe('The environment variable YUANWEI_DATE is not known and was ignored.\n')
})

test('fsck of a folder without data checks nothing, makes nothing and says so', async () => {
  const folder = join(tmpdir(), 'yuanwei-no-such-folder')
  const { code, out, err } = await run(['fsck', '--lang', 'en'], { YUANWEI_DATA: folder })
  expect([code, out]).toEqual([2, ''])
  expect(err).toBe(
    `There are no data of Yuanwei in ${folder} yet. Run npm start first, or name the data folder with YUANWEI_DATA.\n`,
  )
})
