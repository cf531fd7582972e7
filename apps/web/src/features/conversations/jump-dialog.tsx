import { Button, Dialog, TextField } from '@yuanwei/ui'
import { useState } from 'react'
import { asProblem, type ProblemError } from '../../shell/api.ts'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { useMe } from '../../shell/session.ts'
import { instantOf } from '../timeline/moment.ts'
import { findMoment } from './message-pages.ts'
import type { Conversation } from './reader-page.tsx'

export interface JumpDialogProps {
  readonly conversation: Conversation
  readonly onJump: (position: number) => void
  readonly onClose: () => void
}

/** To a message by its number, or to the first one of a day. */
export default function JumpDialog({ conversation, onJump, onClose }: JumpDialogProps) {
  const t = useT()
  const { zone } = useMe().organisation
  const [number, setNumber] = useState('')
  const [date, setDate] = useState('')
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<ProblemError | null>(null)
  const total = conversation.messageCount
  const wanted = Number(number.normalize('NFKC'))
  const valid = number !== '' && Number.isInteger(wanted) && wanted >= 1 && wanted <= total
  const go = async () => {
    if (valid) {
      onJump(wanted - 1)
      onClose()
      return
    }
    if (!date) return
    setPending(true)
    setError(null)
    try {
      onJump(await findMoment(conversation, instantOf(`${date}T00:00:00`, zone)))
      onClose()
    } catch (cause) {
      setError(asProblem(cause))
      setPending(false)
    }
  }
  const reason =
    number !== '' && !valid ? t('jump.out_of_range', { total }) : !valid && !date ? t('reason.jump') : null
  return (
    <Dialog
      open
      onClose={onClose}
      size="narrow"
      title={t('reader.jump')}
      closeLabel={t('action.close')}
      onSubmit={() => {
        if (!reason) void go()
      }}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" variant="primary" pending={pending} disabledReason={reason}>
            {t('jump.go')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('jump.number')}
        hint={t('jump.number.hint', { total })}
        inputMode="numeric"
        value={number}
        onChange={setNumber}
      />
      <TextField
        label={t('jump.date')}
        hint={t('jump.date.hint')}
        type="date"
        value={date}
        onChange={setDate}
      />
      <ProblemNotice error={error} kept="typed" />
    </Dialog>
  )
}
