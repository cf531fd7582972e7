import type { Locator, Page } from 'playwright-core'

/** No page of ours has more stops than this before the one that is looked for. */
const MOST_STOPS = 120

/** What has the focus, and whether the eye can tell. */
interface Stop {
  readonly name: string
  readonly isVisible: boolean
}

const stop = (page: Page): Promise<Stop> =>
  page.evaluate(() => {
    const focused = document.activeElement
    if (!focused || focused === document.body) return { name: 'body', isVisible: true }
    const style = getComputedStyle(focused)
    const hasRing = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1
    const name = focused.getAttribute('aria-label') ?? (focused.textContent || focused.tagName)
    return { name: `${focused.tagName} ${name.trim().slice(0, 40)}`, isVisible: hasRing }
  })

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate(node => node === document.activeElement).catch(() => false)

/**
 * Presses Tab until the target has the focus, as one without a pointer would. Throws when it can't be reached, or
 * when a stop on the way shows no ring around it.
 */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor()
  const stops: string[] = []
  while (!(await hasFocus(target))) {
    if (stops.length >= MOST_STOPS) throw new Error(`Not reached by ${key}: ${stops.join(' › ')}`)
    await page.keyboard.press(key)
    const { name, isVisible } = await stop(page)
    if (!isVisible) throw new Error(`No ring around ${name}`)
    stops.push(name)
  }
}
