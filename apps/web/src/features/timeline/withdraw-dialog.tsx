import { cases, timeline } from '@yuanwei/contract/staff'
import { Button, Dialog, TextArea } from '@yuanwei/ui'
import { useCommand } from '../../shell/api.ts'
import { useDraft } from '../../shell/draft.ts'
import { useT } from '../../shell/language.tsx'
import { fieldError, ProblemNotice } from '../../shell/problem.tsx'
import type { Fact } from './order.ts'

const EMPTY = { reason: '' }

export interface WithdrawDialogProps {
  readonly fact: Fact
  readonly onClose: () => void
}

export default function WithdrawDialog({ fact, onClose }: WithdrawDialogProps) {
  const t = useT()
  const draft = useDraft(`withdraw.${fact.factId}`, EMPTY)
  const withdraw = useCommand(timeline.withdrawFact, {
    refreshes: [timeline.readTimeline, cases.readCase, cases.readHistory],
    onDone: () => {
      draft.clear()
      onClose()
    },
  })
  const { reason } = draft.value
  return (
    <Dialog
      open
      onClose={onClose}
      size="narrow"
      title={t('fact.withdraw.title')}
      description={fact.title}
      closeLabel={t('action.close')}
      onSubmit={() => {
        if (reason.trim()) void withdraw.run({ factId: fact.factId, version: fact.version, reason })
      }}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            type="submit"
            variant="danger"
            pending={withdraw.pending}
            disabledReason={reason.trim() ? null : t('reason.reason')}
          >
            {t('fact.withdraw')}
          </Button>
        </>
      }
    >
      <p>{t('fact.withdraw.what')}</p>
      <TextArea
        label={t('field.reason')}
        error={fieldError(t, withdraw.error, 'reason')}
        required
        maxLength={500}
        value={reason}
        onChange={typed => draft.set({ reason: typed })}
      />
      <ProblemNotice error={withdraw.error} kept="typed" />
    </Dialog>
  )
}
