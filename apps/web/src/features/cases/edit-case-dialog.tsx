import { cases } from '@yuanwei/contract/staff'
import { Button, Dialog, SelectField } from '@yuanwei/ui'
import { useState } from 'react'
import { readFresh, useCommand } from '../../shell/api.ts'
import { Conflict } from '../../shell/conflict.tsx'
import { useDraft } from '../../shell/draft.ts'
import { DraftNote } from '../../shell/draft-note.tsx'
import { type Translate, useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { type Case, type CaseDraft, CaseFields, caseInput, draftOf } from './case-form.tsx'

interface EditDraft extends CaseDraft {
  readonly status: Case['status']
}

const editDraftOf = (item: Case): EditDraft => ({ ...draftOf(item), status: item.status })

function differences(t: Translate, now: Case, mine: EditDraft) {
  const theirs = editDraftOf(now)
  const shown = (draft: EditDraft) => [
    [t('case.title'), draft.title],
    [t('case.kind'), t(`case.kind.${draft.kind}`)],
    [t('case.customer'), draft.customerName],
    [t('case.order'), draft.orderNumber],
    [t('case.amount'), draft.amount],
    [t('case.summary'), draft.summary],
    [t('case.status'), t(`case.status.${draft.status}`)],
  ]
  const other = shown(mine)
  return shown(theirs)
    .map(([label, text], index) => ({
      label: label ?? '',
      theirs: text ?? '',
      mine: other[index]?.[1] ?? '',
    }))
    .filter(row => row.theirs !== row.mine)
}

export interface EditCaseDialogProps {
  readonly item: Case
  readonly onClose: () => void
}

export default function EditCaseDialog({ item, onClose }: EditCaseDialogProps) {
  const t = useT()
  const draft = useDraft(`case.${item.caseId}`, editDraftOf(item))
  const [base, setBase] = useState(item)
  const [newer, setNewer] = useState<Case | null>(null)
  const edit = useCommand(cases.editCase, {
    refreshes: [cases.readCase, cases.listCases, cases.readHistory],
    onDone: () => {
      draft.clear()
      onClose()
    },
  })
  const input = caseInput(draft.value)
  const send = async (version: number) => {
    if (!input) return
    const sent = { ...input, status: draft.value.status, caseId: item.caseId, version }
    if (await edit.run(sent)) return
    const now = await readFresh(cases.readCase, { caseId: item.caseId })
    if (now && now.version !== version) setNewer(now)
  }
  const reason = !draft.value.title.trim() ? t('reason.case_title') : input ? null : t('case.amount.invalid')
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('case.edit')}
      description={item.number}
      closeLabel={t('action.close')}
      onSubmit={() => {
        if (!reason) void send(base.version)
      }}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" variant="primary" pending={edit.pending} disabledReason={reason}>
            {t('action.save')}
          </Button>
        </>
      }
    >
      <DraftNote draft={draft} />
      {newer ? (
        <Conflict
          rows={differences(t, newer, draft.value)}
          onMine={() => {
            setBase(newer)
            setNewer(null)
            void send(newer.version)
          }}
          onTheirs={() => {
            draft.set(editDraftOf(newer))
            setBase(newer)
            setNewer(null)
            edit.reset()
          }}
        />
      ) : null}
      <CaseFields value={draft.value} onChange={draft.set} error={edit.error} />
      <SelectField
        label={t('case.status')}
        hint={t('case.status.hint')}
        value={draft.value.status}
        options={cases.CASE_STATUSES.map(status => ({ value: status, label: t(`case.status.${status}`) }))}
        onChange={status => draft.set({ status: status as Case['status'] })}
      />
      {edit.error?.code === 'stale_version' ? null : <ProblemNotice error={edit.error} kept="typed" />}
    </Dialog>
  )
}
