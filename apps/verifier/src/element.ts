type Child = Node | string | null
type Properties = Readonly<Record<string, string | boolean | ((event: Event) => void)>>

/**
 * Makes an element. Text is always set as text, never as markup: file names and reasons come from files that
 * nobody vouches for. A function is a listener by the name of its event.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(name, value)
    else if (typeof value === 'boolean') made.toggleAttribute(name, value)
    else made.setAttribute(name, value)
  }
  made.append(...children.filter(child => child !== null))
  return made
}
