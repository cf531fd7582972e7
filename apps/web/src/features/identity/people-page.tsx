import { identity } from '@yuanwei/contract/staff'
import { Button, EmptyState, Menu, Skeleton, Tag, type Tone } from '@yuanwei/ui'
import { useState } from 'react'
import { asProblem, type Output, useRead } from '../../shell/api.ts'
import { shortInstant } from '../../shell/format.ts'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { roleNames, useCannot, useMe } from '../../shell/session.ts'
import { useTitle } from '../../shell/title.ts'
import { DeactivateDialog } from './deactivate-dialog.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { RolesDialog } from './roles-dialog.tsx'

export type Person = Output<typeof identity.listPeople>['people'][number]

const TONES: Record<Person['status'], Tone> = { invited: 'promise', active: 'done', inactive: 'plain' }

type Open =
  | { readonly what: 'invite' }
  | { readonly what: 'roles' | 'deactivate'; readonly person: Person }
  | null

export function PeoplePage() {
  const t = useT()
  const cannot = useCannot()
  const people = useRead(identity.listPeople, {})
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  useTitle(t('nav.people'))
  return (
    <main id="main" tabIndex={-1} className="h-full overflow-y-auto px-4 py-4 outline-none md:px-6">
      <div className="mx-auto grid max-w-200 gap-4">
        <header className="flex flex-wrap items-center justify-between gap-3">
          <h1 className="text-20 font-semibold">{t('nav.people')}</h1>
          <Button
            variant="primary"
            icon="plus"
            disabledReason={cannot('people.manage')}
            onClick={() => setOpen({ what: 'invite' })}
          >
            {t('people.invite')}
          </Button>
        </header>
        {people.error ? (
          <ProblemNotice
            error={asProblem(people.error)}
            kept="unchanged"
            onRetry={() => void people.refetch()}
          />
        ) : null}
        {people.isPending ? <Skeleton rows={4} /> : null}
        {people.data?.people.length === 0 ? <EmptyState icon="people" title={t('people.empty')} /> : null}
        <ul className="grid overflow-hidden rounded-lg border border-line bg-surface">
          {people.data?.people.map(person => (
            <PersonRow key={person.personId} person={person} onOpen={what => setOpen({ what, person })} />
          ))}
        </ul>
      </div>
      {open?.what === 'invite' ? <InviteDialog onClose={close} /> : null}
      {open?.what === 'roles' ? <RolesDialog person={open.person} onClose={close} /> : null}
      {open?.what === 'deactivate' ? <DeactivateDialog person={open.person} onClose={close} /> : null}
    </main>
  )
}

interface PersonRowProps {
  readonly person: Person
  readonly onOpen: (what: 'roles' | 'deactivate') => void
}

function PersonRow({ person, onOpen }: PersonRowProps) {
  const t = useT()
  const cannot = useCannot()
  const me = useMe()
  const self = person.personId === me.personId
  const denied = cannot('people.manage') ?? (self ? t('reason.own_account') : null)
  const trigger = (
    <Button
      variant="quiet"
      icon="more"
      disabledReason={denied}
      aria-label={t('people.actions', { name: person.name })}
    />
  )
  return (
    <li className="flex items-center gap-3 border-line px-4 py-2 not-last:border-b">
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="font-semibold">{person.name}</span>
          {self ? <span className="text-12 text-ink-3">{t('people.you')}</span> : null}
          <Tag tone={TONES[person.status]}>{t(`people.status.${person.status}`)}</Tag>
        </p>
        <p className="text-12 text-ink-3">
          {[
            person.login ?? t('people.no_login'),
            roleNames(t, person.roles),
            t('people.since', { when: shortInstant(person.since, me.organisation.zone) }),
          ].join(' · ')}
        </p>
      </div>
      {denied ? (
        trigger
      ) : (
        <Menu
          trigger={trigger}
          entries={[
            { kind: 'action', label: t('people.change_roles'), act: () => onOpen('roles') },
            ...(person.status === 'inactive'
              ? []
              : [
                  {
                    kind: 'action' as const,
                    label: t('people.deactivate'),
                    danger: true,
                    act: () => onOpen('deactivate'),
                  },
                ]),
          ]}
        />
      )}
    </li>
  )
}
