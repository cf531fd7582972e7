import { cases, conversations, dossiers } from '@yuanwei/contract/staff'
import { Button, Checkbox, Dialog, SelectField, TextArea } from '@yuanwei/ui'
import { refresh, useCommand, useRead } from '../../shell/api.ts'
import { useDraft } from '../../shell/draft.ts'
import { DraftNote } from '../../shell/draft-note.tsx'
import { useLanguage, useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { useCannot } from '../../shell/session.ts'
import { DossierContents } from './dossier-contents.tsx'
import {
  type DossierDraft,
  dossierInput,
  draftKey,
  emptyDossier,
  outgrown,
  type Purpose,
} from './dossier-draft.ts'

export interface DossierDialogProps {
  readonly caseId: string
  readonly onClose: () => void
}

/** What goes out of the house, for whom, and how much of it is masked. */
export default function DossierDialog({ caseId, onClose }: DossierDialogProps) {
  const t = useT()
  const cannot = useCannot()
  const language = useLanguage()
  const draft = useDraft<DossierDraft>(draftKey(caseId), emptyDossier(language))
  const { value, set } = draft
  const create = useCommand(dossiers.createDossier, {
    refreshes: [dossiers.listDossiers, cases.readHistory],
    onDone: () => {
      draft.clear()
      onClose()
    },
  })
  const threads = useRead(conversations.listConversations, { caseId }).data?.conversations ?? []
  const input = dossierInput(caseId, value)
  const nothing = value.exhibitIds.length === 0 && value.spans.length === 0
  const reason = !value.purpose
    ? t('reason.purpose')
    : nothing
      ? t('reason.dossier_empty')
      : outgrown(value.spans, threads).length > 0
        ? t('reason.dossier_grown')
        : value.unmasked && !value.reason.trim()
          ? t('reason.unmask_reason')
          : null
  const send = async (sent: Parameters<typeof create.run>[0]) => {
    // Where a conversation has grown meanwhile, its new count shows which spans have to be chosen again.
    if (!(await create.run(sent))) refresh(conversations.listConversations)
  }
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={t('dossier.create')}
      description={t('dossier.lead')}
      closeLabel={t('action.close')}
      onSubmit={() => {
        if (input && !reason) void send(input as Parameters<typeof create.run>[0])
      }}
      footer={
        <>
          <Button onClick={onClose}>{t('action.later')}</Button>
          <Button type="submit" variant="primary" pending={create.pending} disabledReason={reason}>
            {t('dossier.submit')}
          </Button>
        </>
      }
    >
      <DraftNote draft={draft} />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t('dossier.purpose')}
          hint={t('dossier.purpose.hint')}
          required
          value={value.purpose}
          options={[
            { value: '', label: t('dossier.purpose.choose') },
            ...dossiers.DOSSIER_PURPOSES.map(purpose => ({
              value: purpose,
              label: t(`dossier.purpose.${purpose}`),
            })),
          ]}
          onChange={purpose => set({ purpose: purpose as Purpose })}
        />
        <SelectField
          label={t('dossier.language')}
          hint={t('dossier.language.hint')}
          value={value.language}
          options={[
            { value: 'zh-CN', label: t('language.zh-CN') },
            { value: 'en', label: t('language.en') },
          ]}
          onChange={chosen => set({ language: chosen as DossierDraft['language'] })}
        />
      </div>
      <DossierContents caseId={caseId} value={value} onChange={set} />
      <fieldset className="grid gap-2">
        <legend className="mb-1 font-semibold">{t('dossier.masking')}</legend>
        <Checkbox
          type="radio"
          name="masking"
          label={t('dossier.masked')}
          hint={t('dossier.masked.hint')}
          checked={!value.unmasked}
          onChange={() => set({ unmasked: false })}
        />
        <Checkbox
          type="radio"
          name="masking"
          label={t('dossier.unmasked')}
          hint={t('dossier.unmasked.hint')}
          disabledReason={cannot('dossier.unmask')}
          checked={value.unmasked}
          onChange={() => set({ unmasked: true })}
        />
        {value.unmasked ? (
          <TextArea
            label={t('dossier.reason')}
            required
            maxLength={1000}
            value={value.reason}
            onChange={typed => set({ reason: typed })}
          />
        ) : null}
      </fieldset>
      {create.error?.code === 'stale_version' ? null : <ProblemNotice error={create.error} kept="typed" />}
    </Dialog>
  )
}
