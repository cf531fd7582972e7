import { button, dialogOf, type Journey, lookAt, place } from './journey.ts'
import { openAccountMenu } from './people.ts'

/** The places that are not on the path: the log, the palette, the list of keys, the account, a page that is none. */
export async function seeTheRest(journey: Journey): Promise<void> {
  const { page, say, caseTitle } = journey
  await place(page, say('nav.log')).click()
  await page.getByText(say('log.no_witness')).waitFor()
  await lookAt(journey, 'log')
  await button(page, say('nav.search')).click()
  await page.getByRole('option', { name: caseTitle }).waitFor()
  await lookAt(journey, 'palette')
  await page.keyboard.press('Escape')
  await dialogOf(page).waitFor({ state: 'detached' })
  await openAccountMenu(page, say('nav.account'))
  await lookAt(journey, 'account-menu')
  for (const entry of ['keys.title', 'password.title'] as const) {
    if (entry === 'password.title') await openAccountMenu(page, say('nav.account'))
    await page.getByRole('menuitem', { name: say(entry) }).click()
    await dialogOf(page).waitFor()
    await lookAt(journey, entry === 'keys.title' ? 'keys' : 'password')
    await page.keyboard.press('Escape')
    await dialogOf(page).waitFor({ state: 'detached' })
  }
  await page.goto('/nowhere')
  await page.getByText(say('page.not_found.title')).waitFor()
  await lookAt(journey, 'not-found')
  await page.getByRole('link', { name: say('page.home') }).click()
  await page.getByRole('link', { name: caseTitle }).waitFor()
  await lookAt(journey, 'cases')
}
