import type { Db } from '../../platform/database/index.ts'
import { type Actor, inTenant, type Tenant } from '../../platform/operations/index.ts'
import { actorOf, findMember, findTenant } from './store.ts'

/** The tenant of a job, and this system itself as its actor. */
export async function findActor(
  db: Db,
  orgId: string,
  personId: string | null,
): Promise<{ tenant: Tenant; actor: Actor } | null> {
  return inTenant(db, orgId, 'read only', async tx => {
    const tenant = await findTenant(tx, orgId)
    if (!tenant) return null
    if (!personId) return { tenant, actor: SERVICE }
    const member = await findMember(tx, orgId, personId)
    return member ? { tenant, actor: actorOf(member, null) } : null
  })
}

const SERVICE: Actor = {
  class: 'service',
  personId: null,
  name: 'yuanwei',
  pseudonym: 'service',
  permissions: new Set(),
  sessionId: null,
}
