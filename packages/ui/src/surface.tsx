import type { ReactNode } from 'react'
import { cx } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

const TONES = {
  plain: 'bg-sunk text-ink-2',
  action: 'bg-dian-bg text-dian',
  promise: 'bg-zhe-bg text-zhe',
  done: 'bg-zhuqing-bg text-zhuqing',
  danger: 'bg-jiang-bg text-jiang',
} as const
export type Tone = keyof typeof TONES

export function Tag({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-block whitespace-nowrap rounded-sm px-1.75 py-px text-12 forced-colors:border',
        TONES[tone],
      )}
    >
      {children}
    </span>
  )
}

export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="rounded-sm border border-b-2 border-line bg-paper px-1 font-mono text-[11px]/4 text-ink-2">
      {children}
    </kbd>
  )
}

const NOTICE_BORDER = {
  plain: 'border-line-strong',
  action: 'border-dian',
  promise: 'border-zhe',
  done: 'border-zhuqing',
  danger: 'border-jiang',
} as const

export interface NoticeProps {
  readonly tone?: Tone
  readonly title?: ReactNode
  /** `alert` interrupts a screen reader, `status` waits its turn. */
  readonly role?: 'alert' | 'status'
  readonly action?: ReactNode
  readonly children?: ReactNode
}

/** What happened, what was kept, what to do next. */
export function Notice({ tone = 'plain', title, role, action, children }: NoticeProps) {
  return (
    <div
      {...(role ? { role } : {})}
      className={cx('grid gap-1 rounded-r-md border-l-3 px-3 py-2', NOTICE_BORDER[tone], TONES[tone])}
    >
      {title ? <p className="font-semibold">{title}</p> : null}
      {children ? <div className="text-ink">{children}</div> : null}
      {action ? <div className="mt-1 flex flex-wrap gap-2">{action}</div> : null}
    </div>
  )
}

export interface EmptyStateProps {
  readonly icon: IconName
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}

/** An empty place says what belongs there and how it gets there. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto grid max-w-110 justify-items-center gap-2 px-6 py-10 text-center">
      <span className="grid size-11 place-items-center rounded-full bg-sunk text-ink-3">
        <Icon name={icon} size={20} />
      </span>
      <p className="text-16 font-semibold">{title}</p>
      {children ? <div className="text-ink-2">{children}</div> : null}
      {action ? <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  )
}

export interface ProgressProps {
  /** What is moving: its accessible name. */
  readonly label: string
  /** 0 to 1; null while the end is not known. */
  readonly value: number | null
  /** The same in words, such as "3 MB of 8 MB". */
  readonly text?: string
}

export function Progress({ label, value, text }: ProgressProps) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { 'aria-valuenow': percent })}
      {...(text ? { 'aria-valuetext': text } : {})}
      className="h-1.5 overflow-hidden rounded-full bg-sunk forced-colors:border"
    >
      <div
        className={cx(
          'h-full rounded-full bg-dian forced-colors:bg-[Highlight]',
          percent === null ? 'w-1/3 animate-pulse' : 'transition-[width] duration-200',
        )}
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </div>
  )
}

/** Grey rows where content will stand; hidden from assistive technology, which hears the busy region instead. */
export function Skeleton({ rows = 3, className }: { readonly rows?: number; readonly className?: string }) {
  return (
    <div aria-hidden="true" className={cx('grid gap-2', className)}>
      {Array.from({ length: rows }, (_, index) => `row ${index}`).map(row => (
        <div key={row} className="h-4 animate-pulse rounded-sm bg-sunk" />
      ))}
    </div>
  )
}
