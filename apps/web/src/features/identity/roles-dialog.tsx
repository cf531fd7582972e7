import type { Role } from '@yuanwei/contract'
import { identity } from '@yuanwei/contract/staff'
import { Button, Dialog } from '@yuanwei/ui'
import { useState } from 'react'
import { useCommand } from '../../shell/api.ts'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import type { Person } from './people-page.tsx'
import { RoleChoice } from './role-choice.tsx'

export interface PersonDialogProps {
  readonly person: Person
  readonly onClose: () => void
}

export function RolesDialog({ person, onClose }: PersonDialogProps) {
  const t = useT()
  const [roles, setRoles] = useState<Role[]>(person.roles)
  const change = useCommand(identity.changeRoles, { refreshes: [identity.listPeople], onDone: onClose })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('people.change_roles.of', { name: person.name })}
      closeLabel={t('action.close')}
      onSubmit={() => void change.run({ personId: person.personId, roles })}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            type="submit"
            variant="primary"
            pending={change.pending}
            disabledReason={roles.length > 0 ? null : t('reason.one_role')}
          >
            {t('action.save')}
          </Button>
        </>
      }
    >
      <RoleChoice value={roles} onChange={setRoles} />
      <ProblemNotice error={change.error} kept="typed" />
    </Dialog>
  )
}
