import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeConfig, maskPassword, readConfig, repositoryFolder, variableNames } from './config.ts'

test('defaults: loopback, port 8080, data of this checkout, all roles, Chinese', () => {
  expect(readConfig({})).toEqual({
    port: 8080,
    host: '127.0.0.1',
    publicUrl: undefined,
    proxies: 0,
    dataFolder: join(repositoryFolder, 'data'),
    databaseUrl: undefined,
    roles: ['web', 'worker', 'sequencer'],
    language: 'zh-CN',
    logLevel: 'info',
    corpusFolder: join(repositoryFolder, '../shared/corpus'),
    notices: [],
  })
})

test('an empty variable counts as not set; --role wins over the variable', () => {
  expect(readConfig({ PORT: ' ', DATABASE_URL: '' })).toMatchObject({ port: 8080, databaseUrl: undefined })
  expect(readConfig({ YUANWEI_ROLE: 'web,worker' }).roles).toEqual(['web', 'worker'])
  expect(readConfig({ YUANWEI_ROLE: 'web' }, 'sequencer').roles).toEqual(['sequencer'])
})

test.each([
  ['PORT', 'many'],
  ['PORT', '65536'],
  ['DATABASE_URL', 'mysql://root:geheim@db/x'],
  ['YUANWEI_PUBLIC_URL', 'yuanwei.example'],
  ['YUANWEI_ROLE', 'boss'],
  ['LOG_LEVEL', 'loud'],
])('%s=%s is refused by name, without its value', (name, value) => {
  const refused = expect(() => readConfig({ [name]: value }))
  refused.toThrow(
    expect.objectContaining({ code: 'setting_invalid', params: expect.objectContaining({ name }) }),
  )
  refused.not.toThrow('geheim')
})

test('an unknown YUANWEI_ variable is said, others are not', () => {
  const { notices } = readConfig({ YUANWEI_DATTA: '/x', SHELL: '/bin/sh' })
  expect(notices).toEqual([{ code: 'setting_unknown', params: { name: 'YUANWEI_DATTA' } }])
})

test('the console speaks as the locale says', () => {
  expect(readConfig({ LANG: 'en_GB.UTF-8' }).language).toBe('en')
  expect(readConfig({ LANG: 'en_GB.UTF-8', YUANWEI_LANG: 'zh-CN' }).language).toBe('zh-CN')
  expect(readConfig({ LANG: 'C.UTF-8' }).language).toBe('zh-CN')
})

test('yuanwei config shows every variable and no password', () => {
  const settings = describeConfig({
    DATABASE_URL: 'postgres://own:ge:h@im@db:5/x?password=zwei&a=b',
    PORT: '1',
  })
  expect(settings.map(setting => setting.name)).toEqual(variableNames)
  const shown = JSON.stringify(settings)
  expect(shown).not.toMatch(/ge:h|im@|zwei/)
  expect(settings.find(setting => setting.name === 'PORT')).toMatchObject({
    value: '1',
    source: 'environment',
  })
  expect(settings.find(setting => setting.name === 'HOST')).toMatchObject({ source: 'default' })
})

test('a URL without a password stays as it is', () => {
  expect(maskPassword('postgres://db.example:5432/x')).toBe('postgres://db.example:5432/x')
  expect(maskPassword('postgres:///x?host=/run/pg')).toBe('postgres:///x?host=/run/pg')
})

test('nothing else in the server reads process.env', async () => {
  const readers: string[] = []
  for await (const name of glob('**/*.ts', { cwd: import.meta.dirname })) {
    if (name.endsWith('.test.ts')) continue
    if (readFileSync(join(import.meta.dirname, name), 'utf8').includes('process.env')) readers.push(name)
  }
  expect(readers).toEqual(['config.ts'])
})
