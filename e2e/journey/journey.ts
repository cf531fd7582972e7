import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Visitor } from '../support/browser.ts'
import type { FileSet } from '../support/files.ts'
import type { Installation } from '../support/installation.ts'
import { type Looker, look } from '../support/screens.ts'
import { type Say, startingWith } from '../support/words.ts'

/** One walk over the whole path: who walks, on what screen, in which language, with which files. */
export interface Journey {
  readonly browser: Browser
  readonly installation: Installation
  readonly visitor: Visitor
  readonly page: Page
  readonly say: Say
  readonly looker: Looker
  readonly files: FileSet
  /** Where downloads are kept until the end. */
  readonly folder: string
  readonly caseTitle: string
}

export const OWNER = { name: '秦山', login: 'qin@shanyuyao.example', password: '松风吹解带，山月照弹琴。' }
export const COLLEAGUE = {
  name: '阿宁',
  login: 'ning@shanyuyao.example',
  password: '明月松间照，清泉石上流。',
}

export const isWide = ({ looker }: Journey): boolean => looker.width >= 900

export const lookAt = (journey: Journey, name: string): Promise<void> =>
  look(journey.page, journey.looker, name)

/** A field by its whole label. */
export const field = (scope: Page | Locator, label: string): Locator =>
  scope.getByLabel(label, { exact: true })

export const button = (scope: Page | Locator, name: string): Locator =>
  scope.getByRole('button', { name, exact: true })

/** One of the places of the main navigation. */
export const place = (page: Page, name: string): Locator =>
  page.getByRole('navigation').getByRole('link', { name, exact: true })

/** The dialog that stands open. */
export const dialogOf = (page: Page): Locator => page.getByRole('dialog')

/** Follows the link back to the case from one of its pages, or opens it from the list. */
export async function goToCase(journey: Journey, view: 'timeline' | 'evidence' | 'dossiers'): Promise<void> {
  const { page, say, caseTitle } = journey
  const heading = page.getByRole('heading', { level: 1, name: caseTitle })
  if (!(await heading.isVisible())) {
    await page.getByRole('link', { name: caseTitle }).first().click()
    await heading.waitFor()
  }
  if (!isWide(journey)) await page.getByRole('tab', { name: say(`case.view.${view}`), exact: true }).click()
}

/** The link to a file in the list of exhibits, which has its number beside its name. */
export const exhibitLink = ({ page, say }: Journey, fileName: string): Locator =>
  page.getByRole('link', { name: startingWith(fileName, say('exhibit.number', { number: '' })) })

/** The line of a file among the exhibits of the open case. */
export const exhibitRow = (journey: Journey, fileName: string): Locator =>
  journey.page.getByRole('listitem').filter({ has: exhibitLink(journey, fileName) })

/** Presses a button that can't be used now: it says why, to the eye and to assistive technology, and does nothing. */
export async function pressInVain(page: Page, blocked: Locator, reason: string): Promise<void> {
  // The driver holds back from what says it is disabled; a person does not.
  await blocked.click({ force: true })
  await page.locator('[popover]:popover-open').getByText(reason, { exact: true }).waitFor()
  const description = await blocked.evaluate(node => {
    const ids = (node.getAttribute('aria-describedby') ?? '').split(' ')
    return ids.map(id => document.getElementById(id)?.textContent ?? '')
  })
  expect(description).toContain(reason)
}
