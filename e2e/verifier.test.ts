import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVerifier } from '../apps/verifier/build.ts'
import { makeCase, makeDossier, PHOTO, type TestCase } from '../packages/proof/test/dossier-case.ts'

let folder: string
let browser: Browser
let testCase: TestCase
let pageUrl: string

const file = (name: string) => path.join(folder, name)

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'yuanwei-verifier-'))
  await buildVerifier(file('first'))
  await buildVerifier(file('second'))
  pageUrl = pathToFileURL(file('first/verify.html')).href
  testCase = makeCase()
  const dossier = await makeDossier(testCase)
  const changed = dossier.slice()
  const at = Buffer.from(dossier).indexOf(Buffer.from(PHOTO.subarray(0, 64)))
  changed[at + 5] = (changed[at + 5] ?? 0) ^ 1
  writeFileSync(file('good.zip'), dossier)
  writeFileSync(file('changed.zip'), changed)
  writeFileSync(file('cut.zip'), dossier.subarray(0, dossier.length - 10))
  writeFileSync(file('receipt.json'), testCase.log.receipt(testCase.photoEntry))
  writeFileSync(file('photo.jpg'), PHOTO)
  writeFileSync(file('checkpoint'), testCase.log.checkpoint())
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Opens the page over file://; fails the test on any request, console message or error. */
async function withPage(options: BrowserContextOptions, use: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({
    locale: 'zh-CN',
    viewport: { width: 1440, height: 900 },
    ...options,
  })
  const page = await context.newPage()
  const noise: string[] = []
  page.on('console', message => noise.push(message.text()))
  page.on('pageerror', error => noise.push(String(error)))
  page.on('request', request => {
    if (request.url() !== pageUrl && !request.url().startsWith('data:')) noise.push(request.url())
  })
  await page.goto(pageUrl)
  await use(page)
  expect(noise).toEqual([])
  await context.close()
}

async function check(page: Page, ...names: string[]): Promise<void> {
  await page.setInputFiles('#files', names.map(file))
  await page.locator('h2').waitFor()
}

/** What stands in the list of verdicts: name → state. */
async function states(page: Page): Promise<Record<string, string>> {
  const rows = await page.locator('.verdicts > li').all()
  const found: Record<string, string> = {}
  for (const row of rows) {
    found[await row.locator('p strong').first().innerText()] = await row.locator('.state').innerText()
  }
  return found
}

async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.target.join(' ')).join(', ')}`)
}

test('two builds are the same bytes, in one file that allows nothing but its own script and style', () => {
  const html = readFileSync(file('first/verify.html'))
  expect(html.equals(readFileSync(file('second/verify.html')))).toBe(true)
  const text = html.toString('utf8')
  expect(text).toMatch(
    /content="default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; img-src data:/,
  )
  expect(text.match(/<script|<style|<link|<img|<iframe/g)).toEqual(['<link', '<style', '<script'])
  expect(text).not.toMatch(/fetch\(|XMLHttpRequest|WebSocket|import\(/)
})

test('a good dossier: no finding, kept by one party, no seal', () =>
  withPage({}, async page => {
    await check(page, 'good.zip')
    expect(await page.locator('.headline').innerText()).toMatch(/未发现不符\s+已归入 · 单方保管，尚无见证/)
    expect(await states(page)).toEqual({
      外壳: '相符',
      文件与清单: '相符',
      归入日志: '相符',
      日志公钥: '未核对',
      日志只增不改: '未核对',
      见证: '未核对',
      时间: '未核对',
      经手记录: '相符',
      原件: '相符',
      聊天摘录与时间线: '相符',
    })
    expect(await page.locator('body').innerText()).not.toContain('校验一致')
    expect(await page.locator('.limits li').count()).toBeGreaterThan(5)
  }))

test('one byte changed: which file', () =>
  withPage({ locale: 'en-GB' }, async page => {
    await check(page, 'changed.zip')
    expect(await page.locator('.headline').innerText()).toBe('Checks that fail: 3')
    expect(await states(page)).toMatchObject({
      'Files and manifest': 'Fails',
      Originals: 'Fails',
      'In the log': 'Good',
    })
    expect(await page.locator('.verdicts > li.bad code').allInnerTexts()).toEqual([
      'dossier/data/exhibits/001-裂纹_照片.jpg',
      'data/exhibits/001-裂纹_照片.jpg',
      'data/exhibits/001-裂纹_照片.jpg',
    ])
  }))

test('key and checkpoint from elsewhere; a foreign and a malformed key', () =>
  withPage({ locale: 'en-GB' }, async page => {
    await check(page, 'good.zip')
    await page.getByText('What you have from elsewhere').click()
    await page.setInputFiles('#checkpoints', file('checkpoint'))
    await page.getByLabel('Key of the log').fill(testCase.log.verifierKey)
    await page.getByRole('button', { name: 'Check again' }).click()
    await page.getByText('Signed with the very key you gave.').waitFor()
    expect(await states(page)).toMatchObject({ 'Key of the log': 'Good', 'Append-only': 'Good' })
    await page.getByLabel('Key of the log').fill(makeCase({}, 'another').log.verifierKey)
    await page.getByRole('button', { name: 'Check again' }).click()
    await page.getByText('Checks that fail: 1').waitFor()
    expect(await states(page)).toMatchObject({ 'Key of the log': 'Fails' })
    await page.getByLabel('Key of the log').fill('nonsense')
    await page.getByRole('button', { name: 'Check again' }).click()
    await page.getByText('The key is malformed').waitFor()
    expect(await page.locator('.card').count()).toBe(0)
  }))

test('a receipt with its original, dropped on the page; then another file', () =>
  withPage({ locale: 'en-GB' }, async page => {
    const drop = async (...names: string[]) => {
      const files = names.map(name => ({ name, base64: readFileSync(file(name)).toString('base64') }))
      const transfer = await page.evaluateHandle(list => {
        const data = new DataTransfer()
        for (const { name, base64 } of list) {
          const bytes = Uint8Array.from(atob(base64), sign => sign.charCodeAt(0))
          data.items.add(new File([bytes], name))
        }
        return data
      }, files)
      await page.dispatchEvent('main', 'drop', { dataTransfer: transfer })
    }
    await drop('receipt.json', 'photo.jpg')
    await page.getByText('unchanged since they were taken in: 1').waitFor()
    await drop('receipt.json', 'changed.zip')
    await page.getByText('not the content that was taken in').waitFor()
    await drop('photo.jpg')
    await page.getByText('photo.jpg is neither a dossier nor a receipt.').waitFor()
    await drop('cut.zip')
    await page.getByText('the end is malformed').waitFor()
  }))

test('keyboard alone: language, files, details; results keep when the language changes', () =>
  withPage({}, async page => {
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').innerText()).toBe('English')
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').getAttribute('id')).toBe('files')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.locator('details').getAttribute('open')).not.toBeNull()
    await check(page, 'good.zip')
    expect(await page.locator(':focus').evaluate(node => node.tagName)).toBe('H2')
    await page.getByRole('button', { name: 'English' }).click()
    expect(await page.locator('.headline strong').innerText()).toBe('Nothing wrong was found')
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
    expect(await page.locator(':focus').innerText()).toBe('中文')
  }))

describe('looks', () => {
  const sizes = [
    [1440, 900],
    [390, 844],
    [320, 640],
  ] as const
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [width, height] of sizes) {
      test(`${colorScheme} ${width}: axe finds nothing, nothing is wider than the screen`, () =>
        withPage({ viewport: { width, height }, colorScheme }, async page => {
          for (const name of ['good.zip', 'changed.zip']) {
            await check(page, name)
            await page.locator('details').evaluate(node => node.toggleAttribute('open', true))
            expect([name, await axeFindings(page)]).toEqual([name, []])
            expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
          }
        }))
    }
  }
})
