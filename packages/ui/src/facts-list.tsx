import type { ReactNode } from 'react'

export interface FactsListProps {
  readonly items: readonly (readonly [label: string, value: ReactNode])[]
  readonly wide?: boolean
}

/** Names and values, two columns. */
export function FactsList({ items, wide = false }: FactsListProps) {
  return (
    <dl className={`grid gap-x-3 gap-y-1 ${wide ? 'grid-cols-[112px_1fr]' : 'grid-cols-[72px_1fr]'}`}>
      {items.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-ink-3">{label}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
