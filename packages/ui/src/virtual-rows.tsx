import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

export type RowVirtualizer = Virtualizer<HTMLElement, HTMLElement>

export interface VirtualRowsProps {
  readonly count: number
  readonly estimateSize: (index: number) => number
  readonly getKey: (index: number) => string | number
  /** The element that scrolls: its own frame or the page's main part. */
  readonly scrollRef: RefObject<HTMLElement | null>
  readonly overscan?: number
  /** Receives the virtualizer once it exists, for jumps and for reading positions. */
  readonly controls?: RefObject<RowVirtualizer | null>
  readonly onRange?: (first: number, last: number) => void
  /** Space kept above a row that is scrolled to, such as the height of a sticky header. */
  readonly scrollPadding?: number
  readonly className?: string
  /** Renders one row; `ref` and `data-index` of its outermost element come from `row`. */
  readonly children: (index: number, row: RowAttributes) => ReactNode
}

export interface RowAttributes {
  readonly ref: (node: HTMLElement | null) => void
  readonly 'data-index': number
}

/**
 * The visible rows of a long list, in normal flow between two spacers, so that they print, wrap and measure as
 * any other block does. Heights are measured as rows appear; estimates only place what was not seen yet.
 */
export function VirtualRows(props: VirtualRowsProps) {
  const { count, estimateSize, getKey, scrollRef, overscan = 8, controls, onRange, scrollPadding = 0 } = props
  const holder = useRef<HTMLDivElement>(null)
  const [margin, setMargin] = useState(0)
  const virtualizer: RowVirtualizer = useVirtualizer({
    count,
    estimateSize,
    getItemKey: getKey,
    getScrollElement: () => scrollRef.current,
    overscan,
    scrollMargin: margin,
    scrollPaddingStart: scrollPadding,
  })
  useLayoutEffect(() => {
    const scroller = scrollRef.current
    const own = holder.current
    if (!scroller || !own) return
    const top = own.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
    setMargin(current => (Math.abs(current - top) > 1 ? top : current))
  })
  useEffect(() => {
    if (controls) controls.current = virtualizer
  })
  const items = virtualizer.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  const firstIndex = first?.index ?? 0
  const lastIndex = last?.index ?? -1
  useEffect(() => {
    if (lastIndex >= 0) onRange?.(firstIndex, lastIndex)
  }, [firstIndex, lastIndex, onRange])
  const total = virtualizer.getTotalSize()
  return (
    <div ref={holder} className={props.className} role="presentation">
      <div aria-hidden="true" style={{ height: first ? first.start - margin : 0 }} />
      {items.map(item =>
        props.children(item.index, { ref: virtualizer.measureElement, 'data-index': item.index }),
      )}
      <div aria-hidden="true" style={{ height: last ? Math.max(0, total - (last.end - margin)) : 0 }} />
    </div>
  )
}
