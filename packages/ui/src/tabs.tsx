import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

export interface TabsProps<V extends string> {
  readonly label: string
  readonly value: V
  readonly onChange: (value: V) => void
  readonly tabs: readonly { readonly value: V; readonly label: string; readonly count?: number }[]
  readonly children: (value: V) => ReactNode
}

/** Views of one thing, side by side; only the open one is in the page. */
export function Tabs<V extends string>({ label, value, onChange, tabs, children }: TabsProps<V>) {
  return (
    <Base.Root value={value} onValueChange={(next: V) => onChange(next)}>
      <Base.List
        aria-label={label}
        className="sticky top-0 z-10 flex overflow-x-auto border-b border-line bg-paper print:hidden"
      >
        {tabs.map(tab => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="touch-target grow whitespace-nowrap border-b-2 border-transparent px-3 text-14 text-ink-2 data-active:border-dian data-active:font-semibold data-active:text-dian"
          >
            {tab.label}
            {tab.count ? <span className="ml-1 text-12">{tab.count}</span> : null}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map(tab => (
        <Base.Panel key={tab.value} value={tab.value} className="outline-offset-[-2px]">
          {children(tab.value)}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
