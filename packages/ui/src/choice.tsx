import { type ReactNode, useId } from 'react'
import { cx } from './class-names.ts'

export interface CheckboxProps {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly type?: 'checkbox' | 'radio'
  readonly name?: string
  readonly disabledReason?: string | null
}

/** A box or a round with its words; where it can't be chosen it says why beside it. */
export function Checkbox(props: CheckboxProps) {
  const { label, hint, checked, onChange, type = 'checkbox', name, disabledReason } = props
  const id = useId()
  const note = disabledReason ?? hint
  return (
    <label htmlFor={id} className="touch-target flex items-start gap-2.5 py-1">
      <input
        id={id}
        type={type}
        {...(name ? { name } : {})}
        checked={checked}
        disabled={Boolean(disabledReason)}
        {...(note ? { 'aria-describedby': `${id}-note` } : {})}
        onChange={event => onChange(event.target.checked)}
        className="mt-0.5 size-4.5 shrink-0 accent-dian"
      />
      <span className="grid min-w-0">
        <span className={cx(disabledReason && 'text-ink-3')}>{label}</span>
        {note ? (
          <span id={`${id}-note`} className="text-12 text-ink-3">
            {note}
          </span>
        ) : null}
      </span>
    </label>
  )
}

export interface FilterBarProps<V extends string> {
  readonly label: string
  readonly value: V
  readonly options: readonly { readonly value: V; readonly label: string; readonly count?: number }[]
  readonly onChange: (value: V) => void
  readonly className?: string
}

/** One of several views of the same list, as pressed buttons. */
export function FilterBar<V extends string>({
  label,
  value,
  options,
  onChange,
  className,
}: FilterBarProps<V>) {
  return (
    <fieldset className={cx('flex flex-wrap gap-1.5 print:hidden', className)}>
      <legend className="sr-only">{label}</legend>
      {options.map(option => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className="touch-target min-h-6.5 rounded-md border border-line bg-surface px-2.5 text-12 text-ink-2 hover:border-line-strong aria-pressed:border-dian aria-pressed:bg-dian-bg aria-pressed:text-dian"
        >
          {option.label}
          {option.count === undefined ? null : <span className="ml-1 opacity-80">{option.count}</span>}
        </button>
      ))}
    </fieldset>
  )
}
