import { isComposing, isTextTarget } from '@yuanwei/ui'
import { useEffect, useRef } from 'react'
import { preferences } from './preferences.ts'

/** Key names as in `KeyboardEvent.key`, lower case; `mod+k` is ⌘K or Ctrl+K. */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>

const OPEN_DIALOG = '[role="dialog"],[role="alertdialog"],[role="menu"]'

/** Whether this key press is ours: not an input method's, not text, not under a dialog, and allowed by the person. */
function shortcutOf(event: KeyboardEvent): string | null {
  if (event.defaultPrevented || isComposing(event) || event.altKey) return null
  const key = event.key.toLowerCase()
  if (event.metaKey || event.ctrlKey) return `mod+${key}`
  if (isTextTarget(event.target) || document.querySelector(OPEN_DIALOG)) return null
  if (key.length === 1 && !preferences().singleKeys) return null
  return key
}

/** Keys for as long as the component is shown. Single characters obey the switch of the account menu. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const name = shortcutOf(event)
      const act = name === null ? undefined : latest.current[name]
      if (!act) return
      event.preventDefault()
      act(event)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}
