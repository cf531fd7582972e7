import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LOG_FINDINGS, RECORD_FINDINGS } from '../../server/src/offline.ts'
import { run } from '../test/run.ts'
import { COMMANDS } from './main.ts'
import { messagesIn } from './messages/messages.ts'
import { metProblems } from './problem-sentence.ts'

const languages = ['zh-CN', 'en'] as const

test('help lists every command and a way to call it', async () => {
  const { code, out } = await run(['--help'])
  expect(code).toBe(0)
  for (const { name, example } of COMMANDS) {
    expect(out).toContain(`\n  ${name} `)
    expect(out).toContain(`\n  ${example}\n`)
  }
  expect(COMMANDS.map(command => command.name)).toEqual([
    'inspect',
    'import',
    'dossier',
    'verify',
    'fsck',
    'config',
  ])
})

test.each(COMMANDS.map(command => command.name))(
  '%s explains itself in both languages, with examples',
  async name => {
    for (const [lang, exit, example] of [
      ['zh', /退出码：/, '示例：'],
      ['en', /Exit codes?: /, 'Examples:'],
    ] as const) {
      const { code, out } = await run([name, '--help', '--lang', lang])
      expect(code).toBe(0)
      expect(out).toMatch(exit)
      expect(out).toContain(`${example}\n`)
      expect(out).toContain(`yuanwei ${name}`)
      expect(Math.max(...out.split('\n').map(line => line.length))).toBeLessThan(125)
    }
    expect((await run(['help', name])).out).toBe((await run([name, '--help'])).out)
  },
)

test.each(COMMANDS.map(command => command.name))('%s ends with 2 when it is called wrongly', async name => {
  for (const args of [['--no-such-option'], ['--lang', 'tlh']]) {
    const { code, out, err } = await run([name, ...args])
    expect([code, out]).toEqual([2, ''])
    expect(err).not.toBe('')
  }
})

test('the version is that of package.json', async () => {
  const file = join(import.meta.dirname, '..', '..', '..', 'package.json')
  const { version } = JSON.parse(readFileSync(file, 'utf8'))
  expect((await run(['--version'])).out).toBe(`yuanwei ${version}\n`)
})

test('an unknown command, or none, ends with 2', async () => {
  expect(await run(['frobnicate'], { LANG: 'en_US' })).toEqual({
    code: 2,
    out: '',
    err: 'There is no command "frobnicate". "yuanwei --help" lists all of them.\n',
  })
  expect((await run(['help', 'frobnicate'])).code).toBe(2)
  expect((await run([])).code).toBe(2)
})

test('whatever a server may refuse, and whatever fsck may find, has a sentence', () => {
  for (const language of languages) {
    const { problems, fsck } = messagesIn(language)
    expect(Object.keys(problems).sort()).toEqual([...metProblems()].sort())
    expect(Object.keys(fsck.findings).sort()).toEqual([...LOG_FINDINGS, ...RECORD_FINDINGS].sort())
  }
})
