import { type ComponentProps, type MouseEvent, useId, useState } from 'react'
import { cx } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import { Tooltip } from './tooltip.tsx'

const VARIANTS = {
  default: 'border-line-strong bg-surface text-ink hover:bg-sunk',
  primary: 'border-dian bg-dian text-on-dian font-semibold hover:brightness-110',
  danger: 'border-jiang bg-surface text-jiang hover:bg-jiang-bg',
  quiet: 'border-transparent bg-transparent text-ink-2 hover:bg-sunk hover:text-ink',
} as const

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  readonly variant?: keyof typeof VARIANTS
  readonly icon?: IconName
  /** Why it can't be used now; the button stays reachable and says it. */
  readonly disabledReason?: string | null | undefined
  /** Work under way: a second press does nothing, and assistive technology hears it is busy. */
  readonly pending?: boolean
}

/** The one button. It is never silently dead: `disabledReason` is spoken, shown on hover, focus and touch. */
export function Button(props: ButtonProps) {
  const { variant = 'default', icon, disabledReason, pending = false, children, ...rest } = props
  const reasonId = useId()
  const [shown, setShown] = useState(false)
  const blocked = Boolean(disabledReason)
  const onClick = (event: MouseEvent<HTMLButtonElement>) => {
    if (blocked || pending) {
      event.preventDefault()
      setShown(blocked)
      return
    }
    rest.onClick?.(event)
  }
  const button = (
    <button
      type="button"
      {...rest}
      onClick={onClick}
      aria-disabled={blocked || pending || undefined}
      aria-busy={pending || undefined}
      {...(blocked ? { 'aria-describedby': reasonId } : {})}
      className={cx(
        'inline-flex min-h-control select-none items-center justify-center gap-1.5 rounded-md border px-3 text-14',
        'touch-target transition-colors print:hidden forced-colors:border-[ButtonText]',
        VARIANTS[variant],
        blocked &&
          'opacity-100 saturate-0 border-dashed! border-line-strong! bg-sunk! text-ink-3! font-normal!',
        rest.className,
      )}
    >
      {pending ? <Spinner /> : icon ? <Icon name={icon} /> : null}
      {children}
    </button>
  )
  if (!blocked) return button
  return (
    <>
      <Tooltip text={disabledReason} open={shown} onOpenChange={setShown}>
        {button}
      </Tooltip>
      <span id={reasonId} className="sr-only">
        {disabledReason}
      </span>
    </>
  )
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  readonly icon: IconName
  /** Its name for everyone who can't see the picture, and its tooltip for everyone who can. */
  readonly label: string
}

export function IconButton({ icon, label, ...rest }: IconButtonProps) {
  const button = (
    <Button
      variant="quiet"
      {...rest}
      icon={icon}
      aria-label={label}
      className={cx('min-w-control px-0!', rest.className)}
    />
  )
  return rest.disabledReason ? button : <Tooltip text={label}>{button}</Tooltip>
}

export function Spinner() {
  return (
    <svg
      aria-hidden="true"
      width="14"
      height="14"
      viewBox="0 0 14 14"
      className="shrink-0 animate-spin motion-reduce:animate-none"
    >
      <circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" strokeWidth="2" opacity="0.25" />
      <path d="M7 1.5a5.5 5.5 0 0 1 5.5 5.5" fill="none" stroke="currentColor" strokeWidth="2" />
    </svg>
  )
}
