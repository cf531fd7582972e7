import { Link, useParams } from '@tanstack/react-router'
import { cases, evidence } from '@yuanwei/contract/staff'
import { EmptyState, Skeleton } from '@yuanwei/ui'
import { lazy, Suspense } from 'react'
import { asProblem, client, useRead } from '../../shell/api.ts'
import { useT } from '../../shell/language.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { useTitle } from '../../shell/title.ts'
import type { Exhibit } from './evidence-panel.tsx'
import { ExhibitFacts } from './exhibit-facts.tsx'
import { ImageViewer } from './image-viewer.tsx'

const PdfViewer = lazy(() => import('./pdf-viewer.tsx'))

/** What browsers draw by themselves; other pictures are offered for download. */
const DRAWABLE = /^image\/(?:png|jpeg|gif|webp|avif|bmp)$/
/** pdf.js holds the whole file in memory; beyond this the download is the better way. */
const LARGEST_PDF_BYTES = 200 * 1024 ** 2

export function ExhibitPage() {
  const t = useT()
  const { caseId, exhibitId } = useParams({ from: '/signed-in/cases/$caseId/exhibits/$exhibitId' })
  const item = useRead(cases.readCase, { caseId })
  const exhibit = useRead(
    evidence.readExhibit,
    { exhibitId },
    { refetchInterval: query => (query.state.data?.log.state === 'pending' ? 1000 : false) },
  )
  useTitle(exhibit.data?.fileName)
  return (
    <main
      id="main"
      tabIndex={-1}
      className="h-full min-h-0 outline-none max-md:overflow-y-auto md:grid md:grid-cols-[minmax(0,1fr)_340px]"
    >
      <div className="flex min-h-0 min-w-0 flex-col">
        <PageHead
          back={
            <Link
              to="/cases/$caseId"
              params={{ caseId }}
              className="link touch-target inline-flex items-center"
            >
              {item.data ? `${item.data.number} ${item.data.title}` : t('page.back_to_case')}
            </Link>
          }
          title={exhibit.data?.fileName ?? t('evidence.title')}
        />
        {exhibit.error ? (
          <div className="p-4">
            <ProblemNotice
              error={asProblem(exhibit.error)}
              kept="unchanged"
              onRetry={() => void exhibit.refetch()}
            />
          </div>
        ) : null}
        {exhibit.isPending ? <Skeleton rows={6} className="p-6" /> : null}
        {exhibit.data ? <Viewer exhibit={exhibit.data} /> : null}
      </div>
      {exhibit.data ? <ExhibitFacts exhibit={exhibit.data} /> : null}
    </main>
  )
}

function Viewer({ exhibit }: { readonly exhibit: Exhibit }) {
  const t = useT()
  const url = client.url(evidence.readExhibitFile, { exhibitId: exhibit.exhibitId, purpose: 'view' })
  if (DRAWABLE.test(exhibit.mediaType)) return <ImageViewer url={url} name={exhibit.fileName} />
  if (exhibit.mediaType === 'application/pdf' && exhibit.sizeBytes <= LARGEST_PDF_BYTES)
    return (
      <Suspense fallback={<Skeleton rows={8} className="p-6" />}>
        <PdfViewer exhibitId={exhibit.exhibitId} name={exhibit.fileName} />
      </Suspense>
    )
  return (
    <EmptyState icon="file" title={t('viewer.none.title')}>
      {exhibit.chatFormat ? t('viewer.none.chat') : t('viewer.none.body')}
    </EmptyState>
  )
}
