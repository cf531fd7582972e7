import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Visitor, visit } from '../support/browser.ts'
import { look } from '../support/screens.ts'
import {
  button,
  COLLEAGUE,
  dialogOf,
  field,
  goToCase,
  type Journey,
  lookAt,
  OWNER,
  place,
  pressInVain,
} from './journey.ts'

/** Invites a colleague as an agent; gives the link that is shown only once. */
export async function invite(journey: Journey): Promise<string> {
  const { page, say } = journey
  await place(page, say('nav.people')).click()
  await page.getByText(OWNER.login).waitFor()
  await lookAt(journey, 'people')
  await button(page, say('people.invite')).click()
  const dialog = dialogOf(page)
  await field(dialog, say('people.name')).fill(COLLEAGUE.name)
  await dialog.getByRole('checkbox', { name: say('role.agent.may') }).waitFor()
  await lookAt(journey, 'invite')
  await button(dialog, say('people.invite.submit')).click()
  const link = field(dialog, say('people.invited.address'))
  await link.waitFor()
  await lookAt(journey, 'invited')
  const address = await link.inputValue()
  await button(dialog, say('people.invited.done')).click()
  await page.getByText(say('people.status.invited')).waitFor()
  return address
}

/** The colleague comes by the link, in a browser of their own. */
export async function accept(journey: Journey, address: string): Promise<Visitor> {
  const { browser, installation, looker, say } = journey
  const visitor = await visit(browser, installation.url, {
    viewport: { width: looker.width, height: 900 },
    colorScheme: looker.scheme,
    locale: looker.language,
  })
  const { page } = visitor
  await page.goto(address)
  if (looker.language === 'en') await button(page, 'English').click()
  await page.getByRole('heading', { name: say('invitation.title') }).waitFor()
  await look(page, looker, 'invitation')
  await field(page, say('session.login')).fill(COLLEAGUE.login)
  await field(page, say('session.password')).fill(COLLEAGUE.password)
  await button(page, say('invitation.submit')).click()
  await page.getByRole('link', { name: journey.caseTitle }).waitFor()
  expect(page.url()).not.toContain('#')
  return visitor
}

/** What an agent may not do is there to be seen, with the reason; what is not theirs is not offered. */
export async function meetLimits(journey: Journey, { page }: Visitor): Promise<void> {
  const { say } = journey
  const own = { ...journey, page }
  expect(await place(page, say('nav.log')).count()).toBe(0)
  await place(page, say('nav.people')).click()
  const denied = say('reason.permission', { permission: say('permission.people.manage') })
  await pressInVain(page, button(page, say('people.invite')), denied)
  expect(await dialogOf(page).count()).toBe(0)
  await lookAt(own, 'people-agent')
  await page.keyboard.press('Escape')
  await page.goto('/log')
  await page.getByText(say('reason.permission', { permission: say('permission.log.read') })).waitFor()
  await lookAt(own, 'log-agent')
  await place(page, say('nav.cases')).click()
  await goToCase(own, 'dossiers')
  await button(page, say('dossier.create')).click()
  const unmasked = dialogOf(page).getByRole('radio', { name: say('dossier.unmasked'), exact: false })
  await dialogOf(page)
    .getByText(say('reason.permission', { permission: say('permission.dossier.unmask') }))
    .waitFor()
  expect(await unmasked.last().isDisabled()).toBe(true)
  await page.keyboard.press('Escape')
  await dialogOf(page).waitFor({ state: 'detached' })
}

/** Deactivated by the owner, the colleague's open page says so over what stands there, and loses nothing. */
export async function deactivate(journey: Journey, { page: theirs, context, noise }: Visitor): Promise<void> {
  const { page, say, looker } = journey
  await place(page, say('nav.people')).click()
  await button(page, say('people.actions', { name: COLLEAGUE.name })).click()
  await page.getByRole('menu').waitFor()
  await lookAt(journey, 'person-menu')
  await page.getByRole('menuitem', { name: say('people.deactivate') }).click()
  await dialogOf(page).waitFor()
  await lookAt(journey, 'deactivate')
  await button(dialogOf(page), say('people.deactivate')).click()
  await page.getByText(say('people.status.inactive')).waitFor()
  await place(theirs, say('nav.people')).click()
  await dialogOf(theirs).getByText(say('session.ended.title')).waitFor()
  await look(theirs, looker, 'session-ended')
  expect(noise).toEqual([])
  await context.close()
}

const sessionIsOver = async (url: string, cookie: string) =>
  (await fetch(url, { headers: { cookie } })).status

/** Signing out ends the session on the server too: the cookie of before opens nothing any more. */
export async function signOut(journey: Journey): Promise<void> {
  const { page, say, visitor, installation, caseTitle } = journey
  const cookies = await visitor.context.cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const session = `${installation.url}/api/v1/session`
  expect(await sessionIsOver(session, cookie)).toBe(200)
  await place(page, say('nav.cases')).click()
  await goToCase(journey, 'timeline')
  const address = page.url()
  await openAccountMenu(page, say('nav.account'))
  await page.getByRole('menuitem', { name: say('session.sign_out') }).click()
  await button(page, say('session.sign_in')).waitFor()
  await lookAt(journey, 'sign-in')
  expect(await sessionIsOver(session, cookie)).toBe(401)
  await page.goto(address)
  await field(page, say('session.login')).fill(OWNER.login)
  await field(page, say('session.password')).fill(OWNER.password)
  await button(page, say('session.sign_in')).click()
  await page.getByRole('heading', { level: 1, name: caseTitle }).waitFor()
}

export async function openAccountMenu(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name }).click()
  await page.getByRole('menu').waitFor()
}
