import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import type { PlannedFact } from '../support/files.ts'
import { eventually } from '../support/stages.ts'
import {
  button,
  dialogOf,
  exhibitLink,
  exhibitRow,
  field,
  goToCase,
  type Journey,
  lookAt,
  pressInVain,
} from './journey.ts'

const gridOf = ({ page, say }: Journey): Locator => page.getByRole('grid', { name: say('reader.grid') })

export async function openChat(journey: Journey, chat: number): Promise<void> {
  const { say, files } = journey
  await goToCase(journey, 'evidence')
  const row = exhibitRow(journey, files.chats[chat]?.name ?? '')
  await row.getByRole('link', { name: say('import.read') }).click()
  await gridOf(journey).getByRole('row').first().waitFor()
}

/** The message that says these words, brought onto the screen by the keys for either end. */
async function messageOf(journey: Journey, words: string): Promise<Locator> {
  const message = gridOf(journey).getByRole('row').filter({ hasText: words }).first()
  for (const key of ['Home', 'End']) {
    if (await message.isVisible()) return message
    await gridOf(journey).press(key)
    await eventually(() => gridOf(journey).getByRole('gridcell').last().innerText()).not.toBe('')
  }
  await message.waitFor()
  return message
}

/** Chooses what stands from one message to another; gives how many that are. */
export async function chooseMessages(journey: Journey, says: readonly [string, string?]): Promise<void> {
  const [first, last] = says
  await (await messageOf(journey, first)).click()
  if (last !== undefined) await (await messageOf(journey, last)).click({ modifiers: ['Shift'] })
  await journey.page.getByRole('region', { name: journey.say('reader.chosen') }).waitFor()
}

/** Reads the longest conversation: to its end, to a day, to a message by number. */
export async function readThrough(journey: Journey): Promise<void> {
  const { page, say, files } = journey
  const { messages } = files.chats[2]
  await openChat(journey, 2)
  const grid = gridOf(journey)
  await page.getByText(say('reader.rearranged')).waitFor()
  await page.getByText(say('conversation.messages', { count: messages })).waitFor()
  await lookAt(journey, 'reader')
  const shown = (number: number) => grid.locator(`[aria-rowindex="${number}"]`)
  await grid.hover()
  await page.mouse.wheel(0, 3000)
  await shown(1).waitFor({ state: 'detached' })
  await grid.press('End')
  await shown(messages).waitFor()
  await button(page, say('reader.jump')).click()
  await field(dialogOf(page), say('jump.number')).fill(String(messages + 1))
  await pressInVain(
    page,
    button(dialogOf(page), say('jump.go')),
    say('jump.out_of_range', { total: messages }),
  )
  await lookAt(journey, 'jump')
  await field(dialogOf(page), say('jump.number')).fill('120')
  await button(dialogOf(page), say('jump.go')).click()
  await shown(120).waitFor()
  expect(await shown(120).getAttribute('data-active')).toBe('true')
}

/** Makes a fact of messages or of a file, with what led to it. */
export async function makeFact(journey: Journey, fact: PlannedFact, lookToo: boolean): Promise<void> {
  const { page, say } = journey
  const { source } = fact
  if ('chat' in source) {
    await openChat(journey, source.chat)
    await chooseMessages(journey, source.says)
    if (lookToo) await lookAt(journey, 'messages-chosen')
  } else {
    await goToCase(journey, 'evidence')
    await exhibitLink(journey, source.file).click()
  }
  await button(page, say('reader.as_fact')).click()
  const dialog = dialogOf(page)
  await field(dialog, say('fact.title')).fill(fact.title)
  await field(dialog, say('fact.kind')).selectOption({ label: say(`fact.kind.${fact.kind}`) })
  if ('file' in source) {
    await field(dialog, say('moment.date')).fill(source.date)
    await field(dialog, say('moment.time')).fill(source.time)
  }
  for (const cause of fact.causes) await dialog.getByRole('checkbox', { name: cause }).check()
  if (lookToo) await lookAt(journey, 'new-fact')
  await button(dialog, say('fact.submit')).click()
  await dialog.waitFor({ state: 'detached' })
}
