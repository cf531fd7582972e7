import type { Role } from '@yuanwei/contract'
import { identity } from '@yuanwei/contract/staff'
import { Button, Dialog, Notice, TextField } from '@yuanwei/ui'
import { useState } from 'react'
import { type Output, useCommand } from '../../shell/api.ts'
import { CopyField } from '../../shell/copy-field.tsx'
import { useDraft } from '../../shell/draft.ts'
import { shortInstant } from '../../shell/format.ts'
import { useT } from '../../shell/language.tsx'
import { fieldError, ProblemNotice } from '../../shell/problem.tsx'
import { useMe } from '../../shell/session.ts'
import { RoleChoice } from './role-choice.tsx'

const EMPTY: { name: string; roles: Role[] } = { name: '', roles: ['agent'] }

export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT()
  const { value, set, clear } = useDraft('invite', EMPTY)
  const [done, setDone] = useState<Output<typeof identity.invitePerson> | null>(null)
  const invite = useCommand(identity.invitePerson, {
    refreshes: [identity.listPeople],
    onDone: output => {
      clear()
      setDone(output)
    },
  })
  if (done) return <InvitationMade made={done} onClose={onClose} />
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('people.invite')}
      description={t('people.invite.lead')}
      closeLabel={t('action.close')}
      onSubmit={() => void invite.run(value)}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            type="submit"
            variant="primary"
            pending={invite.pending}
            disabledReason={value.roles.length > 0 ? null : t('reason.one_role')}
          >
            {t('people.invite.submit')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('people.name')}
        error={fieldError(t, invite.error, 'name')}
        required
        value={value.name}
        onChange={name => set({ name })}
      />
      <RoleChoice value={value.roles} onChange={roles => set({ roles })} />
      <ProblemNotice error={invite.error} kept="typed" />
    </Dialog>
  )
}

interface InvitationMadeProps {
  readonly made: Output<typeof identity.invitePerson>
  readonly onClose: () => void
}

/** The code exists nowhere else: the server keeps its digest alone. */
function InvitationMade({ made, onClose }: InvitationMadeProps) {
  const t = useT()
  const { zone } = useMe().organisation
  const address = `${location.origin}/invitation#${encodeURIComponent(made.invitationCode)}`
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('people.invited.title', { name: made.person.name })}
      closeLabel={t('action.close')}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('people.invited.done')}
        </Button>
      }
    >
      <Notice tone="promise" title={t('people.invited.once')}>
        {t('people.invited.until', { when: shortInstant(made.expiresAt, zone) })}
      </Notice>
      <CopyField label={t('people.invited.address')} value={address} />
      <CopyField label={t('people.invited.code')} value={made.invitationCode} />
    </Dialog>
  )
}
