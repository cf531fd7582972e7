import { useEffect } from 'react'
import { useT } from './language.tsx'

/** Names the tab after what it shows. */
export function useTitle(title: string | null | undefined): void {
  const t = useT()
  useEffect(() => {
    document.title = title ? `${title} · ${t('product.name')}` : t('product.name')
  }, [title, t])
}
