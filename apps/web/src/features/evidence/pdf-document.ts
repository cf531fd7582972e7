import { evidence } from '@yuanwei/contract/staff'
import {
  GlobalWorkerOptions,
  getDocument,
  type PDFDocumentProxy,
  TextLayer,
  VerbosityLevel,
} from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import { client } from '../../shell/api.ts'

GlobalWorkerOptions.workerSrc = workerUrl

/**
 * Reads an exhibit as a PDF. One request for the whole file: each read of evidence is an entry of its own, and
 * range requests would write dozens. Decoders are plain JavaScript, since the page's policy allows no WebAssembly.
 */
export async function openPdf(exhibitId: string, signal: AbortSignal): Promise<PDFDocumentProxy> {
  const response = await client.download(evidence.readExhibitFile, { exhibitId, purpose: 'view' }, { signal })
  const data = new Uint8Array(await response.arrayBuffer())
  const base = `${location.origin}/pdf`
  const loading = getDocument({
    data,
    useWasm: false,
    wasmUrl: `${base}/decoders/`,
    cMapUrl: `${base}/cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${base}/standard_fonts/`,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  })
  signal.addEventListener('abort', () => void loading.destroy())
  return loading.promise
}

/** Draws one page into a frame, sharp on the screen it stands on, with its text above it. */
export async function drawPage(
  document: PDFDocumentProxy,
  pageNumber: number,
  zoom: number,
  frame: HTMLElement,
  signal: AbortSignal,
): Promise<void> {
  const page = await document.getPage(pageNumber)
  if (signal.aborted) return
  const viewport = page.getViewport({ scale: zoom })
  const sharpness = Math.min(window.devicePixelRatio || 1, 2)
  const canvas = window.document.createElement('canvas')
  canvas.width = Math.floor(viewport.width * sharpness)
  canvas.height = Math.floor(viewport.height * sharpness)
  canvas.style.width = `${viewport.width}px`
  canvas.style.height = `${viewport.height}px`
  const task = page.render({ canvas, viewport, transform: [sharpness, 0, 0, sharpness, 0, 0] })
  signal.addEventListener('abort', () => task.cancel())
  await task.promise
  const text = window.document.createElement('div')
  text.className = 'pdf-text'
  const layer = new TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport })
  await layer.render()
  if (signal.aborted) return
  frame.style.setProperty('--total-scale-factor', String(zoom))
  frame.style.width = `${viewport.width}px`
  frame.style.height = `${viewport.height}px`
  frame.replaceChildren(canvas, text)
}
