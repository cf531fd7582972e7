import { identity } from '@yuanwei/contract/staff'
import { Button, Dialog } from '@yuanwei/ui'
import { useCommand } from '../../shell/api.ts'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import type { PersonDialogProps } from './roles-dialog.tsx'

export function DeactivateDialog({ person, onClose }: PersonDialogProps) {
  const t = useT()
  const deactivate = useCommand(identity.deactivatePerson, {
    refreshes: [identity.listPeople],
    onDone: onClose,
  })
  return (
    <Dialog
      open
      onClose={onClose}
      size="narrow"
      title={t('people.deactivate.of', { name: person.name })}
      closeLabel={t('action.close')}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            variant="danger"
            pending={deactivate.pending}
            onClick={() => void deactivate.run({ personId: person.personId })}
          >
            {t('people.deactivate')}
          </Button>
        </>
      }
    >
      <p>{t('people.deactivate.what')}</p>
      <ProblemNotice error={deactivate.error} kept="unchanged" />
    </Dialog>
  )
}
