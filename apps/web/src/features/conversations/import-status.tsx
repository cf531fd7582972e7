import { Link } from '@tanstack/react-router'
import { Button, Notice, Progress } from '@yuanwei/ui'
import { lazy, Suspense, useState } from 'react'
import { bytesText } from '../../shell/format.ts'
import { type MessageId, useT } from '../../shell/language.tsx'
import { type Import, isRunning } from './imports.ts'

const RemainderDialog = lazy(() => import('./remainder-dialog.tsx'))

/** An import as it runs, and what came of it: every record of the file is in one of three counts. */
export function ImportStatus({ job }: { readonly job: Import }) {
  const t = useT()
  const [remainder, setRemainder] = useState(false)
  if (isRunning(job)) {
    const value = job.status === 'reading' && job.totalBytes > 0 ? job.readBytes / job.totalBytes : null
    const bytes = t('import.bytes', { read: bytesText(job.readBytes), total: bytesText(job.totalBytes) })
    return (
      <div className="grid gap-1">
        <Progress label={t('import.progress')} value={value} text={bytes} />
        <p className="text-12 text-ink-3">
          {/* Only the step is announced; figures that change each second would talk over everything else. */}
          <span role="status">{t(`import.status.${job.status as 'reading'}`)}</span> · {bytes} ·{' '}
          {t('import.so_far', { messages: job.messages })}
        </p>
      </div>
    )
  }
  if (job.status === 'failed')
    return (
      <Notice tone="danger" title={t('import.failed')}>
        {failureText(t, job.failure)} {t('import.failed.kept')}
      </Notice>
    )
  const rest = job.unread + job.preamble
  return (
    <div className="grid gap-1 text-12 text-ink-2">
      <p role="status">
        {t('import.result', { messages: job.messages, added: job.added, unread: job.unread })}
        {job.differing > 0 ? t('import.differing', { count: job.differing }) : null}
      </p>
      {job.warnings.map(warning => (
        <p key={warning} className="text-zhe">
          {warningText(t, warning)}
        </p>
      ))}
      <div className="flex flex-wrap items-center gap-3">
        {job.conversationId ? (
          <Link
            to="/cases/$caseId/conversations/$conversationId"
            params={{ caseId: job.caseId, conversationId: job.conversationId }}
            className="link touch-target inline-flex min-h-6 items-center"
          >
            {t('import.read')}
          </Link>
        ) : null}
        {rest > 0 ? (
          <Button
            variant="quiet"
            className="min-h-6 px-0! text-12! text-dian!"
            onClick={() => setRemainder(true)}
          >
            {t('import.remainder', { count: rest })}
          </Button>
        ) : null}
      </div>
      <Suspense fallback={null}>
        {remainder ? <RemainderDialog importId={job.importId} onClose={() => setRemainder(false)} /> : null}
      </Suspense>
    </div>
  )
}

type T = ReturnType<typeof useT>

/** Codes of the formats package; one that has no sentence yet is shown as it stands. */
function coded(t: T, prefix: string, code: string): string {
  const id = `${prefix}.${code}` as MessageId
  const said = t(id)
  return said === id ? code : said
}

const failureText = (t: T, failure: string | null): string => coded(t, 'import.failure', failure ?? 'unknown')
export const warningText = (t: T, warning: string): string => coded(t, 'import.warning', warning)
export const reasonText = (t: T, reason: string): string => coded(t, 'unread', reason)
