import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { keepPicture, picturesWanted } from './pictures.ts'

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const MOST_NODES = 1500

export type Scheme = 'light' | 'dark'

/** What a screen is looked at for, and what is remembered of it. */
export interface Looker {
  readonly language: string
  readonly width: number
  readonly scheme: Scheme
  /** Names of the screens looked at so far. */
  readonly seen: string[]
  /** What was found wrong on them; a stage that leaves something here fails. */
  readonly findings: string[]
}

async function axeFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  const { violations } = await (rules ? builder.withRules([...rules]) : builder.withTags(STANDARDS)).analyze()
  return violations.map(({ id, nodes }) => {
    const where = nodes.map(node => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`)
    return `${id}: ${where.join(', ')}`
  })
}

/** Until every movement that has an end is over: colours in between are no finding and no picture. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    const moving = document
      .getAnimations()
      .filter(one => one.effect?.getComputedTiming().endTime !== Infinity)
    await Promise.allSettled(moving.map(one => one.finished))
  })
}

const measures = (page: Page) =>
  page.evaluate(() => ({
    nodes: document.querySelectorAll('*').length,
    width: document.documentElement.scrollWidth,
  }))

/**
 * Looks at the screen as it stands, in both colours: axe should find nothing, nothing should be wider than the
 * screen, and the page should hold no more elements than the budget. Leaves the page as it was.
 */
export async function look(page: Page, looker: Looker, name: string): Promise<void> {
  const { scheme, width } = looker
  const other: Scheme = scheme === 'light' ? 'dark' : 'light'
  const findings: string[] = []
  for (const colors of [scheme, other]) {
    await page.emulateMedia({ colorScheme: colors })
    await settled(page)
    const rules = colors === scheme ? undefined : ['color-contrast']
    findings.push(...(await axeFindings(page, rules)).map(finding => `${colors}: ${finding}`))
    if (picturesWanted) await takePicture(page, { ...looker, scheme: colors }, name)
  }
  await page.emulateMedia({ colorScheme: scheme })
  const measured = await measures(page)
  if (measured.width > width) findings.push(`${measured.width} px wide`)
  if (measured.nodes > MOST_NODES) findings.push(`${measured.nodes} elements`)
  looker.seen.push(name)
  looker.findings.push(...findings.map(finding => `${name}: ${finding}`))
}

async function takePicture(page: Page, looker: Looker, name: string): Promise<void> {
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' })
  keepPicture(looker, name, picture)
}
