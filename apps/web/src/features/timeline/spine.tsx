import { type RowVirtualizer, VirtualRows } from '@yuanwei/ui'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useMedia, WIDE } from '../../shell/media.ts'
import { useMe } from '../../shell/session.ts'
import { type ArcLink, type ArcSpace, layoutArcs } from './arcs.ts'
import { FactCard } from './fact-card.tsx'
import { effectsOf, type Fact, storyOf } from './order.ts'

const WIDE_SPACE: ArcSpace = { spineX: 146, nearest: 16, step: 9, lanes: 5 }
const NARROW_SPACE: ArcSpace = { spineX: 22, nearest: 7, step: 4, lanes: 4 }
/** Height of a node's middle below the top of its row. */
const NODE_Y = 15
/** Arcs leave a node below its middle and arrive above it, so that coming and going stay apart. */
const APART = 4
/** Up to here every fact is in the page, so that it prints and is found by the browser's own search. */
const ALL_AT_ONCE = 150

export interface SpineProps {
  /** Every fact of the case: links may lead to facts that this view leaves out. */
  readonly all: readonly Fact[]
  readonly facts: readonly Fact[]
  readonly caseId: string
  readonly scrollRef: RefObject<HTMLElement | null>
  readonly focusFact?: string | undefined
  /** Why facts can't be changed now, if so. */
  readonly denied: string | null
  readonly onEdit: (fact: Fact) => void
  readonly onWithdraw: (fact: Fact) => void
}

export function Spine({ all, facts, scrollRef, focusFact, ...rest }: SpineProps) {
  const wide = useMedia(WIDE)
  const { zone } = useMe().organisation
  const [lit, setLit] = useState<string | null>(null)
  const controls = useRef<RowVirtualizer | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const byId = useMemo(() => new Map(all.map(fact => [fact.factId as string, fact])), [all])
  const effects = useMemo(() => effectsOf(all), [all])
  const story = useMemo(() => (lit ? storyOf(all, lit) : null), [all, lit])
  const indexOf = useMemo(() => new Map(facts.map((fact, index) => [fact.factId as string, index])), [facts])
  const goTo = useCallback(
    (factId: string) => {
      const index = indexOf.get(factId)
      if (index === undefined) return
      controls.current?.scrollToIndex(index, { align: 'center' })
      requestAnimationFrame(() =>
        list.current?.querySelector<HTMLElement>(`[data-fact="${factId}"]`)?.focus({ preventScroll: true }),
      )
    },
    [indexOf],
  )
  useEffect(() => {
    if (focusFact) goTo(focusFact)
  }, [focusFact, goTo])
  const arcs = useArcs(facts, indexOf, controls, list, wide ? WIDE_SPACE : NARROW_SPACE)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: lighting up repeats in colour what the links say in words.
    <div
      ref={list}
      className="relative"
      onFocus={event => setLit(factAt(event.target))}
      onBlur={() => setLit(null)}
      onMouseOver={event => setLit(factAt(event.target) ?? factAt(document.activeElement))}
      onMouseLeave={() => setLit(factAt(document.activeElement))}
    >
      <Arcs arcs={arcs} story={story} />
      <VirtualRows
        as="ol"
        className="tl"
        count={facts.length}
        estimateSize={() => 96}
        getKey={index => facts[index]?.factId ?? index}
        scrollRef={scrollRef}
        controls={controls}
        overscan={facts.length <= ALL_AT_ONCE ? ALL_AT_ONCE : 12}
      >
        {(index, row) => {
          const fact = facts[index] as Fact
          return (
            <li
              key={fact.factId}
              {...row}
              className="tl-item"
              data-kind={fact.kind}
              data-lit={story?.has(fact.factId) || undefined}
              aria-setsize={facts.length}
              aria-posinset={index + 1}
            >
              <FactCard
                {...rest}
                fact={fact}
                zone={zone}
                causes={fact.causes.flatMap(id => byId.get(id) ?? [])}
                effects={effects.get(fact.factId) ?? []}
                onGoTo={goTo}
              />
            </li>
          )
        }}
      </VirtualRows>
    </div>
  )
}

function factAt(target: EventTarget | null): string | null {
  if (!(target instanceof Element)) return null
  return target.closest('.tl-item')?.querySelector<HTMLElement>('[data-fact]')?.dataset.fact ?? null
}

/** Arcs of the links whose both ends stand in this view, drawn anew whenever a row's height changes. */
function useArcs(
  facts: readonly Fact[],
  indexOf: ReadonlyMap<string, number>,
  controls: RefObject<RowVirtualizer | null>,
  list: RefObject<HTMLElement | null>,
  space: ArcSpace,
) {
  const [tick, setTick] = useState(0)
  useLayoutEffect(() => {
    const watched = list.current
    if (!watched) return
    const observer = new ResizeObserver(() => setTick(count => count + 1))
    observer.observe(watched)
    return () => observer.disconnect()
  }, [list])
  return useMemo(() => {
    // Asking for the whole brings the measurements up to date; without it they may be of the render before.
    controls.current?.getTotalSize()
    const rows = tick >= 0 ? controls.current?.measurementsCache : undefined
    const margin = controls.current?.options.scrollMargin ?? 0
    if (!rows) return []
    const y = (index: number) => (rows[index]?.start ?? 0) - margin + NODE_Y
    const links = facts.flatMap((fact, index): ArcLink[] =>
      fact.causes.flatMap(cause => {
        const from = indexOf.get(cause)
        return from === undefined
          ? []
          : [{ from: cause, to: fact.factId, fromY: y(from) + APART, toY: y(index) - APART }]
      }),
    )
    return layoutArcs(links, space)
  }, [facts, indexOf, controls, space, tick])
}

interface ArcsProps {
  readonly arcs: ReturnType<typeof layoutArcs>
  readonly story: ReadonlySet<string> | null
}

/** Decoration for the eye; the same links stand in words under each fact. */
function Arcs({ arcs, story }: ArcsProps) {
  const on = (arc: ArcsProps['arcs'][number]) => Boolean(story?.has(arc.from) && story.has(arc.to))
  const drawn = [...arcs].sort((a, b) => Number(on(a)) - Number(on(b)))
  return (
    <svg className="tl-arcs" aria-hidden="true" focusable="false" data-lit={story ? '' : undefined}>
      <defs>
        {['arc-head', 'arc-head-lit'].map(id => (
          <marker
            key={id}
            id={id}
            viewBox="0 0 6 6"
            refX="4"
            refY="3"
            markerWidth="7"
            markerHeight="7"
            markerUnits="userSpaceOnUse"
            orient="auto"
            data-lit-head={id === 'arc-head-lit' ? '' : undefined}
          >
            <path d="M0 0 6 3 0 6Z" />
          </marker>
        ))}
      </defs>
      {drawn.map(arc => (
        <path
          key={`${arc.from} ${arc.to}`}
          d={arc.path}
          markerEnd={`url(#${on(arc) ? 'arc-head-lit' : 'arc-head'})`}
          data-on={on(arc) || undefined}
        />
      ))}
    </svg>
  )
}
