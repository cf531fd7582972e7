import { IconButton, isComposing, Notice } from '@yuanwei/ui'
import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useReducer,
  useRef,
  useState,
} from 'react'
import { useT } from '../../shell/language.tsx'
import { keyAct, START, type ViewAct, viewed } from './view-state.ts'

export interface ImageViewerProps {
  readonly url: string
  readonly name: string
}

/** A picture to look at closely: by buttons, keys, wheel with Ctrl, or by hand. */
export function ImageViewer({ url, name }: ImageViewerProps) {
  const t = useT()
  const frame = useRef<HTMLDivElement>(null)
  const [view, act] = useReducer(viewed, START)
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading')
  const held = useRef<{ x: number; y: number } | null>(null)
  useWheelZoom(frame, act)
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event) || event.metaKey || event.ctrlKey || event.altKey) return
    const step = keyAct(event.key)
    if (!step) return
    event.preventDefault()
    act(step)
  }
  const onPointerMove = (event: PointerEvent) => {
    if (!held.current) return
    act({ act: 'move', x: event.clientX - held.current.x, y: event.clientY - held.current.y })
    held.current = { x: event.clientX, y: event.clientY }
  }
  return (
    <div className="flex min-h-0 grow flex-col max-md:h-[62vh]">
      <div
        role="toolbar"
        aria-label={t('viewer.toolbar')}
        className="flex items-center gap-1 border-b border-line px-3 py-1 print:hidden"
      >
        <IconButton
          icon="zoomOut"
          label={t('viewer.zoom_out')}
          onClick={() => act({ act: 'zoom', by: 0.8 })}
        />
        <output className="w-12 text-center text-12 text-ink-2">{Math.round(view.zoom * 100)}%</output>
        <IconButton
          icon="zoomIn"
          label={t('viewer.zoom_in')}
          onClick={() => act({ act: 'zoom', by: 1.25 })}
        />
        <IconButton icon="rotate" label={t('viewer.rotate')} onClick={() => act({ act: 'turn' })} />
        <IconButton icon="undo" label={t('viewer.reset')} onClick={() => act({ act: 'reset' })} />
        <span className="ml-auto text-12 text-ink-3 max-md:hidden">{t('viewer.keys')}</span>
      </div>
      <div
        ref={frame}
        tabIndex={0}
        role="group"
        aria-label={t('viewer.frame', { name })}
        className="grid min-h-0 grow touch-none cursor-grab place-items-center overflow-hidden bg-sunk -outline-offset-2! active:cursor-grabbing"
        onKeyDown={onKeyDown}
        onPointerDown={event => {
          held.current = { x: event.clientX, y: event.clientY }
          event.currentTarget.setPointerCapture(event.pointerId)
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          held.current = null
        }}
        onPointerCancel={() => {
          held.current = null
        }}
      >
        {state === 'failed' ? (
          <Notice tone="danger" role="alert" title={t('viewer.failed')}>
            {t('viewer.failed.next')}
          </Notice>
        ) : (
          <img
            src={url}
            alt={t('viewer.picture', { name })}
            draggable={false}
            onLoad={() => setState('shown')}
            onError={() => setState('failed')}
            className="max-h-full max-w-full select-none object-contain"
            style={{
              transform: `translate(${view.x}px, ${view.y}px) rotate(${view.turns * 90}deg) scale(${view.zoom})`,
            }}
          />
        )}
      </div>
    </div>
  )
}

/** React listens to wheels passively; taking over Ctrl + wheel from the browser needs a listener that may prevent. */
function useWheelZoom(frame: RefObject<HTMLElement | null>, act: (step: ViewAct) => void): void {
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      act({ act: 'zoom', by: event.deltaY < 0 ? 1.12 : 1 / 1.12 })
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [frame, act])
}
