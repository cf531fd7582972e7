import { type ComponentProps, type ReactNode, useId } from 'react'
import { cx } from './class-names.ts'
import { Icon } from './icon.tsx'
import { isComposing } from './keyboard.ts'

const BOX =
  'w-full min-h-control rounded-md border border-line-strong bg-surface px-2.5 text-14 text-ink max-md:text-16 aria-invalid:border-jiang'

interface FieldFrame {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | null | undefined
  /** The word for "may be left out", shown behind the label. */
  readonly optional?: string | null
  readonly hideLabel?: boolean
}

interface FrameProps extends FieldFrame {
  readonly id: string
  readonly className?: string | undefined
  readonly children: ReactNode
}

function Frame({ id, label, hint, error, optional, hideLabel, className, children }: FrameProps) {
  return (
    <div className={cx('grid content-start gap-1', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'font-semibold'}>
        {label}
        {optional ? <span className="ml-2 text-12 font-normal text-ink-3">{optional}</span> : null}
      </label>
      {children}
      {hint ? (
        <p id={`${id}-hint`} className="text-12 text-ink-3">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="flex items-start gap-1 text-12 text-jiang">
          <Icon name="alert" size={14} className="mt-0.5" />
          {error}
        </p>
      ) : null}
    </div>
  )
}

function described(id: string, frame: FieldFrame) {
  const ids = [frame.hint ? `${id}-hint` : '', frame.error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return {
    id,
    ...(ids ? { 'aria-describedby': ids } : {}),
    ...(frame.error ? { 'aria-invalid': true } : {}),
  }
}

export interface TextFieldProps extends FieldFrame, Omit<ComponentProps<'input'>, 'onChange' | 'id'> {
  readonly onChange: (value: string) => void
}

export function TextField({
  label,
  hint,
  error,
  optional,
  hideLabel,
  onChange,
  className,
  ...rest
}: TextFieldProps) {
  const id = useId()
  const frame = { label, hint, error, optional: optional ?? null, hideLabel: hideLabel ?? false }
  return (
    <Frame id={id} {...frame} className={className}>
      <input
        {...rest}
        {...described(id, frame)}
        className={BOX}
        onChange={event => onChange(event.target.value)}
        onKeyDown={event => {
          // The Enter that closes an input method's window must not send the form.
          if (event.key === 'Enter' && isComposing(event)) event.preventDefault()
          rest.onKeyDown?.(event)
        }}
      />
    </Frame>
  )
}

export interface TextAreaProps extends FieldFrame, Omit<ComponentProps<'textarea'>, 'onChange' | 'id'> {
  readonly onChange: (value: string) => void
}

export function TextArea({
  label,
  hint,
  error,
  optional,
  hideLabel,
  onChange,
  className,
  ...rest
}: TextAreaProps) {
  const id = useId()
  const frame = { label, hint, error, optional: optional ?? null, hideLabel: hideLabel ?? false }
  return (
    <Frame id={id} {...frame} className={className}>
      <textarea
        rows={4}
        {...rest}
        {...described(id, frame)}
        className={cx(BOX, 'field-sizing-content max-h-80 min-h-22! py-1.5')}
        onChange={event => onChange(event.target.value)}
      />
    </Frame>
  )
}

export interface SelectFieldProps extends FieldFrame, Omit<ComponentProps<'select'>, 'onChange' | 'id'> {
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
}

/** The system's own list: it opens as people expect on every device and needs no script. */
export function SelectField(props: SelectFieldProps) {
  const { label, hint, error, optional, hideLabel, options, onChange, className, ...rest } = props
  const id = useId()
  const frame = { label, hint, error, optional: optional ?? null, hideLabel: hideLabel ?? false }
  return (
    <Frame id={id} {...frame} className={className}>
      <select
        {...rest}
        {...described(id, frame)}
        className={BOX}
        onChange={event => onChange(event.target.value)}
      >
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  )
}
