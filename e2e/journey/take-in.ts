import { basename } from 'node:path'
import type { Page } from 'playwright-core'
import { allFiles, type GivenChat, type GivenFile } from '../support/files.ts'
import { eventually } from '../support/stages.ts'
import { wordsBefore } from '../support/words.ts'
import { button, dialogOf, exhibitRow, goToCase, isWide, type Journey, lookAt } from './journey.ts'

/** Drags files over the page and lets them go, as far as a browser lets a program do so. */
async function dropFiles(journey: Journey, files: readonly GivenFile[]): Promise<void> {
  const { page, say } = journey
  const given = files.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') }))
  const dataTransfer = await page.evaluateHandle(list => {
    const data = new DataTransfer()
    for (const { name, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), sign => sign.charCodeAt(0))
      data.items.add(new File([bytes], name))
    }
    return data
  }, given)
  const target = page.getByRole('main')
  await target.dispatchEvent('dragenter', { dataTransfer })
  await page.getByText(say('upload.drop_here')).waitFor()
  await lookAt(journey, 'dragging')
  await target.dispatchEvent('drop', { dataTransfer })
}

async function pickFiles({ page, say }: Journey, files: readonly GivenFile[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await button(page, say('evidence.add')).click()
  const given = files.map(({ name, bytes }) => ({
    name,
    buffer: bytes,
    mimeType: 'application/octet-stream',
  }))
  await (await chooser).setFiles(given)
}

/** Keeps uploads from arriving until the returned function is called, so that their progress can be seen. */
async function holdUploads(page: Page): Promise<() => void> {
  let letGo: () => void = () => undefined
  const held = new Promise<void>(resolve => {
    letGo = resolve
  })
  await page.route(uploads, async route => {
    if (route.request().method() === 'POST') await held
    await route.continue()
  })
  return letGo
}

const uploads = (url: URL): boolean => url.pathname.endsWith('/exhibits')

/** Takes in every file at once: first on their way, then each with its place in the log. */
export async function takeInFiles(journey: Journey): Promise<void> {
  const { page, say, files } = journey
  const all = allFiles(files)
  await goToCase(journey, 'evidence')
  const letGo = await holdUploads(page)
  if (isWide(journey)) await dropFiles(journey, all)
  else await pickFiles(journey, all)
  await page.getByText(say('upload.moving', { count: all.length })).waitFor()
  await page.getByRole('progressbar').first().waitFor()
  await lookAt(journey, 'uploads')
  letGo()
  for (const { name } of all)
    await exhibitRow(journey, name).getByText(say('log.logged'), { exact: true }).waitFor()
  await eventually(() => page.getByRole('progressbar').count()).toBe(0)
  await page.unroute(uploads)
}

/** Imports the three chats; each says how many messages it had. */
export async function importChats(journey: Journey): Promise<void> {
  const { say, files } = journey
  for (const chat of files.chats) {
    const row = exhibitRow(journey, chat.name)
    await row.getByRole('button', { name: wordsBefore(say('import.start', { format: '§' }), '§') }).click()
    await row.getByText(resultText(journey, chat)).waitFor()
  }
  await lookAt(journey, 'evidence')
  const [, qq] = files.chats
  const others = wordsBefore(say('import.remainder', { count: 0 }), '0')
  const rest = exhibitRow(journey, qq.name).getByRole('button', { name: others })
  await rest.click()
  await dialogOf(journey.page).getByText(say('remainder.preamble')).first().waitFor()
  await lookAt(journey, 'remainder')
  await journey.page.keyboard.press('Escape')
  await dialogOf(journey.page).waitFor({ state: 'detached' })
}

const resultText = ({ say }: Journey, { messages }: GivenChat): string =>
  say('import.result', { messages, added: messages, unread: 0 })

/** The same export a second time adds nothing. */
export async function importAgain(journey: Journey): Promise<void> {
  const { say, files } = journey
  const [weflow] = files.chats
  const again = { name: `2-${basename(weflow.name)}`, bytes: weflow.bytes }
  await pickFiles(journey, [again])
  const row = exhibitRow(journey, again.name)
  await row.getByRole('button', { name: wordsBefore(say('import.start', { format: '§' }), '§') }).click()
  await row.getByText(say('import.result', { messages: weflow.messages, added: 0, unread: 0 })).waitFor()
}
