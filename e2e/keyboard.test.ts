import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { OWNER } from './journey/journey.ts'
import { launchBrowser, type Visitor, visit } from './support/browser.ts'
import { type Installation, startInstallation } from './support/installation.ts'
import { tabTo } from './support/keyboard.ts'
import { eventually, inStages } from './support/stages.ts'
import { wordsBefore, wordsIn } from './support/words.ts'

const say = wordsIn('zh-CN')
/** Lines of a chat as WhatsApp writes them. */
const CHAT = Array.from({ length: 40 }, (_, index) => {
  const minute = String(index).padStart(2, '0')
  return `[2026/11/06 19:${minute}:03] ${index % 2 ? '阿宁' : '林女士'}: 第 ${index + 1} 句`
}).join('\n')

describe('the key steps by keyboard alone', () => {
  let installation: Installation
  let browser: Browser
  let visitor: Visitor
  let page: Page
  const press = (...keys: string[]) =>
    keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve())
  const type = (words: string) => page.keyboard.insertText(words)
  const stage = inStages({
    onFailure: async () => console.log([`failed at ${page.url()}`, ...visitor.noise].join('\n')),
    judge: () => expect(visitor.noise).toEqual([]),
  })
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const dialog = () => page.getByRole('dialog')
  const focusIs = (target: Locator) =>
    eventually(() => target.evaluate(node => node === document.activeElement)).toBe(true)
  /** Closed by Escape, a dialog gives the focus back to where it was. */
  const escapeTo = async (target: Locator) => {
    await press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await focusIs(target)
  }

  beforeAll(async () => {
    installation = await startInstallation()
    browser = await launchBrowser()
    visitor = await visit(browser, installation.url, {
      viewport: { width: 1440, height: 900 },
      locale: 'zh-CN',
    })
    page = visitor.page
  })
  afterAll(async () => {
    await browser?.close()
    await installation?.stop()
  })

  stage('set-up: from field to field, sent by Enter', async () => {
    await page.goto('/')
    await focusIs(page.getByLabel(say('setup.code'), { exact: true }))
    await type(installation.setupCode)
    const values = [
      ['setup.organisation', '山雨窑'],
      ['setup.person', OWNER.name],
      ['session.login', OWNER.login],
      ['session.password', OWNER.password],
    ] as const
    for (const [label, value] of values) {
      await tabTo(page, page.getByLabel(say(label), { exact: true }))
      await type(value)
    }
    await press('Enter')
    await page.getByText(say('cases.empty.title')).waitFor()
  })

  stage('cases: C opens a new one, Enter sends it, J and K walk, Enter opens', async () => {
    for (const title of ['茶盏少发一只', '收到的青釉杯有裂纹']) {
      await press('c')
      await focusIs(dialog().getByLabel(say('case.title'), { exact: true }))
      await type(title)
      await press('Enter')
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
    }
    const listed = (title: string) => page.getByRole('link', { name: title })
    await page.goto('/cases')
    await listed('收到的青釉杯有裂纹').waitFor()
    await press('j')
    await focusIs(listed('收到的青釉杯有裂纹'))
    await press('j')
    await focusIs(listed('茶盏少发一只'))
    await press('k')
    await focusIs(listed('收到的青釉杯有裂纹'))
    await press('Enter')
    await page.getByRole('heading', { level: 1, name: '收到的青釉杯有裂纹' }).waitFor()
  })

  stage('palette, keys, menu: Escape gives the focus back; single keys can be turned off', async () => {
    const edit = button(say('case.edit'))
    await tabTo(page, edit)
    await press('Control+k')
    await focusIs(page.getByRole('combobox'))
    await escapeTo(edit)
    await press('?')
    await tabTo(page, dialog().getByRole('switch', { name: say('keys.single') }))
    await press('Space')
    await escapeTo(edit)
    await press('c', 'e')
    expect(await dialog().count()).toBe(0)
    await press('Control+k')
    await focusIs(page.getByRole('combobox'))
    await type(say('keys.title'))
    await press('Enter')
    await tabTo(page, dialog().getByRole('switch', { name: say('keys.single') }))
    await press('Space', 'Escape')
    await dialog().waitFor({ state: 'detached' })
    await tabTo(
      page,
      page.getByRole('navigation').getByRole('button', { name: say('nav.account') }),
      'Shift+Tab',
    )
    await press('Enter')
    await page.getByRole('menu').waitFor()
    await press('Escape')
    await page.getByRole('menu').waitFor({ state: 'detached' })
    await focusIs(page.getByRole('navigation').getByRole('button', { name: say('nav.account') }))
  })

  stage('evidence: U asks for a file, its chat is imported and opened', async () => {
    const chooser = page.waitForEvent('filechooser')
    await press('u')
    await (await chooser).setFiles({ name: '聊天.txt', mimeType: 'text/plain', buffer: Buffer.from(CHAT) })
    await tabTo(page, button(wordsBefore(say('import.start', { format: '§' }), '§')))
    await press('Enter')
    const read = page.getByRole('link', { name: say('import.read') })
    await tabTo(page, read)
    await press('Enter')
    await page.getByRole('row').first().waitFor()
  })

  stage('reader: arrows move, Space and Shift choose, F makes a fact, Escape leads back', async () => {
    const grid = page.getByRole('grid', { name: say('reader.grid') })
    const chosen = (count: number) =>
      page.getByText(say('reader.chosen_count', { count, spans: 1 }), { exact: true })
    await tabTo(page, grid)
    await press('ArrowDown', 'ArrowDown', 'Space', 'Shift+ArrowDown', 'Shift+ArrowDown')
    await chosen(3).waitFor()
    await press('f')
    await focusIs(dialog().getByLabel(say('fact.title'), { exact: true }))
    await escapeTo(grid)
    await chosen(3).waitFor()
    await press('Escape')
    await chosen(3).waitFor({ state: 'detached' })
    await press('End')
    await grid.getByText('第 40 句').waitFor()
    await press('Space', 'f')
    await focusIs(dialog().getByLabel(say('fact.title'), { exact: true }))
    await type('林女士说了最后一句')
    await press('Enter')
    await dialog().waitFor({ state: 'detached' })
    await focusIs(grid)
    await press('g')
    await focusIs(dialog().getByLabel(say('jump.number'), { exact: true }))
    await type('1')
    await press('Enter')
    await grid.getByText('第 1 句', { exact: true }).waitFor()
  })

  stage('timeline and dossier: a fact, its menu and a dialog are reached and left', async () => {
    await tabTo(page, page.getByRole('link', { name: '收到的青釉杯有裂纹' }).first(), 'Shift+Tab')
    await press('Enter')
    await tabTo(page, page.getByRole('article', { name: '林女士说了最后一句' }))
    const actions = button(say('fact.actions', { title: '林女士说了最后一句' }))
    await tabTo(page, actions)
    await press('Enter')
    await page.getByRole('menu').waitFor()
    await press('ArrowDown', 'Enter')
    await dialog().waitFor()
    await escapeTo(actions)
    const make = button(say('dossier.create'))
    await tabTo(page, make)
    await press('Enter')
    await dialog().waitFor()
    await escapeTo(make)
  })
})
