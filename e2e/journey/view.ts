import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Download } from 'playwright-core'
import { expect } from 'vitest'
import { eventually } from '../support/stages.ts'
import { yuanwei } from '../support/yuanwei.ts'
import { button, exhibitLink, goToCase, type Journey, lookAt, pressInVain } from './journey.ts'

async function openExhibit(journey: Journey, name: string): Promise<void> {
  const { page } = journey
  await goToCase(journey, 'evidence')
  await exhibitLink(journey, name).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

/** A photo: drawn from its own bytes, larger, turned, as it was. */
export async function viewPhoto(journey: Journey): Promise<void> {
  const { page, say, files } = journey
  const { name } = files.photos[0]
  await openExhibit(journey, name)
  const picture = page.getByRole('img', { name: say('viewer.picture', { name }) })
  await expect
    .poll(() => picture.evaluate(node => (node as HTMLImageElement).naturalWidth), { timeout: 15_000 })
    .toBeGreaterThan(0)
  const zoom = page.getByRole('status').filter({ hasText: '%' })
  await button(page, say('viewer.zoom_in')).click()
  await eventually(() => zoom.innerText()).toBe('125%')
  await page.getByRole('group', { name: say('viewer.frame', { name }) }).press('r')
  await eventually(() => picture.getAttribute('style')).toContain('rotate(90deg)')
  await button(page, say('viewer.reset')).click()
  await eventually(() => zoom.innerText()).toBe('100%')
  await page.mouse.move(0, 0)
  await lookAt(journey, 'photo')
}

/** The document: its words can be read, and turning stops at the last page with the reason. */
export async function viewPdf(journey: Journey): Promise<void> {
  const { page, say, files } = journey
  const { name, pages, words } = files.pdf
  await openExhibit(journey, name)
  const sheet = page.getByRole('region', { name: say('viewer.frame', { name }) })
  await expect
    // The first document brings the reader of PDF with it: half a megabyte and a worker.
    .poll(async () => (await sheet.innerText()).replace(/\s+/g, ''), { timeout: 15_000 })
    .toContain(words.replace(/\s+/g, ''))
  const next = button(page, say('viewer.next_page'))
  for (let turned = 1; turned < pages; turned += 1) await next.click()
  await pressInVain(page, next, say('reason.last_page'))
  await page.mouse.move(0, 0)
  await lookAt(journey, 'pdf')
}

/** A chat export is not drawn as a file; the page says where it can be read. */
export async function viewOther(journey: Journey): Promise<void> {
  const { page, say, files } = journey
  await openExhibit(journey, files.chats[0].name)
  await page.getByText(say('viewer.none.chat')).waitFor()
  await lookAt(journey, 'chat-file')
}

const keep = async (download: Download, folder: string): Promise<string> => {
  const path = join(folder, download.suggestedFilename())
  await download.saveAs(path)
  return path
}

/** Receipt and original leave the house; the command accepts the one for the other, and for nothing else. */
export async function takeReceipt(journey: Journey): Promise<void> {
  const { page, say, files, folder } = journey
  const [photo] = files.photos
  await openExhibit(journey, photo.name)
  const receiptComes = page.waitForEvent('download')
  await button(page, say('exhibit.receipt')).click()
  const receipt = await keep(await receiptComes, folder)
  await page.getByText(say('exhibit.receipt.check')).waitFor()
  await lookAt(journey, 'receipt')
  const originalComes = page.waitForEvent('download')
  await page.getByRole('link', { name: say('exhibit.download') }).click()
  const original = await keep(await originalComes, folder)
  expect(readFileSync(original).equals(photo.bytes)).toBe(true)
  expect(await yuanwei('verify', receipt, original)).toMatchObject({ code: 0, stderr: '' })
  const changed = join(folder, `changed ${photo.name}`)
  const bytes = Buffer.from(photo.bytes)
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  writeFileSync(changed, bytes)
  expect(await yuanwei('verify', receipt, changed)).toMatchObject({ code: 1, stderr: '' })
}
