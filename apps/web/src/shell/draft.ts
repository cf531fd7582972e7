import { useCallback, useEffect, useState } from 'react'
import { markUnsent } from './unsent.ts'

const PREFIX = 'yuanwei.draft.'

export interface Draft<T> {
  readonly value: T
  readonly set: (change: Partial<T>) => void
  /** Forgets what was typed: after it was sent, or because the person says so. */
  readonly clear: () => void
  /** Whether it was taken up from an earlier opening. */
  readonly restored: boolean
  readonly dirty: boolean
}

export function readDraft<T>(key: string): Partial<T> | null {
  try {
    const stored = sessionStorage.getItem(PREFIX + key)
    return stored === null ? null : (JSON.parse(stored) as Partial<T>)
  } catch {
    return null
  }
}

export function writeDraft<T>(key: string, value: T | null): void {
  try {
    if (value === null) sessionStorage.removeItem(PREFIX + key)
    else sessionStorage.setItem(PREFIX + key, JSON.stringify(value))
  } catch {
    // Without storage the form still holds it until the tab closes.
  }
  markUnsent(PREFIX + key, value !== null)
}

/**
 * What someone types, kept in this tab until it is sent: closing the dialog, going elsewhere, reloading or being
 * signed out loses none of it. Never for passwords.
 */
export function useDraft<T extends object>(key: string, initial: T): Draft<T> {
  const [state, setState] = useState(() => {
    const stored = readDraft<T>(key)
    return {
      value: stored ? { ...initial, ...stored } : initial,
      restored: stored !== null,
      dirty: stored !== null,
    }
  })
  const { value, dirty } = state
  useEffect(() => {
    if (dirty) writeDraft(key, value)
  }, [key, value, dirty])
  const set = useCallback((change: Partial<T>) => {
    setState(old => ({ ...old, value: { ...old.value, ...change }, dirty: true }))
  }, [])
  const clear = useCallback(() => {
    writeDraft(key, null)
    setState({ value: initial, restored: false, dirty: false })
  }, [key, initial])
  return { ...state, set, clear }
}
