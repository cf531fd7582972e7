import { timingSafeEqual } from 'node:crypto'
import { identity } from '@yuanwei/contract/staff'
import type { Tx } from '../../platform/database/index.ts'
import { handleEntrance, inTenant, type WriteContext } from '../../platform/operations/index.ts'
import { newId } from '../../platform/ports.ts'
import { Problem } from '../../platform/problem.ts'
import type { IdentityDeps } from './deps.ts'
import { grantSession } from './grant-session.ts'
import { checkPassword, hashPassword } from './password.ts'
import { digestOf, normaliseSetupCode } from './session.ts'
import { readInstallation } from './setup-code.ts'
import { actorOf } from './store.ts'

/** Founds the organisation and its first person, who is owner and admin. Whoever reads the console may do it, once. */
export const setUp = (deps: IdentityDeps) =>
  handleEntrance(identity.setUp, {
    async identify(input) {
      const { founded, codeDigest } = await inTenant(deps.db, null, 'read only', readInstallation)
      if (founded) throw new Problem('setup_done')
      const given = digestOf(normaliseSetupCode(input.code))
      if (!codeDigest || !timingSafeEqual(codeDigest, given)) throw new Problem('setup_code_wrong')
      checkPassword(input.password, [input.login, input.organisationName, input.personName])
      const actor = actorOf(
        {
          personId: newId(deps.ports),
          name: input.personName,
          login: input.login,
          roles: ['owner', 'admin'],
          status: 'active',
          pseudonym: Buffer.from(deps.ports.random(16)),
          since: new Date(deps.ports.now()),
        },
        null,
      )
      return { tenant: { orgId: newId(deps.ports), stream: deps.ports.random(16), zone: input.zone }, actor }
    },
    async run(context, input) {
      await claim(context.tx, new Date(context.ports.now()))
      const passwordHash = await hashPassword(input.password)
      await found(deps, context, { ...input, passwordHash })
      const { me, session } = await grantSession(context, context.actor.personId as string)
      return {
        result: me,
        session,
        audit: {
          subject: context.tenant.orgId,
          detail: { organisation: input.organisationName, zone: input.zone },
        },
      }
    },
  })

/** Of two that found at once the second waits here and is refused. */
async function claim(tx: Tx, now: Date): Promise<void> {
  const row = await tx.selectFrom('installation').select('founded_at').forUpdate().executeTakeFirstOrThrow()
  if (row.founded_at) throw new Problem('setup_done')
  await tx.updateTable('installation').set({ founded_at: now, setup_code_digest: null }).execute()
}

async function found(
  deps: IdentityDeps,
  { tx, tenant, actor, ports }: WriteContext,
  input: { organisationName: string; zone: string; login: string; passwordHash: string },
): Promise<void> {
  const now = new Date(ports.now())
  const personId = actor.personId as string
  const keyId = await deps.keys.keep(tx, { orgId: tenant.orgId, kind: 'organisation', parentId: null })
  await tx
    .insertInto('organisation')
    .values({
      org_id: tenant.orgId,
      name: input.organisationName,
      zone: input.zone,
      stream: Buffer.from(tenant.stream),
      key_id: keyId,
      founded_at: now,
    })
    .execute()
  await tx
    .insertInto('member')
    .values({
      org_id: tenant.orgId,
      person_id: personId,
      name: actor.name,
      login: input.login,
      roles: ['owner', 'admin'],
      status: 'active',
      pseudonym: Buffer.from(actor.pseudonym, 'hex'),
      invitation_digest: null,
      invitation_expires_at: null,
      since: now,
    })
    .execute()
  await tx
    .insertInto('account')
    .values({
      account_id: newId(ports),
      login: input.login,
      password_hash: input.passwordHash,
      org_id: tenant.orgId,
      person_id: personId,
      created_at: now,
    })
    .execute()
}
