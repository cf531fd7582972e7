import type { Role } from '@yuanwei/contract'
import { identity } from '@yuanwei/contract/staff'
import type { Tx } from '../../platform/database/index.ts'
import { handle, type WriteContext } from '../../platform/operations/index.ts'
import { found, Problem } from '../../platform/problem.ts'
import { closeSessions, findMember, lockMember, lockOwners, type Member, personOf } from './store.ts'

/**
 * Nobody changes his own powers, only an owner makes or unmakes an owner, and one owner always remains.
 */
function checkPower(
  { actor }: WriteContext,
  owners: readonly Member[],
  member: Member,
  next: readonly Role[] | null,
): void {
  if (member.personId === actor.personId) throw new Problem('own_roles')
  const touchesOwner = member.roles.includes('owner') || (next?.includes('owner') ?? false)
  if (touchesOwner && !owners.some(owner => owner.personId === actor.personId)) throw new Problem('forbidden')
  const remaining = owners.filter(owner => owner.personId !== member.personId)
  if (member.roles.includes('owner') && !next?.includes('owner') && remaining.length === 0)
    throw new Problem('last_owner')
}

export const changeRoles = () =>
  handle(identity.changeRoles, async (context, { personId, roles }) => {
    const { tx, tenant } = context
    // All owners first, in one order: two who act on each other wait instead of locking each other out.
    const owners = await lockOwners(tx, tenant.orgId)
    const member = found(await lockMember(tx, tenant.orgId, personId))
    checkPower(context, owners, member, roles)
    await update(tx, tenant.orgId, personId, { roles })
    return {
      result: personOf(found(await findMember(tx, tenant.orgId, personId))),
      audit: { subject: personId, detail: { name: member.name, before: member.roles, after: roles } },
    }
  })

export const deactivatePerson = () =>
  handle(identity.deactivatePerson, async (context, { personId }) => {
    const { tx, tenant, ports } = context
    const owners = await lockOwners(tx, tenant.orgId)
    const member = found(await lockMember(tx, tenant.orgId, personId))
    checkPower(context, owners, member, null)
    await update(tx, tenant.orgId, personId, {
      status: 'inactive',
      invitation_digest: null,
      invitation_expires_at: null,
    })
    await closeSessions(tx, tenant.orgId, personId, new Date(ports.now()), null)
    return {
      result: personOf(found(await findMember(tx, tenant.orgId, personId))),
      audit: { subject: personId, detail: { name: member.name } },
    }
  })

async function update(
  tx: Tx,
  orgId: string,
  personId: string,
  values: { roles?: Role[]; status?: 'inactive'; invitation_digest?: null; invitation_expires_at?: null },
): Promise<void> {
  await tx
    .updateTable('member')
    .set(values)
    .where('org_id', '=', orgId)
    .where('person_id', '=', personId)
    .execute()
}
