import { Link } from '@tanstack/react-router'
import { conversations } from '@yuanwei/contract/staff'
import { Button, Icon, type IconName } from '@yuanwei/ui'
import { useCommand } from '../../shell/api.ts'
import { bytesText } from '../../shell/format.ts'
import { useT } from '../../shell/language.tsx'
import { LogStateTag } from '../../shell/log-state.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { useCannot } from '../../shell/session.ts'
import { ImportStatus } from '../conversations/import-status.tsx'
import type { Import } from '../conversations/imports.ts'
import type { Exhibit } from './evidence-panel.tsx'

export function exhibitIcon(exhibit: Exhibit): IconName {
  if (exhibit.chatFormat) return 'chat'
  return exhibit.mediaType.startsWith('image/') ? 'image' : 'file'
}

export interface ExhibitRowProps {
  readonly exhibit: Exhibit
  readonly imported: readonly Import[]
  /** Why nothing can be added to the case, if so. */
  readonly denied: string | null
}

export function ExhibitRow({ exhibit, imported, denied }: ExhibitRowProps) {
  const t = useT()
  const cannot = useCannot()
  const start = useCommand(conversations.startImport, {
    refreshes: [conversations.listImports],
  })
  const latest = imported[0]
  const startable = exhibit.chatFormat !== null && (!latest || latest.status === 'failed')
  return (
    <div className="grid grid-cols-1 gap-1 border-b border-line py-2">
      <Link
        to="/cases/$caseId/exhibits/$exhibitId"
        params={{ caseId: exhibit.caseId, exhibitId: exhibit.exhibitId }}
        className="touch-target flex items-start gap-2 text-ink no-underline hover:text-dian"
      >
        <Icon name={exhibitIcon(exhibit)} className="mt-1 text-ink-3" />
        <span className="grid min-w-0">
          <span className="one-line">{exhibit.fileName}</span>
          <span className="text-12 text-ink-3">
            {t('exhibit.number', { number: exhibit.number })} · {bytesText(exhibit.sizeBytes)} ·{' '}
            {t(`grade.${exhibit.grade}`)}
          </span>
        </span>
      </Link>
      <div className="flex flex-wrap items-center gap-2 pl-6">
        <LogStateTag log={exhibit.log} />
        {startable ? (
          <Button
            icon="chat"
            pending={start.pending}
            disabledReason={cannot('conversation.import') ?? denied}
            onClick={() => void start.run({ exhibitId: exhibit.exhibitId })}
          >
            {t('import.start', { format: exhibit.chatFormat })}
          </Button>
        ) : null}
      </div>
      <ProblemNotice error={start.error} kept="file" />
      {latest ? (
        <div className="pl-6">
          <ImportStatus job={latest} />
        </div>
      ) : null}
    </div>
  )
}
