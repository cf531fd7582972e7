import { timingSafeEqual } from 'node:crypto'
import { identity } from '@yuanwei/contract/staff'
import { handle, handleEntrance, inTenant } from '../../platform/operations/index.ts'
import { newId } from '../../platform/ports.ts'
import { found, Problem } from '../../platform/problem.ts'
import type { IdentityDeps } from './deps.ts'
import { grantSession } from './grant-session.ts'
import { checkPassword, hashPassword } from './password.ts'
import { digestOf, newSessionToken, organisationOf } from './session.ts'
import { actorOf, findMember, findTenant, listMembers, lockMember, personOf, requireOwner } from './store.ts'

const INVITATION_LIFETIME_MS = 7 * 24 * 3600_000
const MAX_MEMBERS = 5000

export const invitePerson = () =>
  handle(identity.invitePerson, async ({ tx, tenant, actor, ports }, { name, roles }) => {
    if (roles.includes('owner')) await requireOwner(tx, tenant.orgId, actor.personId)
    if ((await listMembers(tx, tenant.orgId)).length >= MAX_MEMBERS)
      throw new Problem('too_many', { max: MAX_MEMBERS })
    const personId = newId(ports)
    const now = new Date(ports.now())
    const expiresAt = new Date(now.getTime() + INVITATION_LIFETIME_MS)
    const { token, digest } = newSessionToken(ports, tenant.orgId)
    await tx
      .insertInto('member')
      .values({
        org_id: tenant.orgId,
        person_id: personId,
        name,
        login: null,
        roles,
        status: 'invited',
        pseudonym: Buffer.from(ports.random(16)),
        invitation_digest: digest,
        invitation_expires_at: expiresAt,
        since: now,
      })
      .execute()
    const person = personOf(found(await findMember(tx, tenant.orgId, personId)))
    return {
      result: { person, invitationCode: token, expiresAt: expiresAt.toISOString() },
      audit: { subject: personId, detail: { name, roles } },
    }
  })

/** The code names the organisation and proves the invitation; it works once and for a week. */
export const acceptInvitation = (deps: IdentityDeps) =>
  handleEntrance(identity.acceptInvitation, {
    async identify({ code }) {
      const orgId = organisationOf(code)
      if (!orgId) throw new Problem('invitation_invalid')
      const known = await inTenant(deps.db, orgId, 'read only', async tx => {
        const row = await tx
          .selectFrom('member')
          .select(['person_id', 'invitation_expires_at', 'invitation_digest'])
          .where('org_id', '=', orgId)
          .where('status', '=', 'invited')
          .where('invitation_digest', '=', digestOf(code))
          .executeTakeFirst()
        if (!row?.invitation_digest || !row.invitation_expires_at) return null
        if (!timingSafeEqual(row.invitation_digest, digestOf(code))) return null
        if (row.invitation_expires_at.getTime() <= deps.ports.now()) return null
        return { tenant: await findTenant(tx, orgId), member: await findMember(tx, orgId, row.person_id) }
      })
      if (!known?.tenant || !known.member) throw new Problem('invitation_invalid')
      return { tenant: known.tenant, actor: actorOf(known.member, null) }
    },
    async run(context, { login, password }) {
      const { tx, tenant, actor, ports } = context
      const personId = actor.personId as string
      const member = await lockMember(tx, tenant.orgId, personId)
      if (member?.status !== 'invited') throw new Problem('invitation_invalid')
      checkPassword(password, [login, member.name])
      const inserted = await tx
        .insertInto('account')
        .values({
          account_id: newId(ports),
          login,
          password_hash: await hashPassword(password),
          org_id: tenant.orgId,
          person_id: personId,
          created_at: new Date(ports.now()),
        })
        .onConflict(conflict => conflict.column('login').doNothing())
        .executeTakeFirst()
      if (inserted.numInsertedOrUpdatedRows === 0n) throw new Problem('login_taken')
      await tx
        .updateTable('member')
        .set({ status: 'active', login, invitation_digest: null, invitation_expires_at: null })
        .where('org_id', '=', tenant.orgId)
        .where('person_id', '=', personId)
        .execute()
      const { me, session } = await grantSession(context, personId)
      return {
        result: me,
        session,
        audit: { subject: personId, detail: { name: member.name, roles: member.roles } },
      }
    },
  })
