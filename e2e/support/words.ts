import { join } from 'node:path'
import { setupI18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { readCatalogue } from '../../apps/web/scripts/catalogue.ts'
import type { MessageId } from '../../apps/web/src/generated/message-ids.ts'
import { repositoryFolder } from './installation.ts'

export type Language = 'zh-CN' | 'en'
/** The words that a person reads on the screen, by their place in the catalogue. */
export type Say = (id: MessageId, values?: Record<string, unknown>) => string

/** The catalogue of a language. Throws on a message that it does not have, so that a gap is not looked for. */
export function wordsIn(language: Language): Say {
  const catalogue = readCatalogue(join(repositoryFolder, 'apps/web/src/locales', `${language}.po`))
  const i18n = setupI18n({ locale: language, messages: { [language]: Object.fromEntries(catalogue) } })
  i18n.setMessagesCompiler(compileMessage)
  return (id, values) => {
    if (!catalogue.get(id)) throw new Error(`No words for ${id} in ${language}.`)
    return i18n._(id, values)
  }
}

const literally = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What begins with these words, one after the other. */
export const startingWith = (...words: string[]): RegExp =>
  new RegExp(`^${words.map(literally).join('\\s*')}`)

/** What begins with the words before the first value, for names whose values the walk does not know. */
export const wordsBefore = (said: string, value: string): RegExp =>
  startingWith(said.slice(0, said.indexOf(value)))
