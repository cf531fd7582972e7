import {
  type Facts,
  fillWords,
  momentText,
  type Report,
  type ReportWords,
  type Verdict,
} from '@yuanwei/proof/dossier'
import type { Messages } from './messages/messages.ts'
import { displayWidth, printable } from './text-table.ts'

const MARKS = { good: '✓', bad: '✗', not_checked: '–' } as const

/** The report of one file for people: a line a verdict, what is wrong below it, and what it all does not show. */
export function verifyReport(name: string, report: Report, words: ReportWords, messages: Messages): string {
  const width = Math.max(...report.verdicts.map(({ id }) => displayWidth(words.verdicts[id])))
  const bad = report.verdicts.filter(verdict => verdict.state === 'bad').length
  const headline =
    bad > 0
      ? fillWords(words.headlines.bad, { count: bad })
      : `${words.headlines.good}  ${words.headlines.keeping}`
  return [
    `${printable(name)}  ${messages.verify[report.kind]}${aboutText(report.facts)}`,
    ...report.verdicts.flatMap(verdict => verdictLines(verdict, words, width)),
    `  ${headline}`,
    `  ${words.headlines.limits}:`,
    ...report.limits.map(limit => `    · ${words.limits[limit]}`),
    '',
    '',
  ].join('\n')
}

function aboutText(facts: Facts): string {
  const sealedAt = typeof facts.sealedAt === 'number' ? momentText(facts.sealedAt) : null
  const parts = [facts.caseNumber, facts.caseTitle, facts.fileName, sealedAt].filter(
    part => typeof part === 'string',
  )
  return parts.map(part => `  ${printable(String(part))}`).join('')
}

function verdictLines(verdict: Verdict, words: ReportWords, width: number): string[] {
  const title = words.verdicts[verdict.id]
  const gap = ' '.repeat(width - displayWidth(title))
  const say = (code: string, facts: Facts) => fillWords(words.codes[code] ?? code, facts)
  const sentence = verdict.state === 'bad' ? words.states.bad : say(verdict.code, verdict.facts)
  const lines = [`  ${MARKS[verdict.state]} ${title}${gap}  ${printable(sentence)}`]
  for (const { code, place, facts } of verdict.findings) {
    lines.push(`      ${place === null ? '' : `${printable(place)}  `}${printable(say(code, facts))}`)
  }
  const more = verdict.findingCount - verdict.findings.length
  if (more > 0) lines.push(`      ${fillWords(words.headlines.more, { count: more })}`)
  return lines
}
