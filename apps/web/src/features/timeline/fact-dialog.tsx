import { cases, timeline } from '@yuanwei/contract/staff'
import { Button, Dialog, SelectField, TextArea, TextField } from '@yuanwei/ui'
import { useState } from 'react'
import { readFresh, useCommand, useRead } from '../../shell/api.ts'
import { Conflict } from '../../shell/conflict.tsx'
import { useDraft } from '../../shell/draft.ts'
import { DraftNote } from '../../shell/draft-note.tsx'
import { useT } from '../../shell/language.tsx'
import { fieldError, ProblemNotice } from '../../shell/problem.tsx'
import { useMe } from '../../shell/session.ts'
import { CausePicker } from './cause-picker.tsx'
import {
  differences,
  type FactDraft,
  factDraft,
  factInput,
  type NamedSource,
  withSources,
} from './fact-draft.ts'
import { type Moment, momentOf } from './moment.ts'
import { MomentField } from './moment-field.tsx'
import { type Fact, type FactKind, orderFacts } from './order.ts'
import { SourcePicker } from './source-picker.tsx'

export interface FactDialogProps {
  readonly caseId: string
  /** The fact to edit; left out, a new one. */
  readonly fact?: Fact
  /** Messages or files chosen elsewhere, added to what an earlier opening left behind. */
  readonly sources?: readonly NamedSource[]
  readonly moment?: Moment
  readonly onClose: () => void
  readonly onSaved?: () => void
}

/** A fact with its sources: without one it can't be sent. */
export default function FactDialog(props: FactDialogProps) {
  const { caseId, fact, sources = [], onClose } = props
  const t = useT()
  const { zone } = useMe().organisation
  const moment = props.moment ?? momentOf({ kind: 'none' }, zone)
  const [initial] = useState(() =>
    factDraft(fact, zone, sources, { ...moment, known: moment.date ? moment.known : 'zoned' }),
  )
  const draft = useDraft<FactDraft>(fact ? `fact.${fact.factId}` : `fact.new.${caseId}`, initial)
  const value = withSources(draft.value, sources)
  const found = useRead(timeline.readTimeline, { caseId }, { staleTime: 5 * 60_000 })
  const others = orderFacts(found.data?.facts ?? []).filter(other => other.factId !== fact?.factId)
  const [base, setBase] = useState(fact)
  const [newer, setNewer] = useState<Fact | null>(null)
  const settings = {
    refreshes: [timeline.readTimeline, cases.readCase, cases.readHistory],
    onDone: () => {
      draft.clear()
      props.onSaved?.()
      onClose()
    },
  }
  const add = useCommand(timeline.addFact, settings)
  const edit = useCommand(timeline.editFact, settings)
  const error = add.error ?? edit.error
  const input = factInput(value, zone)
  const send = async (current: Fact | undefined) => {
    if (!input) return
    if (!current) return void add.run({ ...input, caseId })
    if (await edit.run({ ...input, factId: current.factId, version: current.version })) return
    const now = await readFresh(timeline.readTimeline, { caseId })
    const other = now?.facts.find(candidate => candidate.factId === current.factId)
    if (other && other.version !== current.version) setNewer(other)
  }
  const reason = !value.title.trim()
    ? t('reason.fact_title')
    : value.sources.length === 0
      ? t('reason.fact_source')
      : input
        ? null
        : t('reason.fact_when')
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={fact ? t('fact.edit') : t('fact.add')}
      description={t('fact.lead')}
      closeLabel={t('action.close')}
      onSubmit={() => {
        if (!reason) void send(base)
      }}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            type="submit"
            variant="primary"
            pending={add.pending || edit.pending}
            disabledReason={reason}
          >
            {fact ? t('action.save') : t('fact.submit')}
          </Button>
        </>
      }
    >
      <DraftNote draft={draft} />
      {newer ? (
        <Conflict
          rows={differences(t, newer, value, zone)}
          onMine={() => {
            setBase(newer)
            setNewer(null)
            void send(newer)
          }}
          onTheirs={() => {
            draft.set(factDraft(newer, zone, [], moment))
            setBase(newer)
            setNewer(null)
            edit.reset()
          }}
        />
      ) : null}
      <div className="grid gap-4 sm:grid-cols-[1fr_180px]">
        <TextField
          label={t('fact.title')}
          hint={t('fact.title.hint')}
          error={fieldError(t, error, 'title')}
          required
          maxLength={200}
          value={value.title}
          onChange={title => draft.set({ title })}
        />
        <SelectField
          label={t('fact.kind')}
          value={value.kind}
          options={timeline.FACT_KINDS.map(kind => ({ value: kind, label: t(`fact.kind.${kind}`) }))}
          onChange={kind => draft.set({ kind: kind as FactKind })}
        />
      </div>
      <MomentField value={value.moment} zone={zone} onChange={next => draft.set({ moment: next })} />
      <TextArea
        label={t('fact.body')}
        optional={t('field.optional')}
        error={fieldError(t, error, 'body')}
        maxLength={4000}
        value={value.body}
        onChange={body => draft.set({ body })}
      />
      <SourcePicker caseId={caseId} value={value.sources} onChange={next => draft.set({ sources: next })} />
      <CausePicker facts={others} value={value.causes} onChange={causes => draft.set({ causes })} />
      {error?.code === 'stale_version' ? null : <ProblemNotice error={error} kept="typed" />}
    </Dialog>
  )
}
