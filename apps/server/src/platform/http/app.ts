import type { Operation } from '@yuanwei/contract'
import { Hono } from 'hono'
import type { Logger } from '../logger.ts'
import { Problem } from '../problem.ts'
import { securityHeaders } from './headers.ts'
import { API_PREFIX, type RouteParts, routeOperations } from './operations-route.ts'
import { serveWeb, type WebFiles } from './web-files.ts'

export interface AppParts extends RouteParts {
  readonly operations: ReadonlyMap<string, Operation>
  readonly web: WebFiles
  readonly log: Logger
  /** Codes of what keeps the system from being ready; empty when it is. */
  readonly unready: () => Promise<readonly string[]>
  readonly stopping: () => boolean
}

/** PostgreSQL says: try again. Serialisation, deadlock, lock not had in time, too many connections, time-out, restart. */
const BUSY = new Set(['40001', '40P01', '55P03', '53300', '57014', '57P01'])
/** How the pool says that all of its connections were busy for too long. */
const NO_CONNECTION = /timeout exceeded when trying to connect/

export function buildApp(parts: AppParts): Hono {
  const app = new Hono()
  app.use(securityHeaders(parts.https))
  app.use(async (c, next) => {
    const start = performance.now()
    await next()
    if (!c.req.path.startsWith(API_PREFIX)) return
    const ms = Math.round(performance.now() - start)
    parts.log.info(
      { method: c.req.method, operation: c.get('operation') ?? null, status: c.res.status, ms },
      'request',
    )
  })
  app.get('/healthz', c => c.text('ok'))
  app.get('/readyz', async c => {
    const reasons = await parts.unready()
    return c.json({ ready: reasons.length === 0, reasons }, reasons.length === 0 ? 200 : 503)
  })
  app.use(`${API_PREFIX}/*`, async (_, next) => {
    if (parts.stopping()) throw new Problem('shutting_down')
    await next()
  })
  routeOperations(app, parts.operations, parts)
  app.all(`${API_PREFIX}/*`, () => {
    throw new Problem('not_found')
  })
  app.get('*', c => serveWeb(c, parts.web))
  app.notFound(c => send(c.req.method === 'HEAD', new Problem('not_found')))
  app.onError((error, c) => {
    const problem = asProblem(error)
    if (problem.status >= 500)
      parts.log.error(
        { operation: c.get('operation') ?? null, code: problem.code, error: describe(error) },
        'request failed',
      )
    return send(false, problem)
  })
  return app
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const code = (error as { code?: unknown }).code
  if (typeof code === 'string' && BUSY.has(code)) return new Problem('too_busy')
  if (error instanceof Error && NO_CONNECTION.test(error.message)) return new Problem('too_busy')
  // Class 22, data exception: a value of the request that the database can't take (a forged cursor, for one).
  if (typeof code === 'string' && /^22\w{3}$/.test(code)) return new Problem('input_invalid', { issues: [] })
  return new Problem('internal')
}

/** For the operator: kind and place of a failure, without the values that a database message may quote. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = (error as { code?: unknown }).code
  const frames = (error.stack ?? '')
    .split('\n')
    .slice(1, 6)
    .map(line => line.trim())
  return [error.name, typeof code === 'string' ? code : '', code ? '' : error.message, ...frames]
    .filter(Boolean)
    .join(' | ')
}

function send(bodyless: boolean, problem: Problem): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  const wait = problem.detail.retryAfterSeconds
  if (typeof wait === 'number') headers.set('retry-after', String(wait))
  return new Response(bodyless ? null : JSON.stringify(problem), { status: problem.status, headers })
}
