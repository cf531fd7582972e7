import { ROLES, type Role } from '@yuanwei/contract'
import { Checkbox } from '@yuanwei/ui'
import { useT } from '../../shell/language.tsx'

export interface RoleChoiceProps {
  readonly value: readonly Role[]
  readonly onChange: (roles: Role[]) => void
}

/** The roles with what each may do, in the order of the contract. */
export function RoleChoice({ value, onChange }: RoleChoiceProps) {
  const t = useT()
  return (
    <fieldset className="grid">
      <legend className="mb-1 font-semibold">{t('people.roles')}</legend>
      {ROLES.map(role => (
        <Checkbox
          key={role}
          label={t(`role.${role}`)}
          hint={t(`role.${role}.may`)}
          checked={value.includes(role)}
          onChange={on => onChange(ROLES.filter(known => (known === role ? on : value.includes(known))))}
        />
      ))}
    </fieldset>
  )
}
