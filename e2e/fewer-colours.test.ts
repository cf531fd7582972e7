import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from './support/browser.ts'
import { withFewerColours } from './support/fewer-colours.ts'

/** Flat fields beside a gradient that alone has more colours than a palette holds. */
const FLAT = ['#f0efe9', '#1c1f24', '#1d4f91', '#b3261e'] as const
const PAGE = `<body style="margin:0">
  <div style="display:flex;height:20px">${FLAT.map(colour => `<i style="flex:1;background:${colour}"></i>`).join('')}</div>
  <div style="height:60px;background:linear-gradient(90deg,#400,#0f0,#00f),linear-gradient(#fff8,#0008)"></div>`

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await launchBrowser()
  page = await browser.newPage({ viewport: { width: 300, height: 80 } })
})
afterAll(() => browser.close())

/** The pixels of a PNG as the browser reads them: four numbers each. */
const pixelsOf = (png: Buffer): Promise<number[]> =>
  page.evaluate(
    async source => {
      const picture = new Image()
      picture.src = source
      await picture.decode()
      const canvas = new OffscreenCanvas(picture.width, picture.height)
      const context = canvas.getContext('2d')
      context?.drawImage(picture, 0, 0)
      return [...(context?.getImageData(0, 0, picture.width, picture.height).data ?? [])]
    },
    `data:image/png;base64,${png.toString('base64')}`,
  )

test('a screenshot with 256 colours: smaller, flat colours exact, others near', async () => {
  await page.setContent(PAGE)
  const full = await page.screenshot()
  const small = withFewerColours(full)
  expect(small.length).toBeLessThan(full.length)
  const [before, after] = [await pixelsOf(full), await pixelsOf(small)]
  expect(after.length).toBe(300 * 80 * 4)
  const flat = 300 * 20 * 4
  expect(after.slice(0, flat)).toEqual(before.slice(0, flat))
  const coloursOf = (pixels: number[]) =>
    new Set(pixels.flatMap((_, at) => (at % 4 ? [] : [pixels.slice(at, at + 3).join(' ')])))
  expect(coloursOf(before).size).toBeGreaterThan(256)
  expect(coloursOf(after).size).toBeLessThanOrEqual(256)
  const farthest = after.reduce(
    (most, channel, at) => Math.max(most, Math.abs(channel - (before[at] ?? 0))),
    0,
  )
  expect(farthest).toBeLessThan(64)
})
