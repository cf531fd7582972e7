import { csrfTokenOf } from '../../platform/http/session-cookie.ts'
import { type Caller, inTenant } from '../../platform/operations/index.ts'
import type { IdentityDeps } from './deps.ts'
import { digestOf, organisationOf, SEEN_GRAIN_MS, SESSION_IDLE_MS } from './session.ts'
import { actorOf, findMember, findTenant } from './store.ts'

/** Who holds this session: a person who is active, with a session that is open and was used lately. */
export async function authenticate(
  { db, ports }: Pick<IdentityDeps, 'db' | 'ports'>,
  token: string,
): Promise<Caller | null> {
  const orgId = organisationOf(token)
  if (!orgId) return null
  const now = ports.now()
  const known = await inTenant(db, orgId, 'read only', async tx => {
    const session = await tx
      .selectFrom('session')
      .select(['session_id', 'person_id', 'seen_at', 'expires_at'])
      .where('org_id', '=', orgId)
      .where('token_digest', '=', digestOf(token))
      .where('closed_at', 'is', null)
      .executeTakeFirst()
    if (!session || session.expires_at.getTime() <= now) return null
    if (session.seen_at.getTime() + SESSION_IDLE_MS <= now) return null
    const member = await findMember(tx, orgId, session.person_id)
    const tenant = await findTenant(tx, orgId)
    if (!tenant || member?.status !== 'active') return null
    const stale = session.seen_at.getTime() + SEEN_GRAIN_MS <= now
    const actor = { ...actorOf(member, session.session_id), csrfToken: csrfTokenOf(token) }
    return { caller: { tenant, actor }, stale, sessionId: session.session_id }
  })
  if (known?.stale)
    await inTenant(db, orgId, 'read write', tx =>
      tx
        .updateTable('session')
        .set({ seen_at: new Date(now) })
        .where('org_id', '=', orgId)
        .where('session_id', '=', known.sessionId)
        .execute(),
    )
  return known?.caller ?? null
}
