import { expect, test } from 'vitest'
import { ProblemError } from './index.ts'
import { keepCookies, openSession } from './session.ts'

interface Seen {
  path: string
  cookie: string | null
  csrf: string | null
  redirect: string | undefined
}

/** A server that answers with these cookies, one list a request. */
function server(answers: { cookies?: string[]; body?: unknown; status?: number }[]) {
  const seen: Seen[] = []
  const send = (async (input: string, init: RequestInit) => {
    const headers = new Headers(init.headers)
    const path = new URL(input).pathname
    seen.push({
      path,
      cookie: headers.get('cookie'),
      csrf: headers.get('x-csrf-token'),
      redirect: init.redirect,
    })
    const { cookies = [], body = {}, status = 200 } = answers.shift() ?? {}
    const response = Response.json(body, { status })
    for (const cookie of cookies) response.headers.append('set-cookie', cookie)
    return response
  }) as typeof fetch
  return { send, seen }
}

test('cookies are kept, replaced, sent back, and dropped when they end', async () => {
  const { send, seen } = server([
    { cookies: ['yw_session=one; Path=/; HttpOnly', 'other=a=b; Path=/'] },
    { cookies: ['yw_session=two; Path=/'] },
    { cookies: ['yw_session=; Max-Age=0; Path=/', 'other=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'] },
    {},
  ])
  const get = keepCookies(send)
  for (let i = 0; i < 4; i++) await get('http://shop.example/x')
  expect(seen.map(each => each.cookie)).toEqual([
    null,
    'yw_session=one; other=a=b',
    'yw_session=two; other=a=b',
    null,
  ])
})

test('a session carries its cookie and token, is not led elsewhere, and ends by signing out', async () => {
  const me = { csrfToken: 'token', name: '店主' }
  const { send, seen } = server([{ cookies: ['yw_session=s; Path=/'], body: me }, {}])
  const session = await openSession({
    baseUrl: 'http://shop.example',
    login: 'owner@example.test',
    password: 'secret',
    fetch: send,
  })
  expect(session.me.name).toBe('店主')
  await session.close()
  expect(seen).toEqual([
    { path: '/api/v1/session', cookie: null, csrf: null, redirect: 'error' },
    { path: '/api/v1/session/close', cookie: 'yw_session=s', csrf: 'token', redirect: 'error' },
  ])
})

test('a refused sign-in is a problem; a failing sign-out is nobody’s', async () => {
  const refused = server([{ status: 401, body: { code: 'sign_in_failed', detail: {} } }])
  const options = { baseUrl: 'http://shop.example', login: 'a@b.c', password: 'x' }
  await expect(openSession({ ...options, fetch: refused.send })).rejects.toThrow(ProblemError)
  const failing = server([{ body: { csrfToken: 't' } }, { status: 500 }])
  const session = await openSession({ ...options, fetch: failing.send })
  await expect(session.close()).resolves.toBeUndefined()
})
