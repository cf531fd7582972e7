import type { Output } from '@yuanwei/contract'
import type { identity } from '@yuanwei/contract/staff'
import { csrfTokenOf } from '../../platform/http/session-cookie.ts'
import type { SessionGrant, WriteContext } from '../../platform/operations/index.ts'
import { newId } from '../../platform/ports.ts'
import { found } from '../../platform/problem.ts'
import { newSessionToken, SESSION_LIFETIME_MS } from './session.ts'
import { findMember, findTenant, meOf, openSession } from './store.ts'

/** A new session for a person who has just proven who he is; what was there before is never taken over. */
export async function grantSession(
  context: WriteContext,
  personId: string,
): Promise<{ me: Output<typeof identity.readMe>; session: SessionGrant }> {
  const { tx, ports, tenant } = context
  const { token, digest } = newSessionToken(ports, tenant.orgId)
  const now = new Date(ports.now())
  const expiresAt = new Date(now.getTime() + SESSION_LIFETIME_MS)
  await openSession(tx, { orgId: tenant.orgId, sessionId: newId(ports), personId, digest, now, expiresAt })
  const member = found(await findMember(tx, tenant.orgId, personId))
  const organisation = found(await findTenant(tx, tenant.orgId))
  return { me: meOf(member, organisation, csrfTokenOf(token)), session: { token, expiresAt } }
}
