const unsent = new Set<string>()

/** Notes work that closing the tab would lose: uploads under way and forms with something typed. */
export function markUnsent(key: string, is: boolean): void {
  if (is) unsent.add(key)
  else unsent.delete(key)
}

/** The browser asks before the tab closes while anything is unsent; its own words, ours are not allowed there. */
export function guardUnload(): void {
  addEventListener('beforeunload', event => {
    if (unsent.size > 0) event.preventDefault()
  })
}
