import { identity } from '@yuanwei/contract/staff'
import { type Client, createClient } from './index.ts'

/** A person signed in without a browser: the session's cookie and token are kept here. */
export interface Session extends Client {
  readonly me: identity.Me
  /** Ends the session on the server. What fails now is of no use to anyone, so nothing is thrown. */
  close(): Promise<void>
}

export interface SessionOptions {
  /** `https://host:port`, without a slash at the end. */
  readonly baseUrl: string
  readonly login: string
  readonly password: string
  readonly fetch?: typeof fetch
  readonly signal?: AbortSignal
}

/** Signs in. @throws ProblemError `sign_in_failed`, `rate_limited`, `unreachable` … */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { baseUrl, login, password, signal } = options
  let csrfToken: string | null = null
  const client = createClient({
    baseUrl,
    fetch: keepCookies(options.fetch ?? fetch),
    csrfToken: () => csrfToken,
  })
  const me = await client.call(identity.signIn, { login, password }, signal ? { signal } : {})
  csrfToken = me.csrfToken
  return {
    ...client,
    me,
    close: () =>
      client.call(identity.signOut, {}).then(
        () => undefined,
        () => undefined,
      ),
  }
}

/**
 * `fetch` with the cookies of one server. Redirections are not followed: neither password nor cookie goes to another
 * host than the one that was named.
 */
export function keepCookies(send: typeof fetch): typeof fetch {
  const jar = new Map<string, string>()
  return async (input, init) => {
    const headers = new Headers(init?.headers)
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await send(input, { ...init, headers, redirect: 'error' })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';')
      const at = pair.indexOf('=')
      const name = pair.slice(0, at).trim()
      if (attributes.some(isOver)) jar.delete(name)
      else jar.set(name, pair.slice(at + 1).trim())
    }
    return response
  }
}

function isOver(attribute: string): boolean {
  const [name = '', value = ''] = attribute.split('=')
  if (name.trim().toLowerCase() === 'max-age') return Number(value) <= 0
  return name.trim().toLowerCase() === 'expires' && Date.parse(value) <= Date.now()
}
