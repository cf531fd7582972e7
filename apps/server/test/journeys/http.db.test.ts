import { createHash } from 'node:crypto'
import { cases, evidence, identity } from '@yuanwei/contract/staff'
import { beforeAll, describe, expect, test } from 'vitest'
import { PASSWORD, type SignedIn, withSystem } from '../harness/system.ts'

const world = withSystem()
let owner: SignedIn
let caseId: never
beforeAll(async () => {
  owner = await world.found('山雨窑')
  caseId = (await owner.call(cases.createCase, { title: '案', kind: 'other' })).caseId as never
})

const API = '/api/v1'
const json = { 'content-type': 'application/json' }

/** A session by hand, to send what the client never would. */
async function rawSession(): Promise<{ cookie: string; csrf: string; setCookie: string }> {
  const response = await world.request(`${API}/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ login: owner.me.login, password: PASSWORD }),
  })
  const setCookie = response.headers.getSetCookie()[0] ?? ''
  const me = (await response.json()) as { csrfToken: string }
  return { cookie: setCookie.split(';')[0] ?? '', csrf: me.csrfToken, setCookie }
}

const open = (session: { cookie: string }, headers: Record<string, string>) =>
  world.request(`${API}/cases`, {
    method: 'POST',
    headers: { ...json, cookie: session.cookie, ...headers },
    body: JSON.stringify({ title: 'x', kind: 'other' }),
  })

describe('a session', () => {
  test('is a cookie that scripts and other sites can not use', async () => {
    const { setCookie } = await rawSession()
    expect(setCookie).toMatch(/; Path=\/;.*HttpOnly.*SameSite=Lax/)
  })

  test('does nothing without its token, and nothing for another site', async () => {
    const session = await rawSession()
    const token = { 'x-csrf-token': session.csrf }
    expect((await open(session, {})).status).toBe(403)
    expect((await open(session, { 'x-csrf-token': `${session.csrf.slice(1)}A` })).status).toBe(403)
    expect((await open(session, { ...token, origin: 'https://evil.example' })).status).toBe(403)
    expect((await open(session, { ...token, origin: 'null' })).status).toBe(403)
    expect((await open(session, { ...token, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await open(session, { ...token, 'content-type': 'text/plain' })).status).toBe(415)
    expect((await open(session, { ...token, origin: 'http://shop.example' })).status).toBe(200)
  })

  test('ends with signing out, and only itself', async () => {
    const one = await world.signIn(owner.me.login)
    const two = await world.signIn(owner.me.login)
    await one.call(identity.signOut, {})
    await expect(one.call(identity.readMe, {})).rejects.toMatchObject({ code: 'not_signed_in' })
    expect((await two.call(identity.readMe, {})).login).toBe(owner.me.login)
  })

  test('is new at each sign-in: one that was there before is not taken over', async () => {
    const first = await rawSession()
    const second = await rawSession()
    expect(second.cookie).not.toBe(first.cookie)
  })

  test('of a person who was deactivated, or changed the password elsewhere, is over', async () => {
    const colleague = await world.colleague(owner, ['agent'])
    const elsewhere = await world.signIn(colleague.me.login)
    await colleague.call(identity.changePassword, { current: PASSWORD, next: 'a wholly different sentence' })
    await expect(elsewhere.call(identity.readMe, {})).rejects.toMatchObject({ code: 'not_signed_in' })
    expect((await colleague.call(identity.readMe, {})).name).toBe(colleague.me.name)
    await owner.call(identity.deactivatePerson, { personId: colleague.me.personId })
    await expect(colleague.call(identity.readMe, {})).rejects.toMatchObject({ code: 'not_signed_in' })
    await expect(world.signIn(colleague.me.login, 'a wholly different sentence')).rejects.toMatchObject({
      code: 'sign_in_failed',
    })
  })
})

describe('sign-in', () => {
  test('says the same of a wrong password and of a login that does not exist', async () => {
    const wrong = await world.signIn(owner.me.login, 'not the password').catch(problem => problem)
    const nobody = await world.signIn('nobody@example.test', 'not the password').catch(problem => problem)
    expect([wrong.code, wrong.status, wrong.detail]).toEqual([nobody.code, nobody.status, nobody.detail])
  })

  test('is recorded when it fails: on whom it was tried, and not that he did it', async () => {
    await world.signIn(owner.me.login, 'not the password').catch(() => null)
    await world.system.settle()
    const { rows } = await world.database.owner.query(
      `select distinct actor_class, actor_id from log_entry where kind = 'refused' and subject = $1`,
      [owner.me.personId],
    )
    expect(rows).toEqual([{ actor_class: 'service', actor_id: null }])
  })

  test('stores no password and no token in clear anywhere', async () => {
    const { cookie } = await rawSession()
    const secret = cookie.split('=')[1] ?? 'none'
    const { rows: tables } = await world.database.owner.query(
      `select table_schema as s, table_name as t from information_schema.tables
       where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`,
    )
    expect(tables.length).toBeGreaterThan(28)
    for (const { s, t } of tables) {
      const { rows } = await world.database.owner.query(`select x::text as text from "${s}"."${t}" x`)
      const text = rows.map(row => row.text).join('\n')
      expect([t, text.includes(secret.split('.')[1] ?? '')]).toEqual([t, false])
      expect([t, text.includes(PASSWORD)]).toEqual([t, false])
    }
  })
})

describe('powers', () => {
  test('nobody raises himself, and an owner always remains', async () => {
    const admin = await world.colleague(owner, ['admin'])
    const agent = await world.colleague(owner, ['agent'])
    const change = (who: SignedIn, personId: string, roles: ('owner' | 'admin' | 'agent')[]) =>
      who.call(identity.changeRoles, { personId: personId as never, roles })
    await expect(change(admin, admin.me.personId, ['owner'])).rejects.toMatchObject({ code: 'own_roles' })
    await expect(change(admin, agent.me.personId, ['owner'])).rejects.toMatchObject({ code: 'forbidden' })
    await expect(change(admin, owner.me.personId, ['agent'])).rejects.toMatchObject({ code: 'forbidden' })
    await expect(admin.call(identity.invitePerson, { name: 'mate', roles: ['owner'] })).rejects.toMatchObject(
      { code: 'forbidden' },
    )
    await expect(change(owner, owner.me.personId, ['agent'])).rejects.toMatchObject({ code: 'own_roles' })
    expect((await change(owner, agent.me.personId, ['owner'])).roles).toEqual(['owner'])
  })

  test('two owners who unmake each other at once leave one', async () => {
    const first = await world.found('两位店主')
    const second = await world.colleague(first, ['owner'])
    const results = await Promise.allSettled([
      first.call(identity.deactivatePerson, { personId: second.me.personId }),
      second.call(identity.deactivatePerson, { personId: first.me.personId }),
    ])
    const done = results.filter(result => result.status === 'fulfilled')
    expect(done.length).toBeLessThanOrEqual(1)
    const { rows } = await world.database.owner.query(
      `select count(*)::int as n from member where org_id = $1 and status = 'active' and 'owner' = any(roles)`,
      [first.me.organisation.organisationId],
    )
    expect(rows[0].n).toBeGreaterThanOrEqual(1)
  })

  test('an invitation works once', async () => {
    const { invitationCode } = await owner.call(identity.invitePerson, { name: 'once', roles: ['agent'] })
    const accept = (login: string) =>
      world.nobody.call(identity.acceptInvitation, { code: invitationCode, login, password: PASSWORD })
    const results = await Promise.allSettled([accept('once-a@example.test'), accept('once-b@example.test')])
    expect(results.map(result => result.status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('a command that is sent again', () => {
  test('under the same key gives the same answer, also when both come at once', async () => {
    const send = () =>
      owner.call(cases.createCase, { title: '只开一次', kind: 'other' }, { idempotencyKey: 'open-once' })
    const [one, two] = await Promise.all([send(), send()])
    const three = await send()
    expect(new Set([one.caseId, two.caseId, three.caseId]).size).toBe(1)
    const { cases: found } = await owner.call(cases.listCases, { text: '只开一次' })
    expect(found.length).toBe(1)
  })

  test('under the same key with another input is refused', async () => {
    const send = (title: string) =>
      owner.call(cases.createCase, { title, kind: 'other' }, { idempotencyKey: 'key-of-one' })
    await send('甲')
    await expect(send('乙')).rejects.toMatchObject({ code: 'idempotency_key_reused' })
  })

  test('never keeps a secret for the second asking', async () => {
    const send = () =>
      owner.call(identity.invitePerson, { name: 'once more', roles: ['agent'] }, { idempotencyKey: 'invite' })
    const { invitationCode } = await send()
    await expect(send()).rejects.toMatchObject({ code: 'already_done' })
    const { rows } = await world.database.owner.query('select answer::text from idempotency_key')
    expect(rows.some(row => row.answer.includes(invitationCode))).toBe(false)
  })

  test('with a file stores it once', async () => {
    const bytes = new TextEncoder().encode('the same photo')
    const send = (content: Uint8Array) =>
      owner.upload(evidence.addExhibit, { caseId, fileName: 'once.txt' }, content as never, {
        idempotencyKey: 'upload',
      })
    const first = await send(bytes)
    expect((await send(bytes)).exhibitId).toBe(first.exhibitId)
    await expect(send(new TextEncoder().encode('another photo'))).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    })
    let stored = 0
    for await (const _ of world.blobs.list()) stored += 1
    const { rows } = await world.database.owner.query('select count(*)::int as n from exhibit')
    expect(stored).toBe(rows[0].n)
  })
})

describe('a file', () => {
  const content = new Uint8Array(200_000).map((_, i) => (i * 7) % 251)
  const get = (exhibitId: string, headers: Record<string, string> = {}) =>
    rawSession().then(session =>
      world.request(`${API}/exhibits/${exhibitId}/file`, { headers: { cookie: session.cookie, ...headers } }),
    )

  test('comes back byte for byte, whole and in ranges', async () => {
    const { exhibitId } = await owner.upload(evidence.addExhibit, { caseId, fileName: 'data.bin' }, content)
    const whole = await get(exhibitId)
    expect(whole.status).toBe(200)
    expect(
      createHash('sha256')
        .update(new Uint8Array(await whole.arrayBuffer()))
        .digest('hex'),
    ).toBe(createHash('sha256').update(content).digest('hex'))
    const cases: [string, number, number][] = [
      ['bytes=0-0', 0, 1],
      ['bytes=65535-65536', 65_535, 65_537],
      ['bytes=199999-', 199_999, 200_000],
      ['bytes=-5', 199_995, 200_000],
      ['bytes=100-999999', 100, 200_000],
    ]
    for (const [range, start, end] of cases) {
      const part = await get(exhibitId, { range })
      expect([range, part.status]).toEqual([range, 206])
      expect(new Uint8Array(await part.arrayBuffer())).toEqual(content.slice(start, end))
      expect(part.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/200000`)
    }
    expect((await get(exhibitId, { range: 'bytes=200000-' })).status).toBe(416)
    expect((await get(exhibitId, { range: 'bytes=0-1,5-6' })).status).toBe(200)
  })

  test('that could run is only ever downloaded, and runs nothing', async () => {
    const page = '<!doctype html><script>alert(1)</script>'
    const { exhibitId } = await owner.upload(
      evidence.addExhibit,
      { caseId, fileName: 'page"; x=y\r\n.html'.replace(/[\r\n]/g, '') },
      new TextEncoder().encode(page),
    )
    const { headers } = await get(exhibitId)
    expect(headers.get('content-type')).toBe('application/octet-stream')
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="page_; x=y.html"/)
    expect(headers.get('content-security-policy')).toMatch(/^sandbox/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('of nothing is refused, and leaves nothing', async () => {
    await expect(
      owner.upload(evidence.addExhibit, { caseId, fileName: 'empty' }, new Uint8Array()),
    ).rejects.toMatchObject({ code: 'file_empty' })
  })

  test('for a case that is closed is refused before a byte is stored', async () => {
    const closed = await owner.call(cases.createCase, { title: '已结', kind: 'other' })
    await owner.call(cases.editCase, { ...pick(closed), status: 'closed', version: closed.version })
    await expect(
      owner.upload(evidence.addExhibit, { caseId: closed.caseId, fileName: 'late' }, content),
    ).rejects.toMatchObject({ code: 'case_closed' })
  })
})

function pick({ caseId: id, title, kind }: { caseId: never | string; title: string; kind: string }) {
  return { caseId: id as never, title, kind: kind as never }
}

describe('bad requests', () => {
  test.each([
    ['no JSON', '{', 422],
    ['an array', '[]', 422],
    ['too much', `{"title":"${'x'.repeat(1024 * 1024)}"}`, 413],
    ['a line break in a title', '{"title":"a\\nb","kind":"other"}', 422],
    ['half a character', '{"title":"a\\ud800","kind":"other"}', 422],
    ['a zero character', '{"title":"a\\u0000","kind":"other"}', 422],
    ['a negative amount', '{"title":"a","kind":"other","amountFen":-1}', 422],
    ['a fraction of a fen', '{"title":"a","kind":"other","amountFen":1.5}', 422],
  ])('%s is refused with a code', async (_, body, status) => {
    const session = await rawSession()
    const response = await world.request(`${API}/cases`, {
      method: 'POST',
      headers: { ...json, cookie: session.cookie, 'x-csrf-token': session.csrf },
      body,
    })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ status, code: expect.any(String) })
  })

  test('a version that was overtaken is refused, with the one that stands', async () => {
    const file = await owner.call(cases.createCase, { title: '两人同改', kind: 'other' })
    const edit = (title: string) =>
      owner.call(cases.editCase, { ...pick(file), title, status: 'open', version: file.version })
    const results = await Promise.allSettled([edit('甲'), edit('乙')])
    expect(results.map(result => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    const refused = results.find(result => result.status === 'rejected') as PromiseRejectedResult
    expect(refused.reason).toMatchObject({ code: 'stale_version', detail: { version: 2 } })
  })

  test('a forged cursor is refused', async () => {
    for (const values of [['x', 'y'], ['2026-01-01', 'not an id'], [1], null]) {
      const cursor = Buffer.from(JSON.stringify(values)).toString('base64url')
      await expect(owner.call(cases.listCases, { cursor })).rejects.toMatchObject({ code: 'input_invalid' })
    }
  })

  test('an address that is none answers a problem, not a page', async () => {
    const response = await world.request(`${API}/no-such-thing`)
    expect([response.status, await response.json()]).toEqual([
      404,
      expect.objectContaining({ code: 'not_found' }),
    ])
  })
})

describe('case numbers', () => {
  test('are contiguous, also when many open at once', async () => {
    const fresh = await world.found('编号')
    const opened = await Promise.all(
      Array.from({ length: 12 }, (_, i) => fresh.call(cases.createCase, { title: `案 ${i}`, kind: 'other' })),
    )
    const counts = opened.map(file => Number(file.number.split('-')[2])).sort((a, b) => a - b)
    expect(counts).toEqual(Array.from({ length: 12 }, (_, i) => i + 1))
  })
})
