import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { SessionGrant } from '../operations/index.ts'

/**
 * `__Host-` where the site is reached by https: no other host of the domain can set or read it. On a plain local
 * address browsers refuse that prefix, so the name goes without it.
 */
export function sessionCookieName(publicUrl: string | undefined, port: number): string {
  if (publicUrl?.startsWith('https://')) return '__Host-yw_session'
  // Cookies know no ports: two installations on one machine would sign each other out.
  return port === 0 ? 'yw_session' : `yw_session_${port}`
}

export function readSessionToken(c: Context, name: string): string | null {
  return getCookie(c, name) ?? null
}

export function writeSession(c: Context, name: string, grant: SessionGrant | null): void {
  const secure = name.startsWith('__Host-')
  const options = { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const
  if (grant) setCookie(c, name, grant.token, { ...options, expires: grant.expiresAt })
  else deleteCookie(c, name, options)
}

/** The token a page sends back with each command: derived from the session, so there is nothing more to store. */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('yuanwei/csrf/v1').digest('base64url')
}

export function csrfMatches(sessionToken: string, given: string | undefined): boolean {
  const expected = Buffer.from(csrfTokenOf(sessionToken))
  const actual = Buffer.from(given ?? '')
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}
