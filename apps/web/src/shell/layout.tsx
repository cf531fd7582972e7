import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { Announcer } from './announce.tsx'
import { useSessionEnded } from './api.ts'
import { useT } from './language.tsx'
import { Rail } from './rail.tsx'

import { useShortcuts } from './shortcuts.ts'

const Palette = lazy(() => import('./palette.tsx'))
const KeyHelp = lazy(() => import('./key-help.tsx'))
const SessionEnded = lazy(() => import('./session-ended.tsx'))
const PasswordDialog = lazy(() => import('../features/identity/password-dialog.tsx'))

export type Overlay = 'palette' | 'keys' | 'password' | null

/** The frame of every signed-in page: skip link, rail, the page, and what may open over all of it. */
export function Layout() {
  const t = useT()
  const [overlay, setOverlay] = useState<Overlay>(null)
  const ended = useSessionEnded()
  const close = () => setOverlay(null)
  useShortcuts({
    '?': () => setOverlay('keys'),
    'mod+k': () => setOverlay('palette'),
  })
  return (
    <div className="grid h-dvh grid-rows-[minmax(0,1fr)_auto] md:grid-cols-[64px_minmax(0,1fr)] md:grid-rows-1 print:block print:h-auto">
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-dian px-3 py-2 text-on-dian focus:translate-y-0"
      >
        {t('shell.skip')}
      </a>
      <Rail onOverlay={setOverlay} />
      <div className="min-h-0 min-w-0 max-md:row-start-1 print:overflow-visible">
        <Outlet />
      </div>
      <Announcer />

      <Suspense fallback={null}>
        {ended ? <SessionEnded /> : null}
        {overlay === 'palette' ? <Palette onClose={close} onOverlay={setOverlay} /> : null}
        {overlay === 'keys' ? <KeyHelp onClose={close} /> : null}
        {overlay === 'password' ? <PasswordDialog onClose={close} /> : null}
      </Suspense>
    </div>
  )
}
