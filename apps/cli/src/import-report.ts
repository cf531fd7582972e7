import type { cases } from '@yuanwei/contract/staff'
import type { ImportOutcome } from './import.ts'
import type { Messages } from './messages/messages.ts'
import { printable, textTable } from './text-table.ts'

/** What `yuanwei import` shows to a person once all is over. */
export function importReport(outcome: ImportOutcome, found: cases.Case, messages: Messages): string {
  const { exhibit, import: one } = outcome
  const words = messages.import
  const lines = [
    words.caseLine(found.number, printable(found.title)),
    words.exhibitLine(exhibit.number, printable(exhibit.fileName), outcome.uploaded),
    `SHA-256 ${exhibit.sha256}`,
    exhibit.log.state === 'logged' ? words.logged(exhibit.log.number ?? 0) : words.pending,
  ]
  if (one.status === 'failed') return [...lines, words.failed(reasonOf(one.failure, messages)), ''].join('\n')
  const counts: [string, number][] = [
    [words.counts.messages, one.messages],
    [words.counts.added, one.added],
    [words.counts.paired, one.messages - one.added],
    [words.counts.differing, one.differing],
    [words.counts.unread, one.unread],
    [words.counts.preamble, one.preamble],
  ]
  const table = textTable(
    counts.map(([name]) => name),
    [counts.map(([, count]) => String(count))],
    counts.map((_, i) => i),
  )
  const catalogue: Readonly<Record<string, string>> = messages.warnings
  const warnings = one.warnings.map(code => `  ! ${catalogue[code] ?? code}`)
  return [...lines, '', ...table, ...warnings, ''].join('\n')
}

function reasonOf(code: string | null, messages: Messages): string {
  const catalogue: Readonly<Record<string, string>> = messages.reasons
  return (code === null ? undefined : catalogue[code]) ?? code ?? ''
}
