import { Dialog as Base } from '@base-ui/react/dialog'
import { useNavigate } from '@tanstack/react-router'
import { cases } from '@yuanwei/contract/staff'
import { cx, Icon, type IconName, isComposing } from '@yuanwei/ui'
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react'
import { useRead } from './api.ts'
import { useT } from './language.tsx'
import type { Overlay } from './layout.tsx'
import { setPreferences, usePreferences } from './preferences.ts'
import { useCannot, useMe } from './session.ts'

interface Entry {
  readonly id: string
  readonly icon: IconName
  readonly label: string
  readonly hint?: string
  readonly act: () => void
}

export interface PaletteProps {
  readonly onClose: () => void
  readonly onOverlay: (overlay: Overlay) => void
}

function useActions({ onClose, onOverlay }: PaletteProps): readonly Entry[] {
  const t = useT()
  const me = useMe()
  const cannot = useCannot()
  const navigate = useNavigate()
  const { language, theme } = usePreferences()
  const go = (to: '/cases' | '/people' | '/log', search?: { new: true }) => () => {
    onClose()
    void navigate(search ? { to: '/cases', search } : { to })
  }
  const all: (Entry | null)[] = [
    cannot('case.create')
      ? null
      : { id: 'new', icon: 'plus', label: t('cases.create'), act: go('/cases', { new: true }) },
    cannot('case.read') ? null : { id: 'cases', icon: 'folder', label: t('nav.cases'), act: go('/cases') },
    me.permissions.includes('people.read')
      ? { id: 'people', icon: 'people', label: t('nav.people'), act: go('/people') }
      : null,
    me.permissions.includes('log.read')
      ? { id: 'log', icon: 'ledger', label: t('nav.log'), act: go('/log') }
      : null,
    {
      id: 'language',
      icon: 'chat',
      label: t('palette.other_language'),
      act: () => {
        setPreferences({ language: language === 'en' ? 'zh-CN' : 'en' })
        onClose()
      },
    },
    {
      id: 'theme',
      icon: 'image',
      label: theme === 'dark' ? t('palette.light') : t('palette.dark'),
      act: () => {
        setPreferences({ theme: theme === 'dark' ? 'light' : 'dark' })
        onClose()
      },
    },
    { id: 'keys', icon: 'edit', label: t('keys.title'), act: () => onOverlay('keys') },
    { id: 'password', icon: 'person', label: t('password.title'), act: () => onOverlay('password') },
  ]
  return all.filter(entry => entry !== null)
}

/** Everything by its name: cases found by the server, actions found here. */
export default function Palette(props: PaletteProps) {
  const t = useT()
  const navigate = useNavigate()
  const mayRead = useMe().permissions.includes('case.read')
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const text = useDeferredValue(typed.trim())
  const found = useRead(
    cases.listCases,
    { text, limit: 8 },
    { enabled: mayRead, placeholderData: old => old },
  )
  const wanted = typed.trim()
  const fits = (words: string) => words.toLowerCase().includes(wanted.toLowerCase())
  const actions = useActions(props).filter(entry => fits(entry.label))
  // Until the answer to this very text is here, Enter must not open what an earlier text found.
  const answered = text === wanted && !found.isPlaceholderData
  const matches = (found.data?.cases ?? []).filter(
    item => answered || [item.number, item.title, item.customerName].some(fits),
  )
  const entries: Entry[] = [
    ...matches.map(item => ({
      id: item.caseId,
      icon: 'folder' as const,
      label: item.title,
      hint: item.number,
      act: () => {
        props.onClose()
        void navigate({ to: '/cases/$caseId', params: { caseId: item.caseId } })
      },
    })),
    ...actions,
  ]
  const chosen = Math.min(active, entries.length - 1)
  const listId = useId()
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setActive((chosen + step + entries.length) % Math.max(1, entries.length))
    else if (event.key === 'Enter') entries[chosen]?.act()
    else return
    event.preventDefault()
  }
  return (
    <Base.Root open onOpenChange={open => !open && props.onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-30 bg-scrim" />
        <Base.Popup className="fixed inset-x-0 top-0 z-40 mx-auto flex max-h-[min(560px,100dvh)] max-w-150 flex-col bg-surface shadow-pop outline-none md:top-[12vh] md:rounded-xl md:border md:border-line">
          <Base.Title className="sr-only">{t('palette.title')}</Base.Title>
          <label className="flex items-center gap-2 border-b border-line px-4">
            <Icon name="search" className="text-ink-3" />
            <span className="sr-only">{t('palette.placeholder')}</span>
            <input
              role="combobox"
              aria-expanded="true"
              aria-controls={listId}
              aria-activedescendant={entries[chosen] ? `${listId}-${chosen}` : undefined}
              autoComplete="off"
              value={typed}
              placeholder={t('palette.placeholder')}
              className="h-12 grow bg-transparent text-16 outline-none"
              onChange={event => {
                setTyped(event.target.value)
                setActive(0)
              }}
              onKeyDown={onKeyDown}
            />
          </label>
          <div id={listId} role="listbox" aria-label={t('palette.title')} className="overflow-y-auto p-1.5">
            {entries.map((entry, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the text field, as in every combobox.
              <div
                key={entry.id}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === chosen}
                className={cx(
                  'touch-target flex min-h-control items-center gap-2.5 rounded-md px-2.5',
                  index === chosen && 'bg-dian-bg text-dian',
                )}
                onClick={entry.act}
                onMouseMove={() => setActive(index)}
              >
                <Icon name={entry.icon} className="text-ink-3" />
                <span className="one-line grow">{entry.label}</span>
                {entry.hint ? <span className="text-12 text-ink-3">{entry.hint}</span> : null}
              </div>
            ))}
          </div>
          {entries.length === 0 ? <p className="px-4 pb-4 text-ink-3">{t('palette.nothing')}</p> : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
