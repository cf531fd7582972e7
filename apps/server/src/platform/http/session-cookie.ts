import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { SessionGrant } from '../operations/index.ts'

/**
 * `__Host-` where the site is reached by https: no other host of the domain can set or read it. On a plain local
 * address browsers refuse that prefix, so the name goes without it.
 */
function cookieName(https: boolean): string {
  return https ? '__Host-yw_session' : 'yw_session'
}

export function readSessionToken(c: Context, https: boolean): string | null {
  return getCookie(c, cookieName(https)) ?? null
}

export function writeSession(c: Context, https: boolean, grant: SessionGrant | null): void {
  const options = { path: '/', httpOnly: true, sameSite: 'Lax', secure: https } as const
  if (grant) setCookie(c, cookieName(https), grant.token, { ...options, expires: grant.expiresAt })
  else deleteCookie(c, cookieName(https), options)
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
