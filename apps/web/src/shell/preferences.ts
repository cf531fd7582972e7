import { useSyncExternalStore } from 'react'

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]
export const DENSITIES = ['compact', 'comfortable'] as const
export type Density = (typeof DENSITIES)[number]

/** What a person chose on this device; nothing of it is sent anywhere. */
export interface Preferences {
  readonly language: Language
  readonly theme: Theme
  readonly density: Density
  /** Whether single letters act (J, K, C …); some people and some voice controls need them off. */
  readonly singleKeys: boolean
}

const KEY = 'yuanwei.preferences'
const DEFAULTS: Preferences = { language: 'zh-CN', theme: 'system', density: 'compact', singleKeys: true }

/** Reads stored preferences; anything that is not one of the known values falls back to its default. */
export function parsePreferences(stored: string | null): Preferences {
  let given: Record<string, unknown> = {}
  try {
    const parsed: unknown = JSON.parse(stored ?? '{}')
    if (typeof parsed === 'object' && parsed !== null) given = parsed as Record<string, unknown>
  } catch {
    // A damaged value is no reason not to start.
  }
  const one = <V extends string>(known: readonly V[], value: unknown, otherwise: V): V =>
    known.find(candidate => candidate === value) ?? otherwise
  return {
    language: one(LANGUAGES, given.language, DEFAULTS.language),
    theme: one(THEMES, given.theme, DEFAULTS.theme),
    density: one(DENSITIES, given.density, DEFAULTS.density),
    singleKeys: typeof given.singleKeys === 'boolean' ? given.singleKeys : DEFAULTS.singleKeys,
  }
}

let current = parsePreferences(read())
const listeners = new Set<() => void>()

function read(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

export function preferences(): Preferences {
  return current
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change }
  try {
    localStorage.setItem(KEY, JSON.stringify(current))
  } catch {
    // Private windows may refuse storage; the choice then lasts as long as the page.
  }
  applyPreferences()
  for (const listener of listeners) listener()
}

export function onPreferences(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(onPreferences, preferences)
}

export function applyPreferences(): void {
  const { dataset } = document.documentElement
  if (current.theme === 'system') delete dataset.theme
  else dataset.theme = current.theme
  dataset.density = current.density
  document.documentElement.lang = current.language
}
