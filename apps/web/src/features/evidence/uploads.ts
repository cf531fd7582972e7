import { INPUT_HEADER, operationUrl, ProblemError, uploadInput } from '@yuanwei/client'
import type { ProblemCode } from '@yuanwei/contract'
import { cases, evidence } from '@yuanwei/contract/staff'
import { useSyncExternalStore } from 'react'
import { csrfToken, refresh } from '../../shell/api.ts'
import { randomId } from '../../shell/random-id.ts'
import { markUnsent } from '../../shell/unsent.ts'

export interface Upload {
  readonly id: string
  readonly caseId: string
  readonly fileName: string
  readonly sizeBytes: number
  readonly sentBytes: number
  /** `storing`: all bytes are sent and the server makes them durable. */
  readonly status: 'waiting' | 'sending' | 'storing' | 'failed' | 'cancelled'
  readonly error: ProblemError | null
}

/** How many files travel at once: more only share the same line. */
const AT_ONCE = 2

const files = new Map<string, { readonly file: File; readonly key: string; request: XMLHttpRequest | null }>()
let uploads: readonly Upload[] = []
const listeners = new Set<() => void>()

function publish(next: readonly Upload[]): void {
  uploads = next
  markUnsent('uploads', next.length > 0)
  for (const listener of listeners) listener()
}

function change(id: string, fields: Partial<Upload>): void {
  publish(uploads.map(upload => (upload.id === id ? { ...upload, ...fields } : upload)))
}

/** Files on their way into a case, in the order they were given; they survive leaving the page. */
export function useUploads(caseId: string): readonly Upload[] {
  const all = useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => uploads,
  )
  return all.filter(upload => upload.caseId === caseId)
}

/** Queues files. What the server would refuse anyway is said before a byte is sent. */
export function addFiles(caseId: string, given: Iterable<File>): void {
  const added = [...given].map((file): Upload => {
    const id = randomId()
    files.set(id, { file, key: randomId(), request: null })
    const code: ProblemCode | null =
      file.size === 0 ? 'file_empty' : file.size > evidence.MAX_UPLOAD_BYTES ? 'body_too_large' : null
    const base = { id, caseId, fileName: file.name, sizeBytes: file.size, sentBytes: 0 }
    return code
      ? { ...base, status: 'failed', error: new ProblemError(code, 422) }
      : { ...base, status: 'waiting', error: null }
  })
  publish([...uploads, ...added])
  pump()
}

export function cancelUpload(id: string): void {
  files.get(id)?.request?.abort()
  change(id, { status: 'cancelled', sentBytes: 0 })
  pump()
}

export function retryUpload(id: string): void {
  change(id, { status: 'waiting', sentBytes: 0, error: null })
  pump()
}

/** Takes a finished or given-up upload off the list. */
export function dismissUpload(id: string): void {
  files.delete(id)
  publish(uploads.filter(upload => upload.id !== id))
}

function pump(): void {
  const busy = uploads.filter(upload => upload.status === 'sending' || upload.status === 'storing').length
  const waiting = uploads.filter(upload => upload.status === 'waiting')
  for (const upload of waiting.slice(0, Math.max(0, AT_ONCE - busy))) send(upload)
}

/** `fetch` reports no progress of a request's body; XMLHttpRequest does. */
function send(upload: Upload): void {
  const held = files.get(upload.id)
  if (!held) return
  const input = { caseId: upload.caseId, fileName: upload.fileName, note: '' }
  const request = new XMLHttpRequest()
  held.request = request
  request.open('POST', operationUrl(evidence.addExhibit, input))
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.setRequestHeader('x-csrf-token', csrfToken() ?? '')
  request.setRequestHeader('idempotency-key', held.key)
  request.setRequestHeader(INPUT_HEADER, uploadInput(evidence.addExhibit, input))
  request.upload.onprogress = event =>
    change(upload.id, { sentBytes: Math.min(event.loaded, upload.sizeBytes) })
  request.upload.onload = () => change(upload.id, { status: 'storing', sentBytes: upload.sizeBytes })
  request.onload = () => finish(upload.id, request)
  request.onerror = () => fail(upload.id, new ProblemError('unreachable', 0))
  change(upload.id, { status: 'sending' })
  request.send(held.file)
}

function finish(id: string, request: XMLHttpRequest): void {
  if (request.status >= 200 && request.status < 300) {
    refresh(evidence.listExhibits, cases.readCase, cases.readHistory)
    dismissUpload(id)
    pump()
    return
  }
  fail(id, problemOf(request))
}

function fail(id: string, error: ProblemError): void {
  change(id, { status: 'failed', error })
  pump()
}

function problemOf(request: XMLHttpRequest): ProblemError {
  try {
    const body = JSON.parse(request.responseText) as { code?: ProblemCode; detail?: Record<string, unknown> }
    if (typeof body.code === 'string') return new ProblemError(body.code, request.status, body.detail ?? {})
  } catch {
    // Not a problem document: a proxy answered, or the connection broke off.
  }
  return new ProblemError(request.status === 413 ? 'body_too_large' : 'internal', request.status)
}
