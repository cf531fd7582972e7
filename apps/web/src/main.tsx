import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './app.css'
import { queryClient } from './shell/api.ts'
import { LanguageProvider, startLanguage } from './shell/language.tsx'
import { applyPreferences } from './shell/preferences.ts'
import { router } from './shell/router.tsx'
import { guardUnload } from './shell/unsent.ts'

applyPreferences()
guardUnload()
await startLanguage()

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <LanguageProvider>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </CSPProvider>
  </StrictMode>,
)
