import { Switch as BaseSwitch } from '@base-ui/react/switch'
import { useId } from 'react'

export interface SwitchProps {
  readonly label: string
  readonly hint?: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

export function Switch({ label, hint, checked, onChange }: SwitchProps) {
  const id = useId()
  return (
    <div className="touch-target flex items-center justify-between gap-4">
      <span className="grid">
        <span id={id}>{label}</span>
        {hint ? <span className="text-12 text-ink-3">{hint}</span> : null}
      </span>
      <BaseSwitch.Root
        aria-labelledby={id}
        checked={checked}
        onCheckedChange={onChange}
        className="flex h-6 w-10 shrink-0 rounded-full border border-line-strong bg-sunk p-0.5 data-checked:border-dian data-checked:bg-dian"
      >
        <BaseSwitch.Thumb className="size-4.5 rounded-full bg-line-strong transition-transform data-checked:translate-x-4 data-checked:bg-on-dian" />
      </BaseSwitch.Root>
    </div>
  )
}
