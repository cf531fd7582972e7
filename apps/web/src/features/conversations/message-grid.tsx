import { isComposing, type RowVirtualizer, VirtualRows } from '@yuanwei/ui'
import { type Dispatch, type KeyboardEvent, type RefObject, useCallback, useRef, useState } from 'react'
import { useT } from '../../shell/language.tsx'
import { useMedia, WIDE } from '../../shell/media.ts'
import type { MessagePages } from './message-pages.ts'
import { MessageRow } from './message-row.tsx'
import { holds, type Selection, type SelectionStep } from './selection.ts'

export interface MessageGridProps {
  readonly total: number
  /** First position of the part that is shown, and how many positions it has. */
  readonly offset: number
  readonly count: number
  readonly pages: MessagePages
  readonly selection: Selection
  readonly step: Dispatch<SelectionStep>
  readonly controls: RefObject<RowVirtualizer | null>
  readonly zone: string
  /** Where to begin, and where to go when it changes. */
  readonly at: number
}

const PAGE_KEYS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12 }

/** A message of one line, beside or below its sender, to the pixel: what fits the estimate moves no other row. */
const wideSize = () => 28
const narrowSize = () => 60

/** The transcript: rows of a grid that keeps the focus itself, so that a row may come and go while scrolling. */
export function MessageGrid(props: MessageGridProps) {
  const { total, offset, count, pages, selection, step, controls, zone, at } = props
  const t = useT()
  const wide = useMedia(WIDE)
  const frame = useRef<HTMLDivElement>(null)
  // An id may be named only while its row is in the page.
  const [activeDrawn, setActiveDrawn] = useState(false)
  const onRange = useCallback(
    (first: number, last: number) => {
      const drawn = offset + first <= selection.active && selection.active <= offset + last
      setActiveDrawn(drawn)
      pages.onRange(offset + first, offset + last)
    },
    [pages.onRange, offset, selection.active],
  )
  const getKey = useCallback((index: number) => offset + index, [offset])
  const onPress = useCallback(
    (position: number, extend: boolean) =>
      step(extend ? { step: 'extend', to: position } : { step: 'toggle', at: position }),
    [step],
  )
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event) || event.target !== event.currentTarget) return
    const keep = (position: number) => Math.min(offset + count - 1, Math.max(offset, position))
    const move = PAGE_KEYS[event.key]
    let to: number | null = null
    if (move !== undefined) to = keep(selection.active + move)
    else if (event.key === 'Home') to = offset
    else if (event.key === 'End') to = offset + count - 1
    else if (event.key === ' ') step({ step: 'toggle', at: selection.active })
    else if (event.key === 'Escape') step({ step: 'clear' })
    else return
    event.preventDefault()
    if (to === null) return
    step(event.shiftKey ? { step: 'extend', to } : { step: 'move', to })
    controls.current?.scrollToIndex(to - offset, { align: 'auto' })
  }
  return (
    <div
      ref={frame}
      role="grid"
      tabIndex={0}
      aria-label={t('reader.grid')}
      aria-multiselectable="true"
      aria-rowcount={total}
      aria-colcount={4}
      {...(activeDrawn ? { 'aria-activedescendant': `message-${selection.active}` } : {})}
      className="msg-grid min-h-0 grow overflow-y-auto pb-16 print:hidden"
      onKeyDown={onKeyDown}
    >
      <VirtualRows
        count={count}
        estimateSize={wide ? wideSize : narrowSize}
        getKey={getKey}
        scrollRef={frame}
        controls={controls}
        startIndex={at - offset}
        overscan={12}
        onRange={onRange}
        scrollPadding={30}
      >
        {(index, row) => {
          const position = offset + index
          return (
            <MessageRow
              key={position}
              index={index}
              measure={row.ref}
              position={position}
              message={pages.at(position)}
              previous={position > 0 ? pages.at(position - 1) : undefined}
              zone={zone}
              chosen={holds(selection.spans, position)}
              active={selection.active === position}
              onPress={onPress}
            />
          )
        }}
      </VirtualRows>
    </div>
  )
}
