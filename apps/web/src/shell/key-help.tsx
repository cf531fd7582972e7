import { Dialog, Kbd, Switch } from '@yuanwei/ui'
import { type MessageId, useT } from './language.tsx'
import { setPreferences, usePreferences } from './preferences.ts'

const GROUPS: readonly {
  readonly title: MessageId
  readonly keys: readonly (readonly [string, MessageId])[]
}[] = [
  {
    title: 'keys.everywhere',
    keys: [
      ['⌘K / Ctrl K', 'keys.palette'],
      ['?', 'keys.help'],
    ],
  },
  {
    title: 'nav.cases',
    keys: [
      ['J / K', 'keys.next_previous'],
      ['Enter', 'keys.open'],
      ['/', 'keys.search'],
      ['C', 'cases.create'],
    ],
  },
  {
    title: 'keys.case',
    keys: [
      ['E', 'case.edit'],
      ['U', 'evidence.add'],
      ['F', 'fact.add'],
    ],
  },
  {
    title: 'keys.reader',
    keys: [
      ['↑ ↓', 'keys.move'],
      ['Space', 'keys.select'],
      ['Shift ↑ ↓', 'keys.extend'],
      ['G', 'reader.jump'],
      ['F', 'reader.as_fact'],
      ['Esc', 'keys.clear'],
    ],
  },
  {
    title: 'keys.viewer',
    keys: [
      ['+ / −', 'viewer.zoom'],
      ['R', 'viewer.rotate'],
      ['0', 'viewer.reset'],
    ],
  },
]

export default function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  const t = useT()
  const { singleKeys } = usePreferences()
  return (
    <Dialog open onClose={onClose} title={t('keys.title')} closeLabel={t('action.close')} size="wide">
      <Switch
        label={t('keys.single')}
        hint={t('keys.single.hint')}
        checked={singleKeys}
        onChange={on => setPreferences({ singleKeys: on })}
      />
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        {GROUPS.map(group => (
          <section key={group.title}>
            <h3 className="mb-1 font-semibold">{t(group.title)}</h3>
            <dl className="grid grid-cols-[auto_1fr] items-center gap-x-3 gap-y-1">
              {group.keys.map(([key, label]) => (
                <div key={label} className="contents">
                  <dt>
                    <Kbd>{key}</Kbd>
                  </dt>
                  <dd className="text-ink-2">{t(label)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
