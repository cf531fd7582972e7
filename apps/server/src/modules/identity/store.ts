import { type Output, type Permission, permissionsOf, type Role } from '@yuanwei/contract'
import type { identity } from '@yuanwei/contract/staff'
import type { Tx } from '../../platform/database/index.ts'
import type { Actor, Tenant } from '../../platform/operations/index.ts'
import { Problem } from '../../platform/problem.ts'

type Me = Output<typeof identity.readMe>
type Person = Output<typeof identity.changeRoles>

export interface Member {
  readonly personId: string
  readonly name: string
  readonly login: string | null
  readonly roles: Role[]
  readonly status: 'invited' | 'active' | 'inactive'
  readonly pseudonym: Buffer
  readonly since: Date
}

const MEMBER = ['person_id', 'name', 'login', 'roles', 'status', 'pseudonym', 'since'] as const

function members(tx: Tx, orgId: string) {
  return tx.selectFrom('member').select(MEMBER).where('org_id', '=', orgId)
}

function toMember(row: {
  person_id: string
  name: string
  login: string | null
  roles: string[]
  status: Member['status']
  pseudonym: Buffer
  since: Date
}): Member {
  return { ...row, personId: row.person_id, roles: row.roles as Role[] }
}

export async function findMember(tx: Tx, orgId: string, personId: string): Promise<Member | null> {
  const row = await members(tx, orgId).where('person_id', '=', personId).executeTakeFirst()
  return row ? toMember(row) : null
}

export async function lockMember(tx: Tx, orgId: string, personId: string): Promise<Member | null> {
  const row = await members(tx, orgId).where('person_id', '=', personId).forNoKeyUpdate().executeTakeFirst()
  return row ? toMember(row) : null
}

/** All of them, owners locked together: two owners who step down at once can't both succeed. */
export async function lockOwners(tx: Tx, orgId: string): Promise<Member[]> {
  const rows = await members(tx, orgId)
    .where('status', '=', 'active')
    .orderBy('person_id')
    .forNoKeyUpdate()
    .execute()
  return rows.map(toMember).filter(member => member.roles.includes('owner'))
}

/** Only an owner makes an owner: whoever manages people can't raise himself. */
export async function requireOwner(tx: Tx, orgId: string, personId: string | null): Promise<void> {
  const owners = await lockOwners(tx, orgId)
  if (!owners.some(owner => owner.personId === personId)) throw new Problem('forbidden', { role: 'owner' })
}

export async function listMembers(tx: Tx, orgId: string): Promise<Member[]> {
  const rows = await members(tx, orgId).orderBy('since').orderBy('person_id').execute()
  return rows.map(toMember)
}

export async function findTenant(
  tx: Tx,
  orgId: string,
): Promise<(Tenant & { name: string; keyId: string }) | null> {
  const row = await tx
    .selectFrom('organisation')
    .select(['name', 'zone', 'stream', 'key_id'])
    .where('org_id', '=', orgId)
    .executeTakeFirst()
  return row ? { orgId, name: row.name, zone: row.zone, stream: row.stream, keyId: row.key_id } : null
}

export function actorOf(member: Member, sessionId: string | null): Actor {
  return {
    class: 'person',
    personId: member.personId,
    name: member.name,
    pseudonym: member.pseudonym.toString('hex'),
    permissions: permissionsOf(member.roles),
    sessionId,
  }
}

export function meOf(member: Member, tenant: Tenant & { name: string }, csrfToken: string): Me {
  const permissions: Permission[] = [...permissionsOf(member.roles)]
  return {
    personId: member.personId as Me['personId'],
    name: member.name,
    login: member.login ?? '',
    roles: member.roles,
    permissions,
    organisation: {
      organisationId: tenant.orgId as Me['organisation']['organisationId'],
      name: tenant.name,
      zone: tenant.zone,
    },
    csrfToken,
  }
}

export function personOf(member: Member): Person {
  return {
    personId: member.personId as Person['personId'],
    name: member.name,
    login: member.login,
    roles: member.roles,
    status: member.status,
    since: member.since.toISOString(),
  }
}

export async function openSession(
  tx: Tx,
  session: { orgId: string; sessionId: string; personId: string; digest: Buffer; now: Date; expiresAt: Date },
): Promise<void> {
  await tx
    .insertInto('session')
    .values({
      org_id: session.orgId,
      session_id: session.sessionId,
      person_id: session.personId,
      token_digest: session.digest,
      opened_at: session.now,
      seen_at: session.now,
      expires_at: session.expiresAt,
      closed_at: null,
    })
    .execute()
}

/** Ends sessions of a person: all, or all but the one that asks. */
export async function closeSessions(
  tx: Tx,
  orgId: string,
  personId: string,
  now: Date,
  except: string | null,
): Promise<void> {
  let update = tx
    .updateTable('session')
    .set({ closed_at: now })
    .where('org_id', '=', orgId)
    .where('person_id', '=', personId)
    .where('closed_at', 'is', null)
  if (except) update = update.where('session_id', '!=', except)
  await update.execute()
}
