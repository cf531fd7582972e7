import type { Permission, Role } from '@yuanwei/contract'
import { identity } from '@yuanwei/contract/staff'
import { type Output, useRead } from './api.ts'
import { useT } from './language.tsx'

export type Me = Output<typeof identity.readMe>

/** The signed-in person. Only used below the signed-in part of the routes, which has already read it. */
export function useMe(): Me {
  const { data } = useRead(identity.readMe, {}, { staleTime: 60_000 })
  if (!data) throw new Error('used outside of the signed-in part')
  return data
}

/** Null where the person may; otherwise the sentence that a button shows as its reason. */
export function useCannot(): (permission: Permission) => string | null {
  const t = useT()
  const me = useMe()
  return permission =>
    me.permissions.includes(permission)
      ? null
      : t('reason.permission', { permission: t(`permission.${permission}`) })
}

export function roleNames(t: ReturnType<typeof useT>, roles: readonly Role[]): string {
  return roles.map(role => t(`role.${role}`)).join(t('list.separator'))
}
