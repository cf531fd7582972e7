import { evidence } from '@yuanwei/contract/staff'
import { Icon, IconButton, SelectField } from '@yuanwei/ui'
import { useRead } from '../../shell/api.ts'
import { useT } from '../../shell/language.tsx'
import { type NamedSource, sourceKey } from './fact-draft.ts'

export interface SourcePickerProps {
  readonly caseId: string
  readonly value: readonly NamedSource[]
  readonly onChange: (sources: NamedSource[]) => void
}

/** The sources of a fact. Files are added here; messages in the conversation, where they can be read. */
export function SourcePicker({ caseId, value, onChange }: SourcePickerProps) {
  const t = useT()
  const exhibits = useRead(evidence.listExhibits, { caseId }).data?.exhibits ?? []
  const chosen = new Set(value.map(({ source }) => sourceKey(source)))
  const free = exhibits.filter(exhibit => !chosen.has(exhibit.exhibitId))
  const add = (exhibitId: string) => {
    const exhibit = exhibits.find(candidate => candidate.exhibitId === exhibitId)
    if (!exhibit) return
    const source = { kind: 'exhibit', exhibitId: exhibit.exhibitId } as const
    onChange([...value, { source, label: exhibit.fileName, excerpt: '' }])
  }
  return (
    <section className="grid gap-1.5" aria-label={t('fact.sources')}>
      <h3 className="font-semibold">
        {t('fact.sources')}
        <span className="ml-2 text-12 font-normal text-ink-3">{t('fact.sources.hint')}</span>
      </h3>
      {value.length > 0 ? (
        <ul className="max-h-56 overflow-y-auto rounded-md border border-line">
          {value.map(named => (
            <li
              key={sourceKey(named.source)}
              className="flex items-center gap-2 border-line pl-3 not-last:border-b"
            >
              <Icon name={named.source.kind === 'message' ? 'chat' : 'file'} className="text-ink-3" />
              <span className="one-line min-w-0 grow">
                {named.label}
                {named.excerpt ? (
                  <span className="text-ink-2">{t('fact.excerpt', { excerpt: named.excerpt })}</span>
                ) : null}
              </span>
              <IconButton
                icon="close"
                label={t('fact.sources.remove', { label: named.label })}
                onClick={() => onChange(value.filter(other => other !== named))}
              />
            </li>
          ))}
        </ul>
      ) : null}
      {free.length > 0 ? (
        <SelectField
          label={t('fact.sources.add_file')}
          hideLabel
          value=""
          options={[
            { value: '', label: t('fact.sources.add_file') },
            ...free.map(exhibit => ({
              value: exhibit.exhibitId,
              label: t('exhibit.numbered', { number: exhibit.number, name: exhibit.fileName }),
            })),
          ]}
          onChange={add}
        />
      ) : null}
      <p className="text-12 text-ink-3">{t('fact.sources.messages')}</p>
    </section>
  )
}
