import { setupI18n } from '@lingui/core'
import { I18nProvider, useLingui } from '@lingui/react'
import { type ReactNode, useMemo } from 'react'
import type { MessageId } from '../generated/message-ids.ts'
import { type Language, onPreferences, preferences } from './preferences.ts'

export type { MessageId }
export type Translate = (id: MessageId, values?: Record<string, unknown>) => string

const i18n = setupI18n()

const CATALOGUES = {
  'zh-CN': () => import('../locales/zh-CN.po'),
  en: () => import('../locales/en.po'),
} as const

async function activate(language: Language): Promise<void> {
  const { messages } = await CATALOGUES[language]()
  i18n.loadAndActivate({ locale: language, messages })
}

/** Loads the chosen catalogue before the first picture, and every later choice as it is made. */
export async function startLanguage(): Promise<void> {
  await activate(preferences().language)
  onPreferences(() => {
    if (preferences().language !== i18n.locale) void activate(preferences().language)
  })
}

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  return <I18nProvider i18n={i18n}>{children}</I18nProvider>
}

/** The words of the interface. An id that is not in the catalogues does not compile. */
export function useT(): Translate {
  const { i18n: active } = useLingui()
  const locale = active.locale
  return useMemo(() => {
    const translate: Translate = (id, values) => active._(id, values)
    // A new function per language, so that memoised rows are drawn again.
    return locale ? translate : translate
  }, [active, locale])
}

export function useLanguage(): Language {
  return useLingui().i18n.locale as Language
}
