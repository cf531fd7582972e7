import { Button, Skeleton } from '@yuanwei/ui'
import { useId } from 'react'
import { shortInstant } from '../../shell/format.ts'
import { useT } from '../../shell/language.tsx'
import { useMe } from '../../shell/session.ts'
import { useHistory } from '../cases/history.tsx'
import { historySentence } from '../cases/history-sentence.ts'
import type { Exhibit } from './evidence-panel.tsx'

/** Who took the file in, who has seen it and who carried it out. Everyone who looks is visible to everyone who may. */
export function Custody({ exhibit }: { readonly exhibit: Exhibit }) {
  const t = useT()
  const headingId = useId()
  const { zone } = useMe().organisation
  const history = useHistory(exhibit.caseId, 200)
  const entries = history.data?.pages
    .flatMap(page => page.entries)
    .filter(entry => entry.subject === exhibit.exhibitId)
  return (
    <section aria-labelledby={headingId} className="grid gap-2">
      <h2 id={headingId} className="font-semibold">
        {t('custody.title')}
      </h2>
      {history.isPending ? <Skeleton rows={3} /> : null}
      <ol className="grid gap-1.5">
        {entries?.map(entry => (
          <li key={entry.entryId} className="grid grid-cols-[88px_1fr] gap-2">
            <time dateTime={entry.at} className="text-12/5.5 text-ink-3">
              {shortInstant(entry.at, zone)}
            </time>
            <span>{historySentence(t, entry)}</span>
          </li>
        ))}
      </ol>
      {history.hasNextPage ? (
        <Button pending={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t('history.more')}
        </Button>
      ) : null}
    </section>
  )
}
