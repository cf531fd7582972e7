interface KeyLike {
  readonly key: string
  readonly keyCode?: number
  readonly isComposing?: boolean
  readonly nativeEvent?: { readonly isComposing?: boolean }
}

/**
 * Whether an input method is at work: its Enter and its letters belong to it, not to us. Safari reports the
 * closing Enter with `isComposing` false and the legacy code 229.
 */
export function isComposing(event: KeyLike): boolean {
  return Boolean(event.isComposing ?? event.nativeEvent?.isComposing) || event.keyCode === 229
}

/** Whether keys typed at this element are text. */
export function isTextTarget(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    target.role === 'textbox'
  )
}
