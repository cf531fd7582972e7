import { log } from '@yuanwei/contract/staff'
import { FactsList, Notice, Skeleton } from '@yuanwei/ui'
import { asProblem, client, useRead } from '../../shell/api.ts'
import { CopyField } from '../../shell/copy-field.tsx'
import { shortInstant } from '../../shell/format.ts'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { useCannot, useMe } from '../../shell/session.ts'
import { useTitle } from '../../shell/title.ts'

/** How the log of this installation stands, and what it can and can't answer for. */
export function LogPage() {
  const t = useT()
  const denied = useCannot()('log.read')
  const { zone } = useMe().organisation
  const state = useRead(log.readLog, {}, { enabled: !denied, refetchInterval: 5000 })
  useTitle(t('nav.log'))
  return (
    <main id="main" tabIndex={-1} className="h-full overflow-y-auto px-4 py-4 outline-none md:px-6">
      <div className="mx-auto grid max-w-180 gap-4">
        <h1 className="text-20 font-semibold">{t('log.title')}</h1>
        <p className="text-ink-2">{t('log.lead')}</p>
        {denied ? <Notice>{denied}</Notice> : null}
        {state.error ? (
          <ProblemNotice
            error={asProblem(state.error)}
            kept="unchanged"
            onRetry={() => void state.refetch()}
          />
        ) : null}
        {state.isPending && !denied ? <Skeleton rows={5} /> : null}
        {state.data ? (
          <>
            {state.data.halted ? (
              <Notice tone="danger" role="alert" title={t('log.halted')}>
                {t('log.halted.what', { reason: state.data.halted })}
              </Notice>
            ) : null}
            {state.data.witnesses === 0 ? <Notice tone="promise">{t('log.no_witness')}</Notice> : null}
            <section className="rounded-lg border border-line bg-surface p-4">
              <FactsList
                wide
                items={[
                  [
                    t('log.origin'),
                    <code key="origin" className="font-mono">
                      {state.data.origin}
                    </code>,
                  ],
                  [t('log.size'), t('log.entries', { count: state.data.size })],
                  [t('log.waiting'), t('log.entries', { count: state.data.pending })],
                  [
                    t('log.checkpoint'),
                    state.data.checkpointAt
                      ? t('log.checkpoint.at', {
                          size: state.data.checkpointSize,
                          when: shortInstant(state.data.checkpointAt, zone),
                        })
                      : t('log.checkpoint.none'),
                  ],
                  [t('log.witnesses'), t('log.witnesses.count', { count: state.data.witnesses })],
                ]}
              />
            </section>
            <CopyField label={t('log.key')} value={state.data.verifierKey} />
            <p className="text-12 text-ink-3">{t('log.key.hint')}</p>
            <p>
              <a
                className="link touch-target inline-flex items-center"
                href={client.url(log.readCheckpoint, {})}
                target="_blank"
                rel="noreferrer"
              >
                {t('log.checkpoint.open')}
              </a>
            </p>
          </>
        ) : null}
      </div>
    </main>
  )
}
