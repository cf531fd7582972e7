import { expect } from 'vitest'
import { eventually } from '../support/stages.ts'
import { button, dialogOf, goToCase, type Journey, lookAt } from './journey.ts'

/** The timeline: facts on the spine in the order of time, arcs for the eye, the same links in words. */
export async function readTimeline(journey: Journey): Promise<void> {
  const { page, say, files } = journey
  await goToCase(journey, 'timeline')
  const timeline = page.getByRole('region', { name: say('timeline.title') })
  const article = (title: string) => timeline.getByRole('article', { name: title, exact: true })
  for (const { title } of files.facts)
    await article(title).getByText(say('log.logged'), { exact: true }).waitFor()
  const shown = await timeline.getByRole('article').getByRole('heading').allInnerTexts()
  expect(shown).toEqual(files.facts.map(({ title }) => title))
  const links = files.facts.flatMap(({ title, causes }) => causes.map(cause => ({ title, cause })))
  expect(links.length).toBeGreaterThan(3)
  expect(await timeline.locator('svg.tl-arcs > path').count()).toBe(links.length)
  for (const { title, cause } of links) {
    expect(await article(title).getByText(say('fact.because'), { exact: true }).count()).toBe(1)
    expect(await button(article(title), cause).count()).toBe(1)
    expect(await button(article(cause), title).count()).toBe(1)
  }
  await lookAt(journey, 'timeline')
  await followCause(journey)
  await seePromises(journey)
}

/** A "because" link carries the focus to the cause, whose causes and effects light up with it. */
async function followCause({ page, files }: Journey): Promise<void> {
  const { title, causes } = files.facts[2] ?? { title: '', causes: [] }
  const cause = causes[0] ?? ''
  await button(page.getByRole('article', { name: title, exact: true }), cause).click()
  await eventually(() => page.locator(':focus').getAttribute('aria-label')).toBe(cause)
  // Everything that comes of the cause, and the cause itself.
  const story = new Set([cause])
  for (const fact of files.facts) if (fact.causes.some(one => story.has(one))) story.add(fact.title)
  await eventually(() => page.locator('.tl-item[data-lit]').count()).toBe(story.size)
  expect(await page.locator('svg.tl-arcs > path[data-on]').count()).toBeGreaterThan(0)
}

async function seePromises({ page, say, files }: Journey): Promise<void> {
  const shown = () => page.getByRole('article').count()
  const promises = files.facts.filter(({ kind }) => kind === 'promise').length
  await button(page, say('timeline.filter.promise')).click()
  await eventually(shown).toBe(promises)
  await button(page, say('timeline.filter.all')).click()
  await eventually(shown).toBe(files.facts.length)
}

/** Everything that was done to the case, and everything that was looked at. */
export async function readHistory(journey: Journey): Promise<void> {
  const { page, say, files } = journey
  await goToCase(journey, 'timeline')
  await button(page, say('timeline.filter.system')).click()
  const receipts = say('history.receipt.read', { actor: '秦山', what: files.photos[0].name })
  await page.getByText(receipts).first().waitFor()
  await page
    .getByText(say('history.dossier.exported', { actor: '秦山' }))
    .first()
    .waitFor()
  await lookAt(journey, 'history')
  await button(page, say('timeline.filter.all')).click()
}

/** The dialogs of a case that change what stands: each opens, is looked at and leaves nothing behind. */
export async function openCaseDialogs(journey: Journey): Promise<void> {
  const { page, say, files } = journey
  const title = files.facts[0]?.title ?? ''
  const menu = button(page, say('fact.actions', { title }))
  for (const entry of ['fact.edit', 'fact.withdraw'] as const) {
    await menu.click()
    await page.getByRole('menu').waitFor()
    if (entry === 'fact.edit') await lookAt(journey, 'fact-menu')
    await page.getByRole('menuitem', { name: say(entry) }).click()
    await dialogOf(page).waitFor()
    await lookAt(journey, entry === 'fact.edit' ? 'edit-fact' : 'withdraw-fact')
    await page.keyboard.press('Escape')
    await dialogOf(page).waitFor({ state: 'detached' })
  }
  await button(page, say('case.edit')).click()
  await dialogOf(page).waitFor()
  await lookAt(journey, 'edit-case')
  await page.keyboard.press('Escape')
  await dialogOf(page).waitFor({ state: 'detached' })
}
