import { Button } from '@yuanwei/ui'
import type { ReactNode } from 'react'
import { useT } from '../../shell/language.tsx'
import { setPreferences, usePreferences } from '../../shell/preferences.ts'
import { useTitle } from '../../shell/title.ts'

export interface PublicFrameProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly children: ReactNode
}

/** Pages before the sign-in: the mark, what the page is for, one column. */
export function PublicFrame({ title, lead, children }: PublicFrameProps) {
  const t = useT()
  const { language } = usePreferences()
  useTitle(title)
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr_auto]">
      <header className="flex items-center justify-between px-5 py-3">
        <p className="flex items-baseline gap-2">
          <span translate="no" className="font-song text-24 font-bold text-zhu">
            {t('product.name')}
          </span>
          <span className="text-12 text-ink-3 max-sm:hidden">{t('product.line')}</span>
        </p>
        <Button
          variant="quiet"
          lang={language === 'en' ? 'zh-CN' : 'en'}
          onClick={() => setPreferences({ language: language === 'en' ? 'zh-CN' : 'en' })}
        >
          {t('language.other')}
        </Button>
      </header>
      <main
        id="main"
        className="mx-auto grid w-full max-w-110 content-start gap-5 px-5 pt-[min(8vh,72px)] pb-16"
      >
        <div className="grid gap-1">
          <h1 className="text-24 font-semibold">{title}</h1>
          {lead ? <div className="text-ink-2">{lead}</div> : null}
        </div>
        {children}
      </main>
      <footer className="px-5 py-4 text-12 text-ink-3">{t('product.promise')}</footer>
    </div>
  )
}
