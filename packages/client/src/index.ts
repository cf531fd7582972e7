import {
  type Command,
  type Input,
  type Operation,
  type Output,
  type ProblemCode,
  pathFields,
  type Query,
  type RawInput,
} from '@yuanwei/contract'

/** Every path of the contract lives below this prefix. */
export const API_PREFIX = '/api/v1'
/** Carries the input of an upload, whose body is the file: URI-encoded JSON, so that no name stands in a URL. */
export const INPUT_HEADER = 'Yuanwei-Input'

/** A refusal of the server (RFC 9457). `code` is stable; prose comes from the reader's catalogue. */
export class ProblemError extends Error {
  readonly code: ProblemCode | 'unreachable'
  readonly status: number
  /** Facts about the refusal: field issues, limits, ids. Never prose. */
  readonly detail: Record<string, unknown>
  constructor(code: ProblemCode | 'unreachable', status: number, detail: Record<string, unknown> = {}) {
    super(code)
    this.name = 'ProblemError'
    this.code = code
    this.status = status
    this.detail = detail
  }
}

export interface ClientOptions {
  /** `https://host:port`, or '' in the browser. */
  readonly baseUrl: string
  readonly fetch?: typeof fetch
  /** Token of the session, sent with every command. */
  readonly csrfToken?: () => string | null
  readonly headers?: () => Record<string, string>
}

export type UploadBody = NonNullable<RequestInit['body']>

export interface CallOptions {
  /** The same key with the same input gives the same answer, however often it is sent. */
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
}

export interface UploadOptions extends CallOptions {
  /** Length of a body that is a stream: announced to the server, which then notices a body that broke off. */
  readonly sizeBytes?: number
}

export interface Client {
  call<Op extends Operation>(operation: Op, input: RawInput<Op>, options?: CallOptions): Promise<Output<Op>>
  /** Sends a file as the body of a command with `bytes: 'in'`. */
  upload<Op extends Command>(
    operation: Op,
    input: RawInput<Op>,
    body: UploadBody,
    options?: UploadOptions,
  ): Promise<Output<Op>>
  /** The raw response of a query with `bytes: 'out'`; the caller reads its body. */
  download<Op extends Query>(
    operation: Op,
    input: RawInput<Op>,
    options?: CallOptions & { range?: string },
  ): Promise<Response>
  url<Op extends Operation>(operation: Op, input: RawInput<Op>): string
}

/** The address of an operation: path fields filled in and, for a query, the rest as the query string. */
export function operationUrl(operation: Operation, input: Record<string, unknown>): string {
  const inPath = new Set(pathFields(operation.path))
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input[name])),
  )
  if (operation.kind === 'command') return API_PREFIX + path
  const rest = new URLSearchParams()
  for (const [key, value] of Object.entries(input))
    if (!inPath.has(key) && value !== undefined && value !== null) rest.set(key, String(value))
  const search = rest.toString()
  return API_PREFIX + path + (search ? `?${search}` : '')
}

function withoutPathFields(operation: Operation, input: Record<string, unknown>): Record<string, unknown> {
  const inPath = new Set(pathFields(operation.path))
  return Object.fromEntries(Object.entries(input).filter(([key]) => !inPath.has(key)))
}

/** Header value of an upload's input. */
export function uploadInput(operation: Operation, input: Record<string, unknown>): string {
  return encodeURIComponent(JSON.stringify(withoutPathFields(operation, input)))
}

/** Reads a refusal out of a response; an answer that is none becomes `internal`. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => null)
  if (typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string') {
    const detail = 'detail' in body && typeof body.detail === 'object' ? body.detail : null
    return new ProblemError(
      body.code as ProblemCode,
      response.status,
      (detail ?? {}) as Record<string, unknown>,
    )
  }
  return new ProblemError('internal', response.status)
}

/** A typed caller over the contract. Throws `ProblemError`; `unreachable` when no answer came. */
export function createClient(options: ClientOptions): Client {
  const send = async (url: string, init: RequestInit): Promise<Response> => {
    let response: Response
    try {
      response = await (options.fetch ?? fetch)(options.baseUrl + url, {
        credentials: 'same-origin',
        ...init,
      })
    } catch (cause) {
      if (init.signal?.aborted) throw cause
      throw new ProblemError('unreachable', 0)
    }
    if (!response.ok) throw await problemOf(response)
    return response
  }
  const headers = (operation: Operation, call: CallOptions): Record<string, string> => {
    const all: Record<string, string> = { accept: 'application/json', ...options.headers?.() }
    const csrf = options.csrfToken?.()
    if (operation.kind === 'command' && csrf) all['x-csrf-token'] = csrf
    if (call.idempotencyKey) all['idempotency-key'] = call.idempotencyKey
    return all
  }
  const init = (operation: Operation, call: CallOptions, rest: RequestInit): RequestInit => ({
    method: operation.kind === 'command' ? 'POST' : 'GET',
    ...(call.signal ? { signal: call.signal } : {}),
    ...rest,
  })

  return {
    url: (operation, input) => options.baseUrl + operationUrl(operation, input as Record<string, unknown>),
    async call(operation, input, call = {}) {
      const fields = input as Record<string, unknown>
      const request: RequestInit = { headers: headers(operation, call) }
      if (operation.kind === 'command') {
        request.headers = { ...request.headers, 'content-type': 'application/json' }
        request.body = JSON.stringify(withoutPathFields(operation, fields))
      }
      const response = await send(operationUrl(operation, fields), init(operation, call, request))
      return (await response.json()) as Output<typeof operation>
    },
    async upload(operation, input, body, call = {}) {
      const fields = input as Record<string, unknown>
      const request: RequestInit = {
        body,
        headers: {
          ...headers(operation, call),
          'content-type': 'application/octet-stream',
          [INPUT_HEADER]: uploadInput(operation, fields),
          ...(call.sizeBytes === undefined ? {} : { 'content-length': String(call.sizeBytes) }),
        },
      }
      // A stream is sent while it is read; the word is in no DOM library yet.
      if (body instanceof ReadableStream) Object.assign(request, { duplex: 'half' })
      const response = await send(operationUrl(operation, fields), init(operation, call, request))
      return (await response.json()) as Output<typeof operation>
    },
    async download(operation, input, call = {}) {
      const request: RequestInit = { headers: { ...headers(operation, call), accept: '*/*' } }
      if (call.range) request.headers = { ...request.headers, range: call.range }
      return send(operationUrl(operation, input as Record<string, unknown>), init(operation, call, request))
    },
  }
}

export type { Input, Output, RawInput }
