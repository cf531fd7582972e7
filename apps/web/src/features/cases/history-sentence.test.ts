import { join } from 'node:path'
import { setupI18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { describe, expect, it } from 'vitest'
import { readCatalogue } from '../../../scripts/catalogue.ts'
import type { Translate } from '../../shell/language.tsx'
import type { HistoryEntry } from './history.tsx'
import { historySentence } from './history-sentence.ts'

const catalogue = readCatalogue(join(import.meta.dirname, '..', '..', 'locales', 'en.po'))
const i18n = setupI18n({
  locale: 'en',
  messages: { en: Object.fromEntries([...catalogue].map(([id, text]) => [id, compileMessage(text)])) },
})
const t: Translate = (id, values) => i18n._(id, values)

const entry = (
  word: string,
  detail: Record<string, unknown>,
  more: Partial<HistoryEntry> = {},
): HistoryEntry => ({
  entryId: '00000000-0000-4000-8000-000000000000',
  at: '2026-11-06T11:47:03.000Z',
  kind: 'audit',
  word,
  actorName: 'Ning',
  subject: null,
  detail,
  log: { entryId: '00000000-0000-4000-8000-000000000000', state: 'logged', index: 1, number: 1 },
  ...more,
})

describe('an entry of the log as a sentence', () => {
  it('tells viewing from carrying away', () => {
    const read = (purpose: string) =>
      historySentence(t, entry('exhibit.read', { fileName: 'crack.jpg', purpose }, { kind: 'access' }))
    expect(read('view')).toBe('Ning viewed crack.jpg')
    expect(read('download')).toBe('Ning downloaded crack.jpg')
  })

  it('says for what a dossier was asked', () => {
    expect(historySentence(t, entry('dossier.requested', { purpose: 'court' }))).toBe(
      'Ning asked for a dossier (court or arbitration)',
    )
  })

  it('names the system where a job wrote the entry', () => {
    expect(
      historySentence(t, entry('conversation.imported', { fileName: 'chat.json' }, { actorName: 'x' })),
    ).toBe('The system finished importing chat.json')
  })

  it('marks what was refused', () => {
    expect(historySentence(t, entry('case.edited', { title: 'Cup' }, { kind: 'refused' }))).toBe(
      'Refused: Ning edited the case “Cup”',
    )
  })

  it('shows a word it does not know as it stands', () => {
    expect(historySentence(t, entry('refund.approved', { title: 'Cup' }))).toBe('Ning · refund.approved Cup')
  })
})
