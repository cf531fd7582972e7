import {
  cloneElement,
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { isComposing } from './keyboard.ts'

interface TriggerProps {
  onPointerEnter?: (event: PointerEvent<HTMLElement>) => void
  onPointerLeave?: (event: PointerEvent<HTMLElement>) => void
  onFocus?: (event: FocusEvent<HTMLElement>) => void
  onBlur?: (event: FocusEvent<HTMLElement>) => void
  'data-tooltip'?: string
}

export interface TooltipProps {
  readonly text: ReactNode
  /** Shown from outside, as after a press on a button that can't be used. */
  readonly open?: boolean
  readonly onOpenChange?: (open: boolean) => void
  /** One element that takes the handlers of a trigger. */
  readonly children: ReactElement<TriggerProps>
}

const SHOW_AFTER_MS = 350
const HIDE_AFTER_MS = 120
const EDGE = 8

/**
 * Words on hover and on focus: they stay while the pointer is on them and leave with Escape (WCAG 1.4.13). Never the
 * only place of a fact: what they say is also a label or a description. In the top layer, so nothing cuts them off.
 */
export function Tooltip({ text, open = false, onOpenChange, children }: TooltipProps) {
  const id = useId()
  const [shown, setShown] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const after = (next: boolean, delayMs: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      setShown(next)
      if (!next) onOpenChange?.(false)
    }, delayMs)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  const given = children.props
  const trigger = cloneElement(children, {
    'data-tooltip': id,
    onPointerEnter: event => {
      given.onPointerEnter?.(event)
      if (event.pointerType === 'mouse') after(true, SHOW_AFTER_MS)
    },
    onPointerLeave: event => {
      given.onPointerLeave?.(event)
      after(false, HIDE_AFTER_MS)
    },
    onFocus: event => {
      given.onFocus?.(event)
      if (event.currentTarget.matches(':focus-visible')) after(true, 0)
    },
    onBlur: event => {
      given.onBlur?.(event)
      after(false, 0)
    },
  })
  return (
    <>
      {trigger}
      {shown || open ? (
        <Bubble
          id={id}
          text={text}
          onEnter={() => clearTimeout(timer.current)}
          onLeave={() => after(false, 0)}
        />
      ) : null}
    </>
  )
}

interface BubbleProps {
  readonly id: string
  readonly text: ReactNode
  readonly onEnter: () => void
  readonly onLeave: () => void
}

function Bubble({ id, text, onEnter, onLeave }: BubbleProps) {
  const box = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    const bubble = box.current
    const trigger = document.querySelector(`[data-tooltip="${CSS.escape(id)}"]`)
    if (!bubble || !trigger) return
    bubble.showPopover?.()
    const at = trigger.getBoundingClientRect()
    const { width, height } = bubble.getBoundingClientRect()
    const left = Math.max(EDGE, Math.min(at.left + at.width / 2 - width / 2, innerWidth - width - EDGE))
    const below = at.bottom + 6 + height <= innerHeight - EDGE
    bubble.style.left = `${left}px`
    bubble.style.top = `${below ? at.bottom + 6 : Math.max(EDGE, at.top - 6 - height)}px`
  }, [id])
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !isComposing(event)) onLeave()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [onLeave])
  return (
    <span
      ref={box}
      popover="manual"
      aria-hidden="true"
      onPointerEnter={onEnter}
      onPointerLeave={onLeave}
      className="pointer-events-auto fixed inset-auto m-0 max-w-80 rounded-md border-0 bg-ink px-2.5 py-1.5 text-left text-12 font-normal text-paper shadow-pop"
    >
      {text}
    </span>
  )
}
