import {
  type Facts,
  fillWords,
  momentText,
  type Report,
  type ReportWords,
  reportWords,
  type Verdict,
} from '@yuanwei/proof/dossier'
import type { CheckedFile } from './check-files.ts'
import { element } from './element.ts'
import type { Language, Messages } from './messages/messages.ts'

const MARKS = { good: '✓', bad: '✗', not_checked: '–' } as const

/** What there is to say about one file. */
export function fileView(checked: CheckedFile, language: Language, messages: Messages): HTMLElement {
  if (checked.outcome === 'report') return reportView(checked.name, checked.report, language, messages)
  return element(
    'section',
    { class: 'card' },
    element('h3', {}, checked.name),
    element('p', { class: 'headline bad' }, messages[checked.outcome](checked.name)),
  )
}

function reportView(name: string, report: Report, language: Language, messages: Messages): HTMLElement {
  const words = reportWords(language)
  const badCount = report.verdicts.filter(({ state }) => state === 'bad').length
  const headline = report.good ? words.headlines.good : fillWords(words.headlines.bad, { count: badCount })
  return element(
    'section',
    { class: 'card' },
    element('p', { class: 'kind' }, messages[report.kind]),
    element('h3', {}, name),
    element(
      'div',
      { class: `headline ${report.good ? 'good' : 'bad'}` },
      element('strong', {}, headline),
      report.good ? element('span', {}, words.headlines.keeping) : null,
    ),
    factsView(report, messages),
    element('ol', { class: 'verdicts' }, ...report.verdicts.map(verdict => verdictView(verdict, words))),
    element('h4', {}, words.headlines.limits),
    element('ul', { class: 'limits' }, ...report.limits.map(limit => element('li', {}, words.limits[limit]))),
    saveButton(name, report, messages),
  )
}

function factsView(report: Report, messages: Messages): HTMLElement {
  const key = report.verdicts.find(({ id }) => id === 'key')?.facts.key
  const facts: Facts = { ...report.facts, ...(typeof key === 'string' ? { key } : {}) }
  const rows: HTMLElement[] = []
  for (const [name, label] of Object.entries(messages.facts)) {
    const text = factText(name, facts[name], messages)
    if (text !== null) rows.push(element('dt', {}, label), element('dd', {}, text))
  }
  return element('dl', {}, ...rows)
}

function factText(name: string, value: Facts[string] | undefined, messages: Messages): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? messages.maskedYes : messages.maskedNo
  if (typeof value === 'number') return momentText(value)
  if (name === 'createdAt' && !Number.isNaN(Date.parse(value))) return momentText(Date.parse(value))
  if (name === 'purpose') return (messages.purposes as Record<string, string>)[value] ?? value
  return value
}

function verdictView(verdict: Verdict, words: ReportWords): HTMLElement {
  const say = (code: string, facts: Facts) => fillWords(words.codes[code] ?? code, facts)
  const more = verdict.findingCount - verdict.findings.length
  const findings = verdict.findings.map(({ code, place, facts }) =>
    element('li', {}, place === null ? null : element('code', {}, place), ` ${say(code, facts)}`),
  )
  if (more > 0) findings.push(element('li', {}, fillWords(words.headlines.more, { count: more })))
  const isBad = verdict.state === 'bad'
  return element(
    'li',
    { class: verdict.state },
    element('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS[verdict.state]),
    element(
      'div',
      {},
      element(
        'p',
        {},
        element('strong', {}, words.verdicts[verdict.id]),
        ' ',
        element('span', { class: 'state' }, words.states[verdict.state]),
      ),
      isBad ? null : element('p', { class: 'sentence' }, say(verdict.code, verdict.facts)),
      findings.length > 0 ? element('ul', { class: 'findings' }, ...findings) : null,
    ),
  )
}

/** The report as codes, for programs and for the record. */
function saveButton(name: string, report: Report, messages: Messages): HTMLElement {
  const save = () => {
    const blob = new Blob([`${JSON.stringify({ file: name, ...report }, null, 2)}\n`], {
      type: 'application/json',
    })
    const url = URL.createObjectURL(blob)
    element('a', { href: url, download: `${name}.report.json` }).click()
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  }
  return element('button', { type: 'button', class: 'no-print', click: save }, messages.save)
}
