import type { LogState } from '@yuanwei/contract'
import { Tag, Tooltip } from '@yuanwei/ui'
import type { z } from 'zod'
import { useT } from './language.tsx'

export type LogPlace = z.infer<typeof LogState>

/**
 * Where an act stands in the log, in the only words we can answer for: until there are time stamps and a witness
 * it is taken in and kept by one party alone. The seal is not shown.
 */
export function LogStateTag({ log }: { readonly log: LogPlace }) {
  const t = useT()
  if (log.state === 'pending') return <Tag tone="promise">{t('log.pending')}</Tag>
  const explanation = t('log.logged.explained', { index: log.index ?? 0, number: log.number ?? 0 })
  return (
    <Tooltip text={explanation}>
      {/* Reached by the keyboard so that its explanation is too. */}
      <button type="button" className="touch-target min-h-6 cursor-help! text-left">
        <Tag tone="done">{t('log.logged')}</Tag>
        <span className="sr-only">{explanation}</span>
      </button>
    </Tooltip>
  )
}
