import {
  cloneElement,
  lazy,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useState,
} from 'react'
import type { IconName } from './icon.tsx'

const load = () => import('./menu-popup.tsx')
const MenuPopup = lazy(load)

export type MenuEntry =
  | {
      readonly kind: 'action'
      readonly label: string
      readonly icon?: IconName
      readonly danger?: boolean
      readonly act: () => void
    }
  /** A setting with a few values, chosen in the menu itself, which stays open. */
  | {
      readonly kind: 'choice'
      readonly label: string
      readonly value: string
      readonly options: readonly { readonly value: string; readonly label: string }[]
      readonly choose: (value: string) => void
    }
  | { readonly kind: 'note'; readonly content: ReactNode }
  | { readonly kind: 'separator' }

interface TriggerProps {
  onClick?: (event: MouseEvent<HTMLElement>) => void
  onPointerEnter?: () => void
  onFocus?: () => void
  'aria-haspopup'?: 'menu'
  'aria-expanded'?: boolean
}

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement<TriggerProps>
  readonly side?: 'bottom' | 'right' | 'top'
  readonly entries: readonly MenuEntry[]
}

/** A menu whose machinery is fetched when someone reaches for it: most pages are read without opening one. */
export function Menu({ trigger, side = 'bottom', entries }: MenuProps) {
  const [wanted, setWanted] = useState(false)
  const waiting = cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: () => setWanted(true),
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
  })
  if (!wanted) return waiting
  return (
    <Suspense fallback={waiting}>
      <MenuPopup trigger={trigger} side={side} entries={entries} />
    </Suspense>
  )
}
