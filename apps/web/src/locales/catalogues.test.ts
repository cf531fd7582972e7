import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PERMISSIONS, PROBLEMS, ROLES } from '@yuanwei/contract'
import { cases, dossiers, evidence, operations, timeline } from '@yuanwei/contract/staff'
import { describe, expect, it } from 'vitest'
import { messageIdsSource, readCatalogue } from '../../scripts/catalogue.ts'

const source = join(import.meta.dirname, '..')
const zh = readCatalogue(join(import.meta.dirname, 'zh-CN.po'))
const en = readCatalogue(join(import.meta.dirname, 'en.po'))

/** Argument names of an ICU message: the words after an opening brace. */
function argumentsOf(message: string): string[] {
  return [...new Set([...message.matchAll(/\{(\w+)(?=[,}])/g)].map(match => match[1] as string))].sort()
}

/** Han that may stand in English: the product's name and mark, and the name of the other language. */
const PROPER = new Set([
  'product.name',
  'product.mark',
  'language.zh-CN',
  'language.other',
  'palette.other_language',
])

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
}

describe('the catalogues', () => {
  it('hold the same messages', () => {
    expect([...en.keys()]).toEqual([...zh.keys()])
    expect(zh.size).toBeGreaterThan(600)
  })

  it('leave none empty', () => {
    for (const [id, text] of [...zh, ...en]) expect(text, id).not.toBe('')
  })

  it('take the same values in both languages', () => {
    for (const [id, text] of zh) {
      const texts = [text, en.get(id) ?? '']
      // A select may name its value in one language only; plain values must agree.
      const plain = texts.map(each => (/, (?:plural|select)/.test(each) ? null : argumentsOf(each).join()))
      if (plain[0] !== null && plain[1] !== null) expect(plain[1], id).toBe(plain[0])
    }
  })

  it('have no Han in English but proper names', () => {
    for (const [id, text] of en)
      if (!PROPER.has(id)) expect(text.replaceAll('原委', ''), id).not.toMatch(/\p{Script=Han}/u)
  })

  it('are the ids that the code is checked against', () => {
    const written = readFileSync(join(source, 'generated', 'message-ids.ts'), 'utf8')
    expect(written).toBe(messageIdsSource([...zh.keys()]))
  })

  it('say something of every code, word and kind of the contract', () => {
    const wanted = [
      ...[...Object.keys(PROBLEMS), 'unreachable'].flatMap(code => [
        `problem.${code}.what`,
        `problem.${code}.next`,
      ]),
      ...PERMISSIONS.map(permission => `permission.${permission}`),
      ...ROLES.flatMap(role => [`role.${role}`, `role.${role}.may`]),
      ...evidence.GRADES.flatMap(grade => [`grade.${grade}`, `grade.${grade}.means`]),
      ...cases.CASE_KINDS.map(kind => `case.kind.${kind}`),
      ...timeline.FACT_KINDS.map(kind => `fact.kind.${kind}`),
      ...dossiers.DOSSIER_PURPOSES.map(purpose => `dossier.purpose.${purpose}`),
    ]
    for (const id of wanted) expect(zh.has(id), id).toBe(true)
  })

  it('have a sentence for every word of the log', () => {
    const words = [...operations.values()].flatMap(operation => {
      const word = operation.kind === 'command' ? operation.audit : operation.access
      return word ? [word] : []
    })
    expect(words.length).toBeGreaterThan(20)
    for (const word of words) expect(zh.has(`history.${word}`), word).toBe(true)
  })
})

describe('the code', () => {
  const files = sourceFiles(source).map(path => [path, readFileSync(path, 'utf8')] as const)

  it('holds no prose of its own', () => {
    expect(files.length).toBeGreaterThan(60)
    const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '')
    const prose = files.filter(([, text]) => /\p{Script=Han}/u.test(withoutComments(text)))
    expect(prose.map(([path]) => path)).toEqual([])
  })

  it('uses every message', () => {
    const all = files.map(([, text]) => text).join('\n')
    // Families that are put together from a code: their members are checked against the contract or the compiler.
    const families = [...all.matchAll(/`([a-z_.]+)\.\$\{/g)].map(match => `${match[1]}.`)
    const built = [
      ...families,
      'import.failure.',
      'import.warning.',
      'unread.',
      'assumed.',
      'history.',
      'message.kind.',
    ]
    for (const id of zh.keys())
      if (!built.some(prefix => id.startsWith(prefix))) expect(all.includes(`'${id}'`), id).toBe(true)
  })
})
