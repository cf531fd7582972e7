import { useNavigate } from '@tanstack/react-router'
import { cases } from '@yuanwei/contract/staff'
import { Button, Dialog } from '@yuanwei/ui'
import { useCommand } from '../../shell/api.ts'
import { useDraft } from '../../shell/draft.ts'
import { DraftNote } from '../../shell/draft-note.tsx'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { CaseFields, caseInput, EMPTY_CASE } from './case-form.tsx'

export default function CreateCaseDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT()
  const navigate = useNavigate()
  const draft = useDraft('case', EMPTY_CASE)
  const create = useCommand(cases.createCase, {
    refreshes: [cases.listCases],
    onDone: created => {
      draft.clear()
      void navigate({ to: '/cases/$caseId', params: { caseId: created.caseId } })
    },
  })
  const input = caseInput(draft.value)
  const reason = !draft.value.title.trim() ? t('reason.case_title') : input ? null : t('case.amount.invalid')
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('cases.create')}
      description={t('cases.create.lead')}
      closeLabel={t('action.close')}
      onSubmit={() => {
        if (input && !reason) void create.run(input)
      }}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" variant="primary" pending={create.pending} disabledReason={reason}>
            {t('cases.create.submit')}
          </Button>
        </>
      }
    >
      <DraftNote draft={draft} />
      <CaseFields value={draft.value} onChange={draft.set} error={create.error} />
      <ProblemNotice error={create.error} kept="typed" />
    </Dialog>
  )
}
