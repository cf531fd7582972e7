import { evidence } from '@yuanwei/contract/staff'
import { EmptyState, Skeleton, VirtualRows } from '@yuanwei/ui'
import { type RefObject, useId } from 'react'
import { asProblem, type Output, useRead } from '../../shell/api.ts'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { useCannot } from '../../shell/session.ts'
import { useShortcuts } from '../../shell/shortcuts.ts'
import type { Case } from '../cases/case-form.tsx'
import { useImports } from '../conversations/imports.ts'
import { ExhibitRow } from './exhibit-row.tsx'
import { FilePicker } from './file-picker.tsx'
import { UploadList } from './upload-list.tsx'
import { addFiles } from './uploads.ts'

export type Exhibit = Output<typeof evidence.listExhibits>['exhibits'][number]

/** The exhibits of a case, read again while one of them still waits for its place in the log. */
export function useExhibits(caseId: string) {
  return useRead(
    evidence.listExhibits,
    { caseId },
    {
      refetchInterval: query =>
        query.state.data?.exhibits.some(exhibit => exhibit.log.state === 'pending') ? 1000 : false,
    },
  )
}

export function useCannotAdd(item: Case): string | null {
  const t = useT()
  return useCannot()('evidence.add') ?? (item.status === 'closed' ? t('reason.case_closed') : null)
}

export interface EvidencePanelProps {
  readonly item: Case
  readonly scrollRef: RefObject<HTMLElement | null>
}

export function EvidencePanel({ item, scrollRef }: EvidencePanelProps) {
  const t = useT()
  const headingId = useId()
  const denied = useCannotAdd(item)
  const exhibits = useExhibits(item.caseId)
  const imports = useImports(item.caseId)
  const rows = exhibits.data?.exhibits ?? []
  const take = (files: File[]) => addFiles(item.caseId, files)
  useShortcuts({ u: () => document.getElementById(`${headingId}-add`)?.click() })
  return (
    <section aria-labelledby={headingId} className="grid grid-cols-1 gap-2">
      <header className="flex items-center justify-between gap-2">
        <h2 id={headingId} className="font-semibold">
          {t('evidence.title')} <span className="text-ink-3">{rows.length || ''}</span>
        </h2>
        <FilePicker id={`${headingId}-add`} icon="plus" disabledReason={denied} onFiles={take}>
          {t('evidence.add')}
        </FilePicker>
      </header>
      <UploadList caseId={item.caseId} />
      {exhibits.error ? (
        <ProblemNotice
          error={asProblem(exhibits.error)}
          kept="unchanged"
          onRetry={() => void exhibits.refetch()}
        />
      ) : null}
      {exhibits.isPending ? <Skeleton rows={4} /> : null}
      {exhibits.data && rows.length === 0 ? (
        <EmptyState icon="upload" title={t('evidence.empty.title')}>
          {t('evidence.empty.body')}
        </EmptyState>
      ) : null}
      <VirtualRows
        as="ul"
        count={rows.length}
        estimateSize={() => 58}
        getKey={index => rows[index]?.exhibitId ?? index}
        scrollRef={scrollRef}
      >
        {(index, row) => {
          const exhibit = rows[index] as Exhibit
          return (
            <li key={exhibit.exhibitId} {...row} aria-setsize={rows.length} aria-posinset={index + 1}>
              <ExhibitRow
                exhibit={exhibit}
                imported={imports.filter(one => one.exhibitId === exhibit.exhibitId)}
                denied={denied}
              />
            </li>
          )
        }}
      </VirtualRows>
    </section>
  )
}
