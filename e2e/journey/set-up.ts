import { expect } from 'vitest'
import { wordsIn } from '../support/words.ts'
import { button, dialogOf, field, type Journey, lookAt, OWNER, pressInVain } from './journey.ts'

/** From an empty installation to the owner's first, empty list. */
export async function setUp(journey: Journey): Promise<void> {
  const { page, say, looker, installation } = journey
  await page.goto('/')
  await page.getByRole('heading', { name: wordsIn('zh-CN')('setup.title') }).waitFor()
  if (looker.language === 'en') await button(page, 'English').click()
  await page.getByRole('heading', { name: say('setup.title') }).waitFor()
  expect(await page.evaluate(() => document.documentElement.lang)).toBe(looker.language)
  await lookAt(journey, 'set-up')
  await field(page, say('setup.code')).fill(installation.setupCode)
  await field(page, say('setup.organisation')).fill('山雨窑')
  await field(page, say('setup.person')).fill(OWNER.name)
  await field(page, say('session.login')).fill(OWNER.login)
  await field(page, say('session.password')).fill(OWNER.password)
  await button(page, say('setup.submit')).click()
  await page.getByText(say('cases.empty.title')).waitFor()
  await lookAt(journey, 'no-cases')
}

export async function createCase(journey: Journey): Promise<void> {
  const { page, say, caseTitle } = journey
  await button(page, say('cases.create')).last().click()
  const dialog = dialogOf(page)
  const submit = button(dialog, say('cases.create.submit'))
  // Nothing typed yet: the button can be reached and says what is missing.
  await pressInVain(page, submit, say('reason.case_title'))
  await lookAt(journey, 'new-case')
  await field(dialog, say('case.title')).fill(caseTitle)
  await field(dialog, say('case.kind')).selectOption({ label: say('case.kind.quality') })
  await dialog.getByLabel(say('case.customer')).fill('林女士')
  await dialog.getByLabel(say('case.order')).fill('WX20261102-0417')
  await dialog.getByLabel(say('case.amount')).fill('1072')
  await submit.click()
  await page.getByRole('heading', { level: 1, name: caseTitle }).waitFor()
  await page.getByText('¥1,072.00').waitFor()
  await page.getByText(say('timeline.empty.title')).waitFor()
  await lookAt(journey, 'new-case-open')
}
