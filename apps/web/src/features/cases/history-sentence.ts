import { operations } from '@yuanwei/contract/staff'
import type { MessageId, Translate } from '../../shell/language.tsx'
import type { HistoryEntry } from './history.tsx'

/** Fields of an entry's detail that name its subject, the clearest first. */
const NAMES = ['title', 'fileName', 'name'] as const

/** Words that only this system's own jobs write. */
const OWN_WORDS: ReadonlySet<string> = new Set(
  [...operations.values()].flatMap(operation =>
    operation.kind === 'command' && operation.job ? [operation.audit] : [],
  ),
)

function subjectName(detail: Readonly<Record<string, unknown>>): string {
  for (const key of NAMES) {
    const value = detail[key]
    if (typeof value === 'string' && value !== '') return value
  }
  return ''
}

/**
 * An entry of the log as a sentence. Every audit and access word of the contract has its own (a test holds the
 * catalogues to it); a word of a later version is shown as it stands rather than hidden.
 */
export function historySentence(t: Translate, entry: HistoryEntry): string {
  const id = `history.${entry.word}` as MessageId
  const values = {
    ...entry.detail,
    actor: OWN_WORDS.has(entry.word) ? t('history.service') : entry.actorName,
    what: subjectName(entry.detail),
  }
  const said = t(id, values)
  const sentence = said === id ? t('history.unknown', { ...values, word: entry.word }) : said
  return entry.kind === 'refused' ? t('history.refused', { sentence }) : sentence
}
