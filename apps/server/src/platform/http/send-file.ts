import { Readable } from 'node:stream'
import type { Context } from 'hono'
import type { FileAnswer } from '../operations/index.ts'
import { Problem } from '../problem.ts'
import { FILE_POLICY } from './headers.ts'

/** Types that a browser may show; everything else is only ever downloaded, as bytes without a meaning. */
const SHOWN = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'application/pdf',
  'application/json',
  'text/plain',
  'video/mp4',
  'video/webm',
  'audio/mpeg',
  'audio/wav',
  'audio/ogg',
])

/** One range as RFC 9110 §14.2 has it; several at once are answered with the whole, as it allows. */
export function parseRange(
  header: string | undefined,
  sizeBytes: number,
): { start: number; end: number } | null {
  if (!header) return null
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim())
  if (!match || (match[1] === '' && match[2] === '')) return null
  const [, first, last] = match as unknown as [string, string, string]
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first)
  const end = first === '' || last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes)
  if (start >= end || start >= sizeBytes) throw new Problem('range_unsatisfiable', { sizeBytes })
  return { start, end }
}

/** RFC 6266 with RFC 8187: an ASCII name for old readers, the real one beside it. */
export function contentDisposition(kind: 'inline' | 'attachment', fileName: string): string {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

/** @throws Problem `content_missing`, `range_unsatisfiable` before anything is sent */
export async function sendFile(c: Context, file: FileAnswer): Promise<Response> {
  const shown = SHOWN.has(file.mediaType)
  const headers = new Headers({
    'content-type': shown ? file.mediaType : 'application/octet-stream',
    'content-disposition': contentDisposition(shown ? file.disposition : 'attachment', file.fileName),
    'content-security-policy': FILE_POLICY,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
  })
  if (file.mediaType === 'text/plain') headers.set('content-type', 'text/plain; charset=utf-8')
  if (file.etag) headers.set('etag', `"${file.etag}"`)
  const ifRange = c.req.header('if-range')
  const rangeHolds = !ifRange || ifRange === `"${file.etag}"`
  const range = rangeHolds ? parseRange(c.req.header('range'), file.sizeBytes) : null
  const { start, end } = range ?? { start: 0, end: file.sizeBytes }
  headers.set('content-length', String(end - start))
  if (range) headers.set('content-range', `bytes ${start}-${end - 1}/${file.sizeBytes}`)
  const status = range ? 206 : 200
  if (c.req.method === 'HEAD') return new Response(null, { status, headers })
  const bytes = await begun(file.open(start, end))
  const body = Readable.toWeb(Readable.from(bytes)) as ReadableStream<Uint8Array>
  return new Response(body, { status, headers })
}

/** The same bytes with the first piece read already: what is missing is said while there is still a status to say it. */
async function begun(source: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const rest = source[Symbol.asyncIterator]()
  let next = await rest.next()
  return (async function* () {
    try {
      for (; !next.done; next = await rest.next()) yield next.value
    } finally {
      await rest.return?.()
    }
  })()
}
