import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'vitest'
import { look } from '../support/screens.ts'
import { wordsBefore } from '../support/words.ts'
import { failures, run, yuanwei } from '../support/yuanwei.ts'
import { button, dialogOf, field, goToCase, type Journey, lookAt, pressInVain } from './journey.ts'
import { chooseMessages, openChat } from './read.ts'

/** Puts the excerpt's spans into the draft, one after the other, from the reader. */
async function addMessages(journey: Journey): Promise<void> {
  const { page, say, files } = journey
  for (const span of files.excerpt.spans) {
    await openChat(journey, files.excerpt.chat)
    await chooseMessages(journey, span)
    await button(page, say('reader.into_dossier')).click()
    await page.getByRole('region', { name: say('reader.chosen') }).waitFor({ state: 'detached' })
  }
}

/** Builds a masked dossier of the photos, the document and chosen messages; gives the downloaded file. */
export async function makeDossier(journey: Journey): Promise<string> {
  const { page, say, files, folder } = journey
  await addMessages(journey)
  await goToCase(journey, 'dossiers')
  await button(page, say('dossier.create')).click()
  const dialog = dialogOf(page)
  await pressInVain(page, button(dialog, say('dossier.submit')), say('reason.purpose'))
  await lookAt(journey, 'dossier-empty')
  await field(dialog, say('dossier.purpose')).selectOption({ label: say('dossier.purpose.mediation') })
  for (const { name } of [...files.photos, files.pdf]) await dialog.getByRole('checkbox', { name }).check()
  expect(await dialog.getByRole('radio', { name: say('dossier.masked') }).isChecked()).toBe(true)
  await dialog.getByText(say('dossier.gaps', { count: files.excerpt.between })).waitFor()
  await lookAt(journey, 'dossier-filled')
  await button(dialog, say('dossier.submit')).click()
  await dialog.waitFor({ state: 'detached' })
  const link = page.getByRole('link', { name: wordsBefore(say('dossier.download', { size: '§' }), '§') })
  await link.waitFor()
  await page.getByText(say('dossier.check.title')).click()
  await lookAt(journey, 'dossiers')
  const comes = page.waitForEvent('download')
  await link.click()
  const path = join(folder, 'dossier.zip')
  await (await comes).saveAs(path)
  return path
}

/** The names of the entries of a container. */
async function entriesOf(path: string): Promise<string[]> {
  return (await run('unzip', ['-Z1', path])).stdout.trim().split('\n')
}

/** The dossier as its receiver checks it: by the command, and by the page that lies in it. */
export async function checkDossier(journey: Journey, path: string): Promise<void> {
  const { files, folder } = journey
  const good = await yuanwei('verify', '--json', path)
  expect({ code: good.code, ...failures(good) }).toEqual({ code: 0, verdicts: [], places: [] })
  // The dossier itself says under which name it holds the photo: its bytes are the ones that were dropped.
  const exhibits = (await entriesOf(path)).filter(name => name.includes('/data/exhibits/'))
  const contents = await Promise.all(exhibits.map(name => run('unzip', ['-p', path, name], 'latin1')))
  const photo =
    exhibits[contents.findIndex(({ stdout }) => files.photos[0].bytes.equals(Buffer.from(stdout, 'latin1')))]
  expect(exhibits).toHaveLength(files.photos.length + 1)
  const bytes = readFileSync(path)
  const at = bytes.indexOf(files.photos[0].bytes)
  bytes[at + 40] = (bytes[at + 40] ?? 0) ^ 1
  const changed = join(folder, 'changed.zip')
  writeFileSync(changed, bytes)
  const bad = await yuanwei('verify', '--json', changed)
  const withoutBag = [...new Set(failures(bad).places.map(place => place.replace(/^dossier\//, '')))]
  expect({ code: bad.code, places: withoutBag }).toEqual({
    code: 1,
    places: [photo?.replace(/^dossier\//, '')],
  })
  await checkByPage(journey, path, changed, photo ?? '')
}

/** verify.html, taken out of the dossier and opened from the disk. */
async function checkByPage(journey: Journey, path: string, changed: string, photo: string): Promise<void> {
  const { browser, folder, looker } = journey
  await run('unzip', ['-q', '-o', '-j', path, '*verify.html', '-d', folder])
  const context = await browser.newContext({
    locale: looker.language,
    viewport: { width: looker.width, height: 900 },
    colorScheme: looker.scheme,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const url = pathToFileURL(join(folder, 'verify.html')).href
  const noise: string[] = []
  page.on('console', message => noise.push(message.text()))
  page.on('request', request => request.url() !== url && noise.push(request.url()))
  await page.goto(url)
  const check = async (file: string) => {
    await page.setInputFiles('input[type=file]', file)
    await page.getByRole('heading', { level: 2 }).first().waitFor()
  }
  await check(path)
  const [nothing, fails] =
    looker.language === 'en' ? ['Nothing wrong was found', 'Fails'] : ['未发现不符', '不符']
  await page.getByText(nothing).first().waitFor()
  await look(page, looker, 'verified')
  await check(changed)
  await page.getByText(photo).first().waitFor()
  expect(await page.getByText(fails, { exact: true }).count()).toBeGreaterThan(0)
  await look(page, looker, 'verified-changed')
  expect(noise).toEqual([])
  await context.close()
}

/** Neither a masked number nor a chat that was not chosen as a file stands in the dossier. */
export async function seeMasked({ files }: Journey, path: string): Promise<void> {
  const entries = await entriesOf(path)
  const names = entries.filter(name => /\/data\/.*\.(?:json|jsonl|csv|txt|html)$/.test(name))
  const texts = await Promise.all(names.map(async name => (await run('unzip', ['-p', path, name])).stdout))
  expect(names.length).toBeGreaterThan(2)
  if (files.secret) {
    // The message is there, all but its number.
    const [, rest = ''] = files.excerpt.spans[0]?.[1]?.split(files.secret) ?? []
    expect(names.filter((_, index) => rest !== '' && texts[index]?.includes(rest))).not.toEqual([])
    for (const [index, name] of names.entries()) expect(texts[index], name).not.toContain(files.secret)
  }
  for (const { name } of files.chats) expect(entries.filter(entry => entry.includes(name))).toEqual([])
}
