import { useNavigate } from '@tanstack/react-router'
import { identity } from '@yuanwei/contract/staff'
import { Icon, Menu, type MenuEntry } from '@yuanwei/ui'
import { queryClient, useCommand } from './api.ts'
import { useT } from './language.tsx'
import type { Overlay } from './layout.tsx'
import {
  DENSITIES,
  type Density,
  LANGUAGES,
  type Language,
  setPreferences,
  THEMES,
  type Theme,
  usePreferences,
} from './preferences.ts'
import { roleNames, useMe } from './session.ts'

export interface AccountMenuProps {
  readonly className: string
  readonly onOverlay: (overlay: Overlay) => void
}

export function AccountMenu({ className, onOverlay }: AccountMenuProps) {
  const t = useT()
  const me = useMe()
  const chosen = usePreferences()
  const navigate = useNavigate()
  const signOut = useCommand(identity.signOut, {
    onDone: () => {
      void navigate({ to: '/sign-in' }).then(() => queryClient.clear())
    },
  })
  const trigger = (
    <button type="button" className={className}>
      <Icon name="person" />
      {t('nav.account')}
    </button>
  )
  const entries: readonly MenuEntry[] = [
    {
      kind: 'note',
      content: (
        <>
          <p className="font-semibold">{me.name}</p>
          <p className="text-12 text-ink-3">
            {me.organisation.name} · {roleNames(t, me.roles)}
          </p>
        </>
      ),
    },
    { kind: 'separator' },
    {
      kind: 'choice',
      label: t('settings.language'),
      value: chosen.language,
      options: LANGUAGES.map(value => ({ value, label: t(`language.${value}`) })),
      choose: language => setPreferences({ language: language as Language }),
    },
    {
      kind: 'choice',
      label: t('settings.theme'),
      value: chosen.theme,
      options: THEMES.map(value => ({ value, label: t(`theme.${value}`) })),
      choose: theme => setPreferences({ theme: theme as Theme }),
    },
    {
      kind: 'choice',
      label: t('settings.density'),
      value: chosen.density,
      options: DENSITIES.map(value => ({ value, label: t(`density.${value}`) })),
      choose: density => setPreferences({ density: density as Density }),
    },
    {
      kind: 'choice',
      label: t('keys.single'),
      value: chosen.singleKeys ? 'on' : 'off',
      options: [
        { value: 'on', label: t('switch.on') },
        { value: 'off', label: t('switch.off') },
      ],
      choose: value => setPreferences({ singleKeys: value === 'on' }),
    },
    { kind: 'separator' },
    { kind: 'action', label: t('keys.title'), act: () => onOverlay('keys') },
    { kind: 'action', label: t('password.title'), act: () => onOverlay('password') },
    { kind: 'action', label: t('session.sign_out'), act: () => void signOut.run({}) },
  ]
  return <Menu trigger={trigger} side="right" entries={entries} />
}
