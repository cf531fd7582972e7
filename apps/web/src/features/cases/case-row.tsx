import { Link } from '@tanstack/react-router'
import { Button, EmptyState, Tag } from '@yuanwei/ui'
import { shortInstant } from '../../shell/format.ts'
import { useT } from '../../shell/language.tsx'
import { useCannot, useMe } from '../../shell/session.ts'
import type { Case } from './case-form.tsx'

export function CaseRow({ item }: { readonly item: Case }) {
  const t = useT()
  const { zone } = useMe().organisation
  return (
    <Link
      to="/cases/$caseId"
      params={{ caseId: item.caseId }}
      data-case={item.caseId}
      className="grid gap-0.5 border-b border-line px-3.5 py-2 text-ink no-underline -outline-offset-2! hover:bg-paper aria-[current=page]:bg-dian-bg aria-[current=page]:shadow-[inset_3px_0_var(--dian)]"
    >
      <span className="one-line font-semibold">{item.title}</span>
      <span className="flex items-baseline justify-between gap-2 text-12 text-ink-3">
        <span className="one-line">{[item.customerName, item.number].filter(Boolean).join(' · ')}</span>
        <span className="flex shrink-0 items-baseline gap-1.5">
          {item.status === 'closed' ? <Tag tone="done">{t('case.status.closed')}</Tag> : null}
          {shortInstant(item.openedAt, zone)}
        </span>
      </span>
    </Link>
  )
}

/** An empty list says why it is empty: nothing matches, or nothing is there yet. */
export function NoCases({
  filtered,
  onCreate,
}: {
  readonly filtered: boolean
  readonly onCreate: () => void
}) {
  const t = useT()
  const cannot = useCannot()
  if (filtered) return <EmptyState icon="search" title={t('cases.none_found')} />
  return (
    <EmptyState
      icon="folder"
      title={t('cases.empty.title')}
      action={
        <Button variant="primary" icon="plus" disabledReason={cannot('case.create')} onClick={onCreate}>
          {t('cases.create')}
        </Button>
      }
    >
      {t('cases.empty.body')}
    </EmptyState>
  )
}
