import { useNavigate, useParams } from '@tanstack/react-router'
import type { RowVirtualizer } from '@yuanwei/ui'
import { type RefObject, useRef } from 'react'
import { useShortcuts } from '../../shell/shortcuts.ts'
import type { Case } from './case-form.tsx'

/** J/K, Enter, / and C. J and K move the focus itself, so that Enter and screen readers follow by themselves. */
export function useWalk(
  rows: readonly Case[],
  frame: RefObject<HTMLElement | null>,
  search: RefObject<HTMLElement | null>,
  onCreate: () => void,
) {
  const controls = useRef<RowVirtualizer | null>(null)
  const { caseId } = useParams({ strict: false })
  const navigate = useNavigate()
  const at = useRef(-1)
  const walk = (step: number) => {
    const from = at.current >= 0 ? at.current : rows.findIndex(row => row.caseId === caseId)
    const to = Math.min(rows.length - 1, Math.max(0, from + step))
    const target = rows[to]
    if (!target) return
    at.current = to
    controls.current?.scrollToIndex(to)
    requestAnimationFrame(() =>
      frame.current
        ?.querySelector<HTMLElement>(`[data-case="${target.caseId}"]`)
        ?.focus({ preventScroll: true }),
    )
  }
  useShortcuts({
    j: () => walk(1),
    k: () => walk(-1),
    enter: event => {
      const focused =
        event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('a,button') : null
      if (focused) focused.click()
      else if (at.current >= 0 && rows[at.current])
        void navigate({ to: '/cases/$caseId', params: { caseId: rows[at.current]?.caseId ?? '' } })
    },
    '/': () => search.current?.querySelector('input')?.focus(),
    c: onCreate,
  })
  return { controls }
}
