import { evidence } from '@yuanwei/contract/staff'
import { Button, FactsList, Icon, Notice } from '@yuanwei/ui'
import { lazy, Suspense, useState } from 'react'
import { asProblem, client, type ProblemError } from '../../shell/api.ts'
import { bytesText, shortInstant } from '../../shell/format.ts'
import { useT } from '../../shell/language.tsx'
import { LogStateTag } from '../../shell/log-state.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { saveResponse } from '../../shell/save.ts'
import { useCannot, useMe } from '../../shell/session.ts'
import { Custody } from './custody.tsx'
import type { Exhibit } from './evidence-panel.tsx'

const FactDialog = lazy(() => import('../timeline/fact-dialog.tsx'))

/** What is known of a file without opening it, who has handled it, and how anyone can check it. */
export function ExhibitFacts({ exhibit }: { readonly exhibit: Exhibit }) {
  const t = useT()
  const cannot = useCannot()
  const { zone } = useMe().organisation
  const [asFact, setAsFact] = useState(false)
  return (
    <aside
      aria-label={t('exhibit.facts')}
      className="grid content-start gap-5 border-line bg-surface px-4 py-4 md:overflow-y-auto md:border-l"
    >
      <div className="grid gap-2">
        <LogStateTag log={exhibit.log} />
        <p className="text-ink-2">
          {exhibit.log.state === 'logged'
            ? t('exhibit.claim', { when: shortInstant(exhibit.addedAt, zone) })
            : t('exhibit.claim.pending')}
        </p>
      </div>
      <FactsList
        items={[
          [t('exhibit.number.label'), t('exhibit.number', { number: exhibit.number })],
          [
            t('exhibit.size'),
            `${bytesText(exhibit.sizeBytes)} (${t('bytes', { count: exhibit.sizeBytes })})`,
          ],
          [t('exhibit.type'), exhibit.mediaType],
          [t('exhibit.grade'), <Grade key="grade" grade={exhibit.grade} />],
          [t('exhibit.added'), `${exhibit.addedBy} · ${shortInstant(exhibit.addedAt, zone)}`],
          ...(exhibit.note ? [[t('exhibit.note'), exhibit.note] as const] : []),
          [
            'SHA-256',
            <code key="digest" className="break-all font-mono text-12">
              {exhibit.sha256}
            </code>,
          ],
        ]}
      />
      <div className="grid gap-2">
        <a
          href={client.url(evidence.readExhibitFile, { exhibitId: exhibit.exhibitId, purpose: 'download' })}
          download={exhibit.fileName}
          className="inline-flex min-h-control items-center justify-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 text-ink no-underline hover:bg-sunk"
        >
          <Icon name="download" />
          {t('exhibit.download')}
        </a>
        <ReceiptButton exhibit={exhibit} />
        <Button icon="clock" disabledReason={cannot('timeline.edit')} onClick={() => setAsFact(true)}>
          {t('reader.as_fact')}
        </Button>
        <p className="text-12 text-ink-3">{t('exhibit.read_is_logged')}</p>
      </div>
      <Custody exhibit={exhibit} />
      <Suspense fallback={null}>
        {asFact ? (
          <FactDialog
            caseId={exhibit.caseId}
            sources={[
              {
                source: { kind: 'exhibit', exhibitId: exhibit.exhibitId },
                label: exhibit.fileName,
                excerpt: '',
              },
            ]}
            onClose={() => setAsFact(false)}
          />
        ) : null}
      </Suspense>
    </aside>
  )
}

function Grade({ grade }: { readonly grade: Exhibit['grade'] }) {
  const t = useT()
  return (
    <>
      {t(`grade.${grade}`)}
      <span className="block text-12 text-ink-3">{t(`grade.${grade}.means`)}</span>
    </>
  )
}

function ReceiptButton({ exhibit }: { readonly exhibit: Exhibit }) {
  const t = useT()
  const [error, setError] = useState<ProblemError | null>(null)
  const [saved, setSaved] = useState(false)
  const save = async () => {
    setError(null)
    try {
      const response = await client.download(evidence.readExhibitReceipt, { exhibitId: exhibit.exhibitId })
      await saveResponse(response, `${exhibit.fileName}.receipt.json`)
      setSaved(true)
    } catch (cause) {
      setError(asProblem(cause))
    }
  }
  return (
    <>
      <Button
        icon="ledger"
        disabledReason={exhibit.log.state === 'pending' ? t('reason.receipt_pending') : null}
        onClick={() => void save()}
      >
        {t('exhibit.receipt')}
      </Button>
      {saved ? (
        <Notice tone="done" role="status">
          {t('exhibit.receipt.check')} <code className="font-mono text-12">yuanwei verify</code>
        </Notice>
      ) : null}
      <ProblemNotice error={error} kept="unchanged" />
    </>
  )
}
