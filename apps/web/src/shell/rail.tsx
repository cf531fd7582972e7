import { Link } from '@tanstack/react-router'
import { Icon, type IconName } from '@yuanwei/ui'
import { AccountMenu } from './account-menu.tsx'
import { type MessageId, useT } from './language.tsx'
import type { Overlay } from './layout.tsx'
import { useMe } from './session.ts'

interface Place {
  readonly to: '/cases' | '/people' | '/log'
  readonly label: MessageId
  readonly icon: IconName
  readonly permission: 'case.read' | 'people.read' | 'log.read'
}

const PLACES: readonly Place[] = [
  { to: '/cases', label: 'nav.cases', icon: 'folder', permission: 'case.read' },
  { to: '/people', label: 'nav.people', icon: 'people', permission: 'people.read' },
  { to: '/log', label: 'nav.log', icon: 'ledger', permission: 'log.read' },
]

const ITEM =
  'grid min-h-12 grow place-content-center justify-items-center gap-0.5 rounded-md text-12 text-ink-2 no-underline hover:bg-surface md:grow-0 aria-[current=page]:bg-surface aria-[current=page]:font-semibold aria-[current=page]:text-dian'

/** The places a person may go; what the role does not open is absent here, and the page itself says why. */
export function Rail({ onOverlay }: { readonly onOverlay: (overlay: Overlay) => void }) {
  const t = useT()
  const me = useMe()
  const places = PLACES.filter(place => me.permissions.includes(place.permission))
  return (
    <nav
      aria-label={t('nav.label')}
      className="flex gap-1 border-line bg-sunk max-md:row-start-2 max-md:border-t max-md:px-2 max-md:pt-1 max-md:pb-[calc(4px+env(safe-area-inset-bottom))] md:flex-col md:border-r md:px-1.5 md:py-2.5 print:hidden"
    >
      <span
        aria-hidden="true"
        translate="no"
        className="mb-1 hidden text-center font-song text-20 font-bold text-zhu md:block"
      >
        {t('product.mark')}
      </span>
      {places.map(place => (
        <Link key={place.to} to={place.to} className={ITEM}>
          <Icon name={place.icon} />
          {t(place.label)}
        </Link>
      ))}
      <div className="hidden grow md:block" />
      <button
        type="button"
        className={ITEM}
        aria-keyshortcuts="Meta+K Control+K"
        onClick={() => onOverlay('palette')}
      >
        <Icon name="search" />
        {t('nav.search')}
      </button>
      <AccountMenu className={ITEM} onOverlay={onOverlay} />
    </nav>
  )
}
