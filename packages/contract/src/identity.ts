import { z } from 'zod'
import { Instant, line } from './fields.ts'
import { OrganisationId, PersonId } from './ids.ts'
import { command, query } from './operation.ts'
import { PERMISSIONS, ROLES } from './permissions.ts'

export const Login = z
  .string()
  .trim()
  .toLowerCase()
  .min(3)
  .max(200)
  .regex(/^[^\s\p{Cc}\p{Cs}]+$/u)
/** Length alone is asked for (NIST SP 800-63B, ASVS 5 §6.2): no composition rules. */
export const Password = z.string().min(12).max(200)
/** An IANA time zone that this runtime knows. */
export const Zone = z.string().max(60).refine(isZone)

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}

export const Roles = z.array(z.enum(ROLES)).min(1).max(5)

export const Me = z.object({
  personId: PersonId,
  name: z.string(),
  login: z.string(),
  roles: Roles,
  permissions: z.array(z.enum(PERMISSIONS)),
  organisation: z.object({ organisationId: OrganisationId, name: z.string(), zone: z.string() }),
  /** Sent back in the `X-CSRF-Token` header of every command. */
  csrfToken: z.string(),
})
export type Me = z.infer<typeof Me>

export const Person = z.object({
  personId: PersonId,
  name: z.string(),
  login: z.string().nullable(),
  roles: Roles,
  status: z.enum(['invited', 'active', 'inactive']),
  since: Instant,
})
export type Person = z.infer<typeof Person>

export const readSetup = query({
  path: '/setup',
  actors: ['anonymous'],
  tenant: 'none',
  permission: null,
  problems: [],
  input: z.strictObject({}),
  /** `signedIn`: whether the caller's session stands, for a page that does not know yet what to show. */
  output: z.object({ needed: z.boolean(), signedIn: z.boolean(), version: z.string() }),
})

export const setUp = command({
  path: '/setup',
  actors: ['anonymous'],
  tenant: 'input',
  permission: null,
  audit: 'organisation.founded',
  problems: ['setup_done', 'setup_code_wrong', 'password_too_common'],
  input: z.strictObject({
    code: z.string().trim().max(40),
    organisationName: line(80),
    zone: Zone.default('Asia/Shanghai'),
    personName: line(60),
    login: Login,
    password: Password,
  }),
  output: Me,
})

export const signIn = command({
  path: '/session',
  actors: ['anonymous'],
  tenant: 'input',
  permission: null,
  audit: 'session.opened',
  problems: ['sign_in_failed'],
  input: z.strictObject({ login: Login, password: z.string().max(200) }),
  output: Me,
})

export const signOut = command({
  path: '/session/close',
  permission: null,
  audit: 'session.closed',
  problems: [],
  input: z.strictObject({}),
  output: z.object({}),
})

export const readMe = query({
  path: '/session',
  permission: null,
  problems: [],
  input: z.strictObject({}),
  output: Me,
})

export const changePassword = command({
  path: '/session/password',
  permission: null,
  audit: 'password.changed',
  problems: ['sign_in_failed', 'password_too_common'],
  input: z.strictObject({ current: z.string().max(200), next: Password }),
  output: z.object({}),
})

export const listPeople = query({
  path: '/people',
  permission: 'people.read',
  problems: [],
  input: z.strictObject({}),
  output: z.object({ people: z.array(Person) }),
})

export const invitePerson = command({
  path: '/people',
  permission: 'people.manage',
  audit: 'person.invited',
  secret: true,
  problems: ['too_many'],
  input: z.strictObject({ name: line(60), roles: Roles }),
  /** The code is shown once; only its digest is kept. */
  output: z.object({ person: Person, invitationCode: z.string(), expiresAt: Instant }),
})

export const acceptInvitation = command({
  path: '/invitations/accept',
  actors: ['anonymous'],
  tenant: 'input',
  permission: null,
  audit: 'invitation.accepted',
  problems: ['invitation_invalid', 'login_taken', 'password_too_common'],
  input: z.strictObject({ code: z.string().trim().max(120), login: Login, password: Password }),
  output: Me,
})

export const changeRoles = command({
  path: '/people/{personId}/roles',
  permission: 'people.manage',
  audit: 'person.roles_changed',
  problems: ['last_owner', 'own_roles'],
  input: z.strictObject({ personId: PersonId, roles: Roles }),
  output: Person,
})

export const deactivatePerson = command({
  path: '/people/{personId}/deactivate',
  permission: 'people.manage',
  audit: 'person.deactivated',
  problems: ['last_owner', 'own_roles'],
  input: z.strictObject({ personId: PersonId }),
  output: Person,
})
