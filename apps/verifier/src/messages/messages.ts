import { en } from './en.ts'
import { zhCN } from './zh-cn.ts'

/** zh-CN is written first; every other language has all of its keys. */
export type Messages = typeof zhCN
export type Language = 'zh-CN' | 'en'

export function messagesIn(language: Language): Messages {
  return language === 'en' ? en : zhCN
}

/** Chinese unless the reader's first language is another one. */
export function languageOf(preferred: readonly string[]): Language {
  return /^zh\b/i.test(preferred[0] ?? 'zh') ? 'zh-CN' : 'en'
}
