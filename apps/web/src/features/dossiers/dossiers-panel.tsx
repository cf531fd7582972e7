import { dossiers } from '@yuanwei/contract/staff'
import { Button, Icon, Notice, Progress, Skeleton, Tag } from '@yuanwei/ui'
import { lazy, Suspense, useId, useState } from 'react'
import { asProblem, client, type Output, useRead } from '../../shell/api.ts'
import { bytesText, shortInstant } from '../../shell/format.ts'
import { type MessageId, useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { useCannot, useMe } from '../../shell/session.ts'

const DossierDialog = lazy(() => import('./dossier-dialog.tsx'))

type Dossier = Output<typeof dossiers.listDossiers>['dossiers'][number]

const unfinished = (dossier: Dossier) => dossier.status === 'building' || dossier.status === 'sealing'

/** The dossiers of a case: while they are made, when they are there, and how anyone checks one. */
export function DossiersPanel({ caseId }: { readonly caseId: string }) {
  const t = useT()
  const headingId = useId()
  const cannot = useCannot()
  const [creating, setCreating] = useState(false)
  const found = useRead(
    dossiers.listDossiers,
    { caseId },
    { refetchInterval: query => (query.state.data?.dossiers.some(unfinished) ? 1000 : false) },
  )
  const rows = found.data?.dossiers ?? []
  return (
    <section aria-labelledby={headingId} className="grid grid-cols-1 gap-2">
      <header className="flex items-center justify-between gap-2">
        <h2 id={headingId} className="font-semibold">
          {t('dossier.title')} <span className="text-ink-3">{rows.length || ''}</span>
        </h2>
        <Button icon="box" disabledReason={cannot('dossier.create')} onClick={() => setCreating(true)}>
          {t('dossier.create')}
        </Button>
      </header>
      {found.error ? (
        <ProblemNotice error={asProblem(found.error)} kept="unchanged" onRetry={() => void found.refetch()} />
      ) : null}
      {found.isPending ? <Skeleton rows={2} /> : null}
      {found.data && rows.length === 0 ? <p className="text-ink-3">{t('dossier.empty')}</p> : null}
      <ul className="grid gap-2">
        {rows.map(dossier => (
          <DossierRow key={dossier.dossierId} dossier={dossier} />
        ))}
      </ul>
      {rows.some(dossier => dossier.status === 'ready') ? <HowToCheck /> : null}
      <Suspense fallback={null}>
        {creating ? <DossierDialog caseId={caseId} onClose={() => setCreating(false)} /> : null}
      </Suspense>
    </section>
  )
}

function DossierRow({ dossier }: { readonly dossier: Dossier }) {
  const t = useT()
  const { zone } = useMe().organisation
  const cannot = useCannot()
  const refused = dossier.masked ? null : cannot('dossier.unmask')
  const failure = `dossier.failure.${dossier.failure ?? 'unknown'}` as MessageId
  return (
    <li className="grid gap-1.5 border-b border-line pb-2">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-semibold">{t(`dossier.purpose.${dossier.purpose}`)}</span>
        {dossier.masked ? null : <Tag tone="danger">{t('dossier.unmasked')}</Tag>}
      </p>
      <p className="text-12 text-ink-3">
        {t('dossier.counts', { files: dossier.exhibitCount, messages: dossier.messageCount })} ·{' '}
        {dossier.requestedBy} · {shortInstant(dossier.requestedAt, zone)}
      </p>
      {unfinished(dossier) ? (
        <>
          <Progress label={t('dossier.progress')} value={dossier.progress} />
          <p role="status" className="text-12 text-ink-3">
            {t(`dossier.status.${dossier.status as 'building'}`)}
          </p>
        </>
      ) : null}
      {dossier.status === 'failed' ? (
        <Notice tone="danger" title={t('dossier.failed')}>
          {t(failure) === failure ? dossier.failure : t(failure)} {t('dossier.failed.next')}
        </Notice>
      ) : null}
      {dossier.status === 'ready' ? (
        <>
          {refused ? (
            <Button icon="download" disabledReason={refused}>
              {t('dossier.download', { size: bytesText(dossier.sizeBytes ?? 0) })}
            </Button>
          ) : (
            <a
              href={client.url(dossiers.readDossierFile, { dossierId: dossier.dossierId })}
              download={dossier.fileName}
              className="inline-flex min-h-control items-center justify-center gap-1.5 rounded-md border border-line-strong px-3 text-ink no-underline hover:bg-sunk"
            >
              <Icon name="download" />
              {t('dossier.download', { size: bytesText(dossier.sizeBytes ?? 0) })}
            </a>
          )}
          {dossier.sha256 ? (
            <p className="break-all font-mono text-12 text-ink-3">SHA-256 {dossier.sha256}</p>
          ) : null}
        </>
      ) : null}
    </li>
  )
}

function HowToCheck() {
  const t = useT()
  return (
    <details className="rounded-md border border-line px-3 py-1.5">
      <summary className="touch-target flex items-center text-dian">{t('dossier.check.title')}</summary>
      <ol className="grid list-decimal gap-1.5 pb-2 pl-5 text-ink-2">
        <li>{t('dossier.check.page')}</li>
        <li>
          {t('dossier.check.command')} <code className="font-mono text-12">yuanwei verify</code>
        </li>
        <li>{t('dossier.check.without')}</li>
      </ol>
      <p className="pb-2 text-12 text-ink-3">{t('dossier.check.limits')}</p>
    </details>
  )
}
