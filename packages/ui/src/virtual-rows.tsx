import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'

export type RowVirtualizer = Virtualizer<HTMLElement, HTMLElement>

export interface RowAttributes {
  readonly ref: (node: HTMLElement | null) => void
  readonly 'data-index': number
}

export interface VirtualRowsProps {
  /** The element around the rows: a list for lists, `div` for the rows of a grid. */
  readonly as?: 'ul' | 'ol' | 'div'
  readonly count: number
  /** Stable for long lists, as is `getKey`: a new function places every row anew. */
  readonly estimateSize: (index: number) => number
  readonly getKey: (index: number) => string | number
  /** The element that scrolls: its own frame or the page's main part. */
  readonly scrollRef: RefObject<HTMLElement | null>
  readonly overscan?: number
  /** The row to begin at. */
  readonly startIndex?: number
  /** Receives the virtualizer once it exists, for jumps and for reading positions. */
  readonly controls?: RefObject<RowVirtualizer | null>
  readonly onRange?: (first: number, last: number) => void
  /** Space kept above a row that is scrolled to, such as the height of a sticky header. */
  readonly scrollPadding?: number
  readonly className?: string
  readonly 'aria-label'?: string
  /** Renders one row; `ref` and `data-index` of its outermost element come from `row`. */
  readonly children: (index: number, row: RowAttributes) => ReactNode
}

/**
 * The visible rows of a long list, in normal flow between two paddings, so that they print, wrap and measure as any
 * other block does. Heights are measured as rows appear; estimates only place what was not seen yet.
 */
export function VirtualRows(props: VirtualRowsProps) {
  const { as: Holder = 'div', count, scrollRef, overscan = 8, startIndex = 0, controls, onRange } = props
  const holder = useRef<HTMLElement | null>(null)
  // Distance of the rows from the top of what scrolls: headers and notices above them come and go.
  const [margin, setMargin] = useState(0)
  const virtualizer: RowVirtualizer = useVirtualizer({
    count,
    estimateSize: props.estimateSize,
    getItemKey: props.getKey,
    getScrollElement: () => scrollRef.current,
    overscan,
    scrollMargin: margin,
    scrollPaddingStart: props.scrollPadding ?? 0,
    initialOffset: startIndex * props.estimateSize(0),
  })
  const attached = useAttached()
  useLayoutEffect(() => {
    const scroller = scrollRef.current
    const own = holder.current
    // Nothing above the rows changes while they scroll, and asking for boxes then would cost every frame.
    if (!scroller || !own || virtualizer.isScrolling) return
    const top = own.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
    setMargin(current => (Math.abs(current - top) > 1 ? top : current))
  })
  useEffect(() => {
    if (controls) controls.current = virtualizer
  })
  useEffect(() => {
    if (attached && startIndex > 0) virtualizer.scrollToIndex(startIndex, { align: 'center' })
  }, [attached, startIndex, virtualizer])
  const items = virtualizer.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  const firstIndex = first?.index ?? 0
  const lastIndex = last?.index ?? -1
  useEffect(() => {
    if (lastIndex >= 0) onRange?.(firstIndex, lastIndex)
  }, [firstIndex, lastIndex, onRange])
  const total = virtualizer.getTotalSize()
  const style: CSSProperties = {
    paddingTop: first ? first.start - margin : 0,
    paddingBottom: last ? Math.max(0, total - (last.end - margin)) : 0,
  }
  const hold = useCallback((node: HTMLElement | null) => {
    holder.current = node
  }, [])
  return (
    <Holder
      ref={hold}
      className={props.className}
      style={style}
      {...(props['aria-label'] ? { 'aria-label': props['aria-label'] } : {})}
      {...(Holder === 'div' ? { role: 'presentation' } : {})}
    >
      {items.map(item =>
        props.children(item.index, { ref: virtualizer.measureElement, 'data-index': item.index }),
      )}
    </Holder>
  )
}

/** React sets the ref of an outer element after the effects of what is inside: only a second drawing finds it. */
function useAttached(): boolean {
  const [attached, setAttached] = useState(false)
  useEffect(() => setAttached(true), [])
  return attached
}
