import { Button, Notice } from '@yuanwei/ui'
import { useT } from './language.tsx'

export interface ConflictProps {
  /** Fields that differ: name, what stands now, what was typed here. */
  readonly rows: readonly { readonly label: string; readonly theirs: string; readonly mine: string }[]
  readonly onMine: () => void
  readonly onTheirs: () => void
}

/** Someone else was faster: both versions side by side, and the person decides. */
export function Conflict({ rows, onMine, onTheirs }: ConflictProps) {
  const t = useT()
  return (
    <Notice
      tone="promise"
      role="alert"
      title={t('conflict.title')}
      action={
        <>
          <Button onClick={onMine}>{t('conflict.mine.use')}</Button>
          <Button onClick={onTheirs}>{t('conflict.theirs.use')}</Button>
        </>
      }
    >
      <p>{t('conflict.body')}</p>
      {rows.length === 0 ? <p>{t('conflict.same')}</p> : null}
      <dl className="mt-2 grid gap-2">
        {rows.map(row => (
          <div key={row.label} className="grid gap-1">
            <dt className="font-semibold">{row.label}</dt>
            <dd className="grid gap-2 sm:grid-cols-2">
              <p className="whitespace-pre-wrap rounded-md border border-line bg-surface px-2 py-1">
                <span className="block text-12 text-ink-3">{t('conflict.theirs')}</span>
                {row.theirs || t('value.empty')}
              </p>
              <p className="whitespace-pre-wrap rounded-md border border-line bg-surface px-2 py-1">
                <span className="block text-12 text-ink-3">{t('conflict.mine')}</span>
                {row.mine || t('value.empty')}
              </p>
            </dd>
          </div>
        ))}
      </dl>
    </Notice>
  )
}
