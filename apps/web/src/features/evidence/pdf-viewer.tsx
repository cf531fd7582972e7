import { IconButton, isComposing, Notice, Skeleton } from '@yuanwei/ui'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { ProblemError } from '../../shell/api.ts'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { drawPage, openPdf } from './pdf-document.ts'

type Reading =
  | { readonly state: 'loading' }
  | { readonly state: 'open'; readonly document: PDFDocumentProxy }
  | { readonly state: 'failed'; readonly problem: ProblemError | null }

function usePdf(exhibitId: string): Reading {
  const [reading, setReading] = useState<Reading>({ state: 'loading' })
  useEffect(() => {
    const stop = new AbortController()
    openPdf(exhibitId, stop.signal).then(
      document => !stop.signal.aborted && setReading({ state: 'open', document }),
      cause =>
        !stop.signal.aborted &&
        setReading({ state: 'failed', problem: cause instanceof ProblemError ? cause : null }),
    )
    return () => stop.abort()
  }, [exhibitId])
  return reading
}

export interface PdfViewerProps {
  readonly exhibitId: string
  readonly name: string
}

/** A PDF page by page, with its text for screen readers and for copying. */
export default function PdfViewer({ exhibitId, name }: PdfViewerProps) {
  const t = useT()
  const reading = usePdf(exhibitId)
  const [page, setPage] = useState(1)
  const [zoom, setZoom] = useState(() => (matchMedia('(max-width: 900px)').matches ? 0.6 : 1.1))
  const [damaged, setDamaged] = useState(false)
  const sheet = useRef<HTMLDivElement>(null)
  const pages = reading.state === 'open' ? reading.document.numPages : 0
  useEffect(() => {
    const frame = sheet.current
    if (reading.state !== 'open' || !frame) return
    const stop = new AbortController()
    setDamaged(false)
    drawPage(reading.document, page, zoom, frame, stop.signal).catch(
      () => !stop.signal.aborted && setDamaged(true),
    )
    return () => stop.abort()
  }, [reading, page, zoom])
  const turn = (step: number) => setPage(current => Math.min(pages || 1, Math.max(1, current + step)))
  const scale = (by: number) => setZoom(current => Math.min(4, Math.max(0.3, current * by)))
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event) || event.metaKey || event.ctrlKey || event.altKey) return
    if (event.key === 'ArrowRight' || event.key === 'PageDown') turn(1)
    else if (event.key === 'ArrowLeft' || event.key === 'PageUp') turn(-1)
    else if (event.key === '+' || event.key === '=') scale(1.2)
    else if (event.key === '-') scale(1 / 1.2)
    else return
    event.preventDefault()
  }
  if (reading.state === 'failed')
    return (
      <div className="p-6">
        {reading.problem ? (
          <ProblemNotice error={reading.problem} kept="unchanged" />
        ) : (
          <Notice tone="danger" role="alert" title={t('viewer.failed')}>
            {t('viewer.failed.next')}
          </Notice>
        )}
      </div>
    )
  return (
    <div className="flex min-h-0 grow flex-col max-md:h-[70vh]">
      <div
        role="toolbar"
        aria-label={t('viewer.toolbar')}
        className="flex flex-wrap items-center gap-1 border-b border-line px-3 py-1 print:hidden"
      >
        <IconButton
          icon="left"
          label={t('viewer.previous_page')}
          disabledReason={page > 1 ? null : t('reason.first_page')}
          onClick={() => turn(-1)}
        />
        <label className="flex items-center gap-1.5 text-12 text-ink-2">
          <span className="sr-only">{t('viewer.page')}</span>
          <input
            type="number"
            min={1}
            max={pages || 1}
            value={page}
            className="touch-target h-7 w-14 rounded-md border border-line-strong bg-surface px-1 text-center text-ink"
            onChange={event => {
              const wanted = Number(event.target.value)
              if (Number.isInteger(wanted) && wanted >= 1 && wanted <= pages) setPage(wanted)
            }}
          />
          {t('viewer.of_pages', { pages })}
        </label>
        <IconButton
          icon="right"
          label={t('viewer.next_page')}
          disabledReason={page < pages ? null : t('reason.last_page')}
          onClick={() => turn(1)}
        />
        <span className="mx-1 h-5 border-l border-line" />
        <IconButton icon="zoomOut" label={t('viewer.zoom_out')} onClick={() => scale(1 / 1.2)} />
        <output className="w-12 text-center text-12 text-ink-2">{Math.round(zoom * 100)}%</output>
        <IconButton icon="zoomIn" label={t('viewer.zoom_in')} onClick={() => scale(1.2)} />
      </div>
      <div
        role="region"
        tabIndex={0}
        aria-label={t('viewer.frame', { name })}
        aria-busy={reading.state === 'loading'}
        className="min-h-0 grow overflow-auto bg-sunk px-4 -outline-offset-2!"
        onKeyDown={onKeyDown}
      >
        {reading.state === 'loading' ? <Skeleton rows={10} className="p-6" /> : null}
        {damaged ? (
          <Notice tone="danger" role="alert" title={t('viewer.page_failed', { page })}>
            {t('viewer.failed.next')}
          </Notice>
        ) : null}
        <div ref={sheet} className="pdf-page" />
      </div>
    </div>
  )
}
