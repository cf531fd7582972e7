import { identity } from '@yuanwei/contract/staff'
import { answer } from '../../platform/operations/index.ts'
import { found } from '../../platform/problem.ts'
import type { IdentityDeps } from './deps.ts'
import { readInstallation } from './setup-code.ts'
import { findMember, findTenant, listMembers, meOf, personOf } from './store.ts'

export const readSetup = (deps: IdentityDeps) =>
  answer(identity.readSetup, async ({ tx, actor }) => {
    const { founded } = await readInstallation(tx)
    return { needed: !founded, signedIn: actor.class === 'person', version: deps.version }
  })

export const readMe = () =>
  answer(identity.readMe, async ({ tx, tenant, actor }) => {
    const member = found(await findMember(tx, tenant.orgId, actor.personId as string))
    return meOf(member, found(await findTenant(tx, tenant.orgId)), actor.csrfToken ?? '')
  })

export const listPeople = () =>
  answer(identity.listPeople, async ({ tx, tenant }) => ({
    people: (await listMembers(tx, tenant.orgId)).map(personOf),
  }))
