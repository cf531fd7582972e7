import { Menu as Base } from '@base-ui/react/menu'
import { Icon } from './icon.tsx'
import type { MenuEntry, MenuProps } from './menu.tsx'

const ITEM =
  'flex min-h-control items-center gap-2 rounded-md px-2.5 text-14 outline-none data-highlighted:bg-dian-bg data-highlighted:text-dian touch-target'

/** Mounted by the press that asked for it, so it opens at once. */
export default function MenuPopup({ trigger, side, entries }: MenuProps) {
  return (
    <Base.Root defaultOpen>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          side={side ?? 'bottom'}
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="z-50"
        >
          <Base.Popup className="max-h-(--available-height) min-w-56 overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-pop outline-none">
            {entries.map((entry, index) => (
              <Entry key={'label' in entry ? entry.label : `${entry.kind} ${index}`} entry={entry} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  switch (entry.kind) {
    case 'separator':
      return <Base.Separator className="my-1 border-t border-line" />
    case 'note':
      return <div className="px-2.5 py-1.5">{entry.content}</div>
    case 'action':
      return (
        <Base.Item onClick={entry.act} className={entry.danger ? `${ITEM} text-jiang` : ITEM}>
          {entry.icon ? <Icon name={entry.icon} /> : null}
          {entry.label}
        </Base.Item>
      )
    case 'choice':
      return (
        <Base.Group>
          <Base.GroupLabel className="px-2.5 pt-2 pb-0.5 text-12 text-ink-3">{entry.label}</Base.GroupLabel>
          <Base.RadioGroup value={entry.value} onValueChange={entry.choose}>
            {entry.options.map(option => (
              <Base.RadioItem key={option.value} value={option.value} closeOnClick={false} className={ITEM}>
                <span className="grid size-4 place-items-center">
                  <Base.RadioItemIndicator>
                    <Icon name="check" />
                  </Base.RadioItemIndicator>
                </span>
                {option.label}
              </Base.RadioItem>
            ))}
          </Base.RadioGroup>
        </Base.Group>
      )
  }
}
