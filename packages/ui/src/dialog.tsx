import { Dialog as Base } from '@base-ui/react/dialog'
import { type FormEvent, type ReactNode, useRef } from 'react'
import { IconButton } from './button.tsx'
import { cx } from './class-names.ts'

export interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly description?: ReactNode
  readonly closeLabel: string
  /** `wide` for pickers and texts, `narrow` for a question. */
  readonly size?: 'narrow' | 'normal' | 'wide'
  readonly footer?: ReactNode
  /** Makes the body a form: Enter submits it, and the footer's submit button belongs to it. */
  readonly onSubmit?: () => void
  readonly children: ReactNode
}

/** Where typing begins; the sheet itself where there is nothing to type, and under a finger, which would raise a keyboard. */
function firstField(popup: HTMLElement | null, openType: string): HTMLElement | null {
  const field = popup?.querySelector<HTMLElement>('input,select,textarea')
  return openType === 'touch' || !field ? popup : field
}

const SIZES = { narrow: 'md:max-w-110', normal: 'md:max-w-150', wide: 'md:max-w-220' } as const

/** A modal dialog; a sheet over the whole screen on a phone. Pressing beside it does not lose what was typed. */
export function Dialog(props: DialogProps) {
  const { open, onClose, title, description, closeLabel, size = 'normal', footer, onSubmit, children } = props
  const body = (
    <>
      <header className="flex items-start gap-3 border-b border-line px-5 pt-4 pb-3">
        <div className="min-w-0 grow">
          <Base.Title className="text-16 font-semibold">{title}</Base.Title>
          {description ? <Base.Description className="text-ink-2">{description}</Base.Description> : null}
        </div>
        <Base.Close render={<IconButton icon="close" label={closeLabel} className="-mr-2 -mt-1" />} />
      </header>
      <div className="grid min-h-0 grow content-start gap-4 overflow-y-auto px-5 py-4">{children}</div>
      {footer ? (
        <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>
      ) : null}
    </>
  )
  const popup = useRef<HTMLDivElement>(null)
  const frame = 'flex min-h-0 grow flex-col'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit?.()
  }
  return (
    <Base.Root open={open} onOpenChange={next => !next && onClose()} disablePointerDismissal>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-30 bg-scrim" />
        <Base.Viewport className="fixed inset-0 z-40 grid items-end md:place-items-center md:p-6">
          <Base.Popup
            ref={popup}
            initialFocus={openType => firstField(popup.current, openType)}
            className={cx(
              'flex max-h-dvh w-full flex-col bg-surface shadow-pop outline-none max-md:h-dvh',
              'md:max-h-[calc(100dvh-48px)] md:rounded-xl md:border md:border-line',
              SIZES[size],
            )}
          >
            {onSubmit ? (
              <form className={frame} onSubmit={submit} noValidate>
                {body}
              </form>
            ) : (
              <div className={frame}>{body}</div>
            )}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}
