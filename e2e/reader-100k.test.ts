import { createClient } from '@yuanwei/client'
import { openSession } from '@yuanwei/client/session'
import { cases, evidence, identity } from '@yuanwei/contract/staff'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OWNER } from './journey/journey.ts'
import { launchBrowser, type Visitor, visit } from './support/browser.ts'
import { type Installation, startInstallation } from './support/installation.ts'
import { eventually } from './support/stages.ts'
import { wordsBefore, wordsIn } from './support/words.ts'

const MESSAGES = 100_000
const MINUTES_APART = 5
/** 00:00 on the clock of Shanghai, so that every day has its 288 messages. */
const FIRST = Date.parse('2025-01-01T00:00:00+08:00')
const MOST_NODES = 1500
const LONGEST_STALL_MS = 1000
/** A stall that is ours comes again; one of a busy machine does not. */
const AGAIN = { retry: 1 }
const say = wordsIn('zh-CN')

/** Position of the first message of a day of 2025, counted from one. */
const firstOf = (day: string): number =>
  (Date.parse(`${day}T00:00:00+08:00`) - FIRST) / (MINUTES_APART * 60_000) + 1

/** A WeFlow export with numbered messages: mostly short, each tenth several lines long. */
function longExport(): Uint8Array<ArrayBuffer> {
  const one = (number: number): string =>
    JSON.stringify({
      localId: number,
      createTime: FIRST / 1000 + (number - 1) * MINUTES_APART * 60,
      type: '文本消息',
      localType: 1,
      content:
        number % 10 === 0
          ? `第 ${number} 条\n${'这一条写得很长，要占好几行。'.repeat(12)}`
          : `第 ${number} 条`,
      isSend: number % 2,
      senderUsername: number % 2 ? 'wxid_shop' : 'wxid_lin',
      senderDisplayName: number % 2 ? '山雨窑' : '林女士',
      source: '',
    })
  const session = { wxid: 'wxid_lin', nickname: '林女士', displayName: '林女士', type: '私聊' }
  const head = JSON.stringify({ weflow: { version: '1.0.0' }, session, avatars: {} }).slice(0, -1)
  const messages = Array.from({ length: MESSAGES }, (_, index) => one(index + 1))
  return new TextEncoder().encode(`${head},"messages":[\n${messages.join(',\n')}\n]}`)
}

let installation: Installation
let browser: Browser
let visitor: Visitor
let page: Page
let grid: Locator
let caseId: string

beforeAll(async () => {
  installation = await startInstallation()
  const { url: baseUrl, setupCode: code } = installation
  const { login, password } = OWNER
  const founding = { code, organisationName: '山雨窑', personName: OWNER.name, login, password }
  await createClient({ baseUrl }).call(identity.setUp, founding)
  const session = await openSession({ baseUrl, login, password })
  ;({ caseId } = await session.call(cases.createCase, { title: '十万条', kind: 'complaint' }))
  await session.upload(evidence.addExhibit, { caseId, fileName: '十万条.json' }, longExport())
  await session.close()
  browser = await launchBrowser()
  visitor = await visit(browser, baseUrl, { viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  page = visitor.page
  grid = page.getByRole('grid', { name: say('reader.grid') })
})
afterAll(async () => {
  await browser?.close()
  await installation?.stop()
})

const row = (number: number): Locator => grid.locator(`[aria-rowindex="${number}"]`)

/** The message is there with its own words, inside the frame and not merely near it. */
async function isRead(number: number): Promise<void> {
  await row(number).getByText(`第 ${number} 条`).first().waitFor()
  const [frame, box] = [await grid.boundingBox(), await row(number).boundingBox()]
  if (!frame || !box) throw new Error(`Message ${number} has no place.`)
  expect(box.y + box.height).toBeGreaterThan(frame.y)
  expect(box.y).toBeLessThan(frame.y + frame.height)
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThanOrEqual(MOST_NODES)
}

/** Measures the longest time between two frames while something goes on. */
async function withoutStall(what: string, go: () => Promise<void>): Promise<void> {
  await page.evaluate(() => {
    const watch = { longestMs: 0, on: true }
    Object.assign(window, { frameWatch: watch })
    let before = performance.now()
    const tick = (now: number) => {
      watch.longestMs = Math.max(watch.longestMs, now - before)
      before = now
      if (watch.on) requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })
  await go()
  const longestMs = await page.evaluate(() => {
    const { frameWatch } = window as unknown as { frameWatch: { longestMs: number; on: boolean } }
    frameWatch.on = false
    return frameWatch.longestMs
  })
  console.log(`${what}: longest frame ${Math.round(longestMs)} ms`)
  expect(longestMs, what).toBeLessThan(LONGEST_STALL_MS)
}

async function jump(label: 'jump.number' | 'jump.date', value: string): Promise<void> {
  await page.getByRole('button', { name: say('reader.jump') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(say(label), { exact: true }).fill(value)
  await dialog.getByRole('button', { name: say('jump.go'), exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

test('100,000 messages are imported while the page shows how far it is', async () => {
  await page.goto(`/cases/${caseId}`)
  await page.getByLabel(say('session.login'), { exact: true }).fill(OWNER.login)
  await page.getByLabel(say('session.password'), { exact: true }).fill(OWNER.password)
  await page.getByRole('button', { name: say('session.sign_in') }).click()
  await page.getByRole('button', { name: wordsBefore(say('import.start', { format: '§' }), '§') }).click()
  await page.getByRole('progressbar', { name: say('import.progress') }).waitFor()
  const done = say('import.result', { messages: MESSAGES, added: MESSAGES, unread: 0 })
  await page.getByText(done).waitFor({ timeout: 150_000 })
}, 180_000)

test('the reader opens at the beginning', async () => {
  await withoutStall('opening', async () => {
    await page.getByRole('link', { name: say('import.read') }).click()
    await isRead(1)
  })
  expect(await grid.getAttribute('aria-rowcount')).toBe(String(MESSAGES))
})

test('scrolling: a long way by wheel, with its messages at the end', AGAIN, async () => {
  await withoutStall('scrolling', async () => {
    await grid.hover()
    for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, 4000)
    await row(1).waitFor({ state: 'detached' })
    await eventually(() => grid.getByText(/^第 \d+ 条/).count()).toBeGreaterThan(5)
  })
})

test('the end, the middle, a day, the beginning', AGAIN, async () => {
  await withoutStall('jumping', async () => {
    await grid.press('End')
    await isRead(MESSAGES)
    await jump('jump.number', String(MESSAGES / 2))
    await isRead(MESSAGES / 2)
    await jump('jump.date', '2025-10-01')
    await isRead(firstOf('2025-10-01'))
    await grid.press('Home')
    await isRead(1)
  })
})

test('choosing: one by pressing, half of all with Shift, and what that many can be used for', async () => {
  const chosen = (count: number) =>
    page.getByText(say('reader.chosen_count', { count, spans: 1 }), { exact: true })
  await jump('jump.number', String(MESSAGES / 2))
  await isRead(MESSAGES / 2)
  await withoutStall('choosing', async () => {
    await row(MESSAGES / 2).click()
    await chosen(1).waitFor()
    await grid.press('Shift+End')
    await chosen(MESSAGES / 2 + 1).waitFor()
    await isRead(MESSAGES)
  })
  expect(await row(MESSAGES).getAttribute('aria-selected')).toBe('true')
  const asFact = page.getByRole('button', { name: say('reader.as_fact'), exact: true })
  expect(await asFact.getAttribute('aria-disabled')).toBe('true')
  await grid.press('Escape')
  await chosen(MESSAGES / 2 + 1).waitFor({ state: 'detached' })
})

test('nothing went wrong on the way', () => {
  expect(visitor.noise).toEqual([])
})
