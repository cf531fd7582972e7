import type { Handler } from '../../platform/operations/index.ts'
import { changeRoles, deactivatePerson } from './change-roles.ts'
import type { IdentityDeps } from './deps.ts'
import { acceptInvitation, invitePerson } from './invite-person.ts'
import { listPeople, readMe, readSetup } from './read-me.ts'
import { setUp } from './set-up.ts'
import { changePassword, signIn, signOut } from './sign-in.ts'

export { authenticate } from './authenticate.ts'
export type { IdentityDeps } from './deps.ts'
export { findActor } from './find-actor.ts'
export { renewSetupCode } from './setup-code.ts'

export function identityHandlers(deps: IdentityDeps): Record<string, Handler> {
  return {
    readSetup: readSetup(deps),
    setUp: setUp(deps),
    signIn: signIn(deps),
    signOut: signOut(),
    readMe: readMe(),
    changePassword: changePassword(deps),
    listPeople: listPeople(),
    invitePerson: invitePerson(),
    acceptInvitation: acceptInvitation(deps),
    changeRoles: changeRoles(),
    deactivatePerson: deactivatePerson(),
  }
}
