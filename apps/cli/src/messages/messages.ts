import { en } from './en.ts'
import { zhCN } from './zh-CN.ts'

type Widened<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...args: infer A) => string
      ? (...args: A) => string
      : Widened<T[K]>
}

/** The shape of a catalogue: zh-CN is written first, every other has all of its keys. */
export type Messages = Widened<typeof zhCN>

export type Language = 'zh-CN' | 'en'

/** All that the command says, in one language. */
export function messagesIn(language: Language): Messages {
  return language === 'en' ? en : zhCN
}

/** `--lang` as written: null where it names no language of ours. */
export function parseLanguage(name: string): Language | null {
  if (/^zh(?:[-_].*)?$/i.test(name)) return 'zh-CN'
  return /^en(?:[-_].*)?$/i.test(name) ? 'en' : null
}

/** The language of the environment: Chinese unless it asks for another one (ours is Chinese first). */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return locale === '' || /^(?:zh|C(?:\.|$)|POSIX)/i.test(locale) ? 'zh-CN' : 'en'
}
