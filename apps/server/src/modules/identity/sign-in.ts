import { identity } from '@yuanwei/contract/staff'
import { handle, handleEntrance, inTenant } from '../../platform/operations/index.ts'
import { found, Problem } from '../../platform/problem.ts'
import type { IdentityDeps } from './deps.ts'
import { grantSession } from './grant-session.ts'
import { checkPassword, hashPassword, verifyPassword } from './password.ts'
import { actorOf, closeSessions, findMember, findTenant } from './store.ts'

/** One refusal for every cause: neither word nor time tells whether a login exists. */
export const signIn = (deps: IdentityDeps) =>
  handleEntrance(identity.signIn, {
    async identify({ login, password }, address) {
      await deps.limits.consume('sign_in', `${address}/${login}`)
      await deps.limits.consume('sign_in_anywhere', login)
      const account = await findAccount(deps, login)
      const right = await verifyPassword(account?.password_hash ?? null, password)
      if (account && right) {
        const known = await inTenant(deps.db, account.org_id, 'read only', async tx => ({
          tenant: await findTenant(tx, account.org_id),
          member: await findMember(tx, account.org_id, account.person_id),
        }))
        if (known.tenant && known.member?.status === 'active') {
          await deps.limits.giveBack('sign_in', `${address}/${login}`)
          return { tenant: known.tenant, actor: actorOf(known.member, null) }
        }
      }
      if (account) deps.refused(account.org_id, account.person_id, 'identity.signIn')
      throw new Problem('sign_in_failed')
    },
    async run(context) {
      const personId = context.actor.personId as string
      const { me, session } = await grantSession(context, personId)
      return { result: me, session, audit: { subject: personId, detail: {} } }
    },
  })

function findAccount({ db }: IdentityDeps, login: string) {
  return inTenant(db, null, 'read only', tx =>
    tx
      .selectFrom('account')
      .select(['org_id', 'person_id', 'password_hash'])
      .where('login', '=', login)
      .executeTakeFirst(),
  )
}

export const signOut = () =>
  handle(identity.signOut, async ({ tx, tenant, actor, ports }) => {
    await tx
      .updateTable('session')
      .set({ closed_at: new Date(ports.now()) })
      .where('org_id', '=', tenant.orgId)
      .where('session_id', '=', actor.sessionId as string)
      .execute()
    return { result: {}, session: null, audit: { subject: actor.personId, detail: {} } }
  })

/** Ends every other session of the person: whoever knew the old password is out. */
export const changePassword = (deps: IdentityDeps) =>
  handle(identity.changePassword, async ({ tx, tenant, actor, ports }, { current, next }) => {
    const personId = actor.personId as string
    await deps.limits.consume('sign_in', `password/${personId}`)
    const account = await tx
      .selectFrom('account')
      .select(['account_id', 'login', 'password_hash'])
      .where('org_id', '=', tenant.orgId)
      .where('person_id', '=', personId)
      .forUpdate()
      .executeTakeFirst()
    if (!(await verifyPassword(found(account).password_hash, current))) throw new Problem('sign_in_failed')
    checkPassword(next, [found(account).login, actor.name])
    await tx
      .updateTable('account')
      .set({ password_hash: await hashPassword(next) })
      .where('account_id', '=', found(account).account_id)
      .execute()
    await closeSessions(tx, tenant.orgId, personId, new Date(ports.now()), actor.sessionId)
    return { result: {}, audit: { subject: personId, detail: {} } }
  })
