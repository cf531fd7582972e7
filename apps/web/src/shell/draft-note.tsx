import { Button, Notice } from '@yuanwei/ui'
import type { Draft } from './draft.ts'
import { useT } from './language.tsx'

/** Says that what stands in the form comes from an earlier opening and was never sent. */
export function DraftNote<T>({ draft }: { readonly draft: Draft<T> }) {
  const t = useT()
  if (!draft.restored) return null
  return (
    <Notice role="status" action={<Button onClick={draft.clear}>{t('draft.clear')}</Button>}>
      {t('draft.restored')}
    </Notice>
  )
}
