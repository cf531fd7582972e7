/** What a role may do. Named in operations; rendered in the settings; nothing else decides. */
export const PERMISSIONS = [
  'organisation.read',
  'people.read',
  'people.manage',
  'case.read',
  'case.create',
  'case.edit',
  'evidence.read',
  'evidence.add',
  'conversation.read',
  'conversation.import',
  'timeline.edit',
  'dossier.read',
  'dossier.create',
  'dossier.unmask',
  'log.read',
] as const
export type Permission = (typeof PERMISSIONS)[number]

export const ROLES = ['agent', 'lead', 'owner', 'legal', 'admin'] as const
export type Role = (typeof ROLES)[number]

const CASE_WORK: readonly Permission[] = [
  'organisation.read',
  'people.read',
  'case.read',
  'case.create',
  'case.edit',
  'evidence.read',
  'evidence.add',
  'conversation.read',
  'conversation.import',
  'timeline.edit',
  'dossier.read',
  'dossier.create',
]

/** Who runs the machine (admin) does not thereby read the cases. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  agent: CASE_WORK,
  lead: [...CASE_WORK, 'log.read'],
  legal: [...CASE_WORK, 'dossier.unmask', 'log.read'],
  owner: PERMISSIONS,
  admin: ['organisation.read', 'people.read', 'people.manage', 'log.read'],
}

/** The union of what the roles allow. */
export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap(role => ROLE_PERMISSIONS[role]))
}
