import type { ReactNode } from 'react'

export interface PageHeadProps {
  readonly back: ReactNode
  readonly title: string
  readonly actions?: ReactNode
  readonly children?: ReactNode
}

/** The head of a page that stands below a case: the way back, the name, what can be done. */
export function PageHead({ back, title, actions, children }: PageHeadProps) {
  return (
    <header className="grid gap-1 border-b border-line px-4 py-3 md:px-6">
      <nav className="one-line text-12 print:hidden">{back}</nav>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h1 className="min-w-0 text-20 font-semibold">{title}</h1>
        {actions ? <div className="flex flex-wrap gap-2 print:hidden">{actions}</div> : null}
      </div>
      {children}
    </header>
  )
}
