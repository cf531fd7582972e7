import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../apps/cli/src/main.ts'
import { describeConfig, repositoryFolder } from '../apps/server/src/config.ts'

const root = join(import.meta.dirname, '..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')

/** Folders stand in the table as seen from the checkout. */
function shownDefault(value: string | undefined): string {
  if (value === undefined) return ''
  if (!value.startsWith('/')) return `\`${value}\``
  const path = relative(repositoryFolder, value)
  return `\`${path.startsWith('..') ? path : `./${path}`}\``
}

describe.each([
  ['README.md', 'zh-CN'],
  ['README.en.md', 'en'],
] as const)('%s', (name, language) => {
  const text = read(name)

  test('its table of settings is what the program says of itself', () => {
    const table = /<!-- settings -->\n(.*?)<!-- \/settings -->/s.exec(text)?.[1] ?? ''
    const rows = table.trim().split('\n').slice(2)
    expect(rows).toEqual(
      describeConfig({}, language).map(
        setting => `| \`${setting.name}\` | ${shownDefault(setting.value)} | ${setting.meaning} |`,
      ),
    )
  })

  test('it lists every command, in the order of help', () => {
    const listed = [...text.matchAll(/^\| `([a-z]+)` \|/gm)].map(match => match[1])
    expect(listed).toEqual(COMMANDS.map(command => command.name))
  })

  test('its examples call commands that there are', () => {
    const called = [...text.matchAll(/npx yuanwei (\S+)/g)].map(match => match[1]?.replace(/\W+$/, ''))
    expect(called.length).toBeGreaterThan(6)
    const known = ['--help', ...COMMANDS.map(command => command.name)].map(each => each.replace(/\W+$/, ''))
    for (const each of called) expect(known).toContain(each)
  })

  test('its scripts are those of package.json', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...text.matchAll(/npm (?:run )?(start|test|check|dev|bench|build)\b/g)].map(
      match => match[1],
    )
    for (const script of named) expect(Object.keys(scripts)).toContain(script)
  })
})

test('both tell the same: as many headings, code blocks, list items and table rows', () => {
  const shape = (name: string) =>
    read(name)
      .split('\n')
      .map(line => /^(#+ |```|- |\d+\. |\||npx |npm |export |unzip )/.exec(line)?.[1] ?? '')
      .filter(Boolean)
  expect(shape('README.en.md')).toEqual(shape('README.md'))
})

const decisions = readdirSync(join(root, 'docs/decisions')).filter(name => name !== 'README.md')

test('every decision is numbered, one page long, and listed under its title', () => {
  expect(decisions.length).toBeGreaterThan(10)
  const list = read('docs/decisions/README.md')
  for (const [i, name] of decisions.sort().entries()) {
    const number = String(i + 1).padStart(4, '0')
    expect(name).toMatch(new RegExp(`^${number}-[a-z0-9-]+\\.md$`))
    const text = read(`docs/decisions/${name}`)
    expect(list).toContain(`| [${number}](${name}) | ${/^# (.+)$/m.exec(text)?.[1]} |`)
    expect(text.split('\n').length, name).toBeLessThan(75)
  }
})

test.each([
  'README.md',
  'README.en.md',
  'CHANGELOG.md',
  'docs/adding-an-operation.md',
  'docs/decisions/README.md',
  ...decisions.map(name => `docs/decisions/${name}`),
  ...readdirSync(join(root, 'docs/guide')).map(name => `docs/guide/${name}`),
])('the links of %s lead somewhere', name => {
  for (const [, target = ''] of read(name).matchAll(/\]\((?!https?:)([^)#]+)/g))
    expect(existsSync(join(root, dirname(name), target)), target).toBe(true)
})
