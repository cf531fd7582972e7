import { type Operation, pathFields } from '@yuanwei/contract'
import type { Context, Hono } from 'hono'
import type { BlobStore, StoredBlob } from '../blobs/index.ts'
import type { Caller, Runner } from '../operations/index.ts'
import { Problem } from '../problem.ts'
import type { Limits } from './limits.ts'
import { sendFile } from './send-file.ts'
import { csrfMatches, readSessionToken, writeSession } from './session-cookie.ts'

declare module 'hono' {
  interface ContextVariableMap {
    /** Name of the operation, for log lines: a path may name a record. */
    operation?: string
  }
}

export const API_PREFIX = '/api/v1'
const INPUT_HEADER = 'yuanwei-input'
const MAX_JSON_BYTES = 1024 * 1024
const MAX_HEADER_CHARS = 16 * 1024

/** Finds out who holds a session; null when nobody does. Implemented by the identity module. */
export type Authenticate = (sessionToken: string) => Promise<Caller | null>

export interface RouteParts {
  readonly runner: Runner
  readonly authenticate: Authenticate
  readonly limits: Limits
  readonly blobs: BlobStore
  readonly maxUploadBytes: number
  readonly https: boolean
  readonly cookieName: string
  /** Host under which browsers reach the site where a proxy stands before it. */
  readonly publicHost: string | null
  readonly addressOf: (c: Context) => string
}

const NOBODY: Caller = {
  tenant: null,
  actor: {
    class: 'anonymous',
    personId: null,
    name: '',
    pseudonym: 'anonymous',
    permissions: new Set(),
    sessionId: null,
  },
}

/** One route for each operation that is no job. */
export function routeOperations(
  app: Hono,
  operations: ReadonlyMap<string, Operation>,
  parts: RouteParts,
): void {
  for (const [name, operation] of operations) {
    if (operation.kind === 'command' && operation.job) continue
    const path = API_PREFIX + operation.path.replace(/\{(\w+)\}/g, ':$1')
    app.on(operation.kind === 'command' ? 'POST' : 'GET', path, c => serve(c, name, operation, parts))
  }
}

async function serve(c: Context, name: string, operation: Operation, parts: RouteParts): Promise<Response> {
  const token = readSessionToken(c, parts.cookieName)
  const address = parts.addressOf(c)
  c.set('operation', name)
  // By address first: a made-up cookie must not buy a bucket of its own.
  await parts.limits.consume('flood', address)
  const known = token ? await parts.authenticate(token) : null
  const caller = known ?? NOBODY
  if (operation.kind === 'command') {
    requireSameOrigin(c, parts.publicHost)
    // Who signs in anew has no token of the old session yet; that the request comes from here is enough for that.
    const entrance = operation.actors.includes('anonymous')
    if (known && !entrance && !csrfMatches(token as string, c.req.header('x-csrf-token')))
      throw new Problem('csrf_mismatch')
    if (entrance) await parts.limits.consume('entrance', address)
  }
  // A link elsewhere must not put someone's name into the access log.
  if (operation.kind === 'query' && operation.access && c.req.header('sec-fetch-site') === 'cross-site')
    throw new Problem('csrf_mismatch')
  const input = await readInput(c, operation)
  const outcome = await parts.runner.run({
    name,
    caller,
    input,
    address,
    idempotencyKey: idempotencyKey(c),
    receive: () => receive(c, parts),
  })
  if (outcome.kind === 'file') return sendFile(c, outcome.file)
  if (outcome.session !== undefined) writeSession(c, parts.cookieName, outcome.session)
  return c.json(outcome.result as object)
}

/** Second guard beside the token: a browser says where a request comes from, and it must come from here. */
function requireSameOrigin(c: Context, publicHost: string | null): void {
  const site = c.req.header('sec-fetch-site')
  if (site && site !== 'same-origin' && site !== 'none') throw new Problem('csrf_mismatch')
  const origin = c.req.header('origin')
  if (!origin) return
  const own = [new URL(c.req.url).host, publicHost]
  if (!URL.canParse(origin) || !own.includes(new URL(origin).host)) throw new Problem('csrf_mismatch')
}

function idempotencyKey(c: Context): string | null {
  const key = c.req.header('idempotency-key')
  if (!key) return null
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    throw new Problem('input_invalid', { issues: [{ path: 'Idempotency-Key', rule: 'format', limit: 200 }] })
  return key
}

async function readInput(c: Context, operation: Operation): Promise<unknown> {
  const path = Object.fromEntries(pathFields(operation.path).map(field => [field, c.req.param(field)]))
  if (operation.kind === 'query') return { ...c.req.query(), ...path }
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (operation.bytes === 'in') {
    if (type !== 'application/octet-stream') throw new Problem('content_type_unsupported')
    const header = c.req.header(INPUT_HEADER) ?? ''
    if (header.length > MAX_HEADER_CHARS) throw new Problem('body_too_large', { maxBytes: MAX_HEADER_CHARS })
    return { ...parseJson(decodeHeader(header)), ...path }
  }
  if (type !== 'application/json') throw new Problem('content_type_unsupported')
  return { ...parseJson(await readBounded(c)), ...path }
}

function decodeHeader(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    throw new Problem('input_invalid', { issues: [{ path: INPUT_HEADER, rule: 'format', limit: null }] })
  }
}

function parseJson(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = text === '' ? {} : JSON.parse(text)
  } catch {
    value = null
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Problem('input_invalid', { issues: [{ path: '', rule: 'json_object', limit: null }] })
  return value as Record<string, unknown>
}

async function readBounded(c: Context): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.length
    if (size > MAX_JSON_BYTES) throw new Problem('body_too_large', { maxBytes: MAX_JSON_BYTES })
    chunks.push(chunk)
  }
  return new TextDecoder('utf-8', { ignoreBOM: false }).decode(Buffer.concat(chunks))
}

/** Stores the request's body. A body that broke off leaves nothing behind. */
async function receive(c: Context, parts: RouteParts): Promise<StoredBlob> {
  const announced = Number(c.req.header('content-length') ?? Number.NaN)
  if (announced > parts.maxUploadBytes)
    throw new Problem('body_too_large', { maxBytes: parts.maxUploadBytes })
  const body: AsyncIterable<Uint8Array> = c.req.raw.body ?? emptyBody()
  const blob = await parts.blobs.write(body, { maxBytes: parts.maxUploadBytes, signal: c.req.raw.signal })
  const complete = Number.isNaN(announced) || announced === blob.sizeBytes
  if (complete && blob.sizeBytes > 0) return blob
  await parts.blobs.remove(blob.blobId)
  throw new Problem(complete ? 'file_empty' : 'upload_incomplete')
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}
