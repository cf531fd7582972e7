import type { Browser } from 'playwright-core'
import type { GivenFile } from './files.ts'
import type { Story } from './story.ts'

const CUP = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 900">
  <defs>
    <linearGradient id="table" x2="0" y2="1"><stop stop-color="#d8cbb8"/><stop offset="1" stop-color="#a58f74"/></linearGradient>
    <linearGradient id="glaze" x2="1" y2=".2"><stop stop-color="#7fa08d"/><stop offset=".35" stop-color="#b9d0bf"/><stop offset="1" stop-color="#6f917f"/></linearGradient>
    <radialGradient id="inside"><stop stop-color="#87a795"/><stop offset="1" stop-color="#5d7f6d"/></radialGradient>
  </defs>
  <rect width="1200" height="900" fill="#cfd3cf"/><rect y="520" width="1200" height="380" fill="url(#table)"/>
  <ellipse cx="610" cy="770" rx="250" ry="42" fill="#5b4b38" opacity=".45"/>
  <path d="M340 250 Q356 640 470 752 Q600 800 730 752 Q844 640 860 250Z" fill="url(#glaze)"/>
  <ellipse cx="600" cy="250" rx="260" ry="74" fill="url(#glaze)"/><ellipse cx="600" cy="254" rx="238" ry="60" fill="url(#inside)"/>
  <path d="M742 312 l-12 30 15 26 -18 34 12 30 -10 26" fill="none" stroke="#2d3a33" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/>
  <path d="M733 368 l-26 14" fill="none" stroke="#2d3a33" stroke-width="3" stroke-linecap="round"/>
</svg>`

const BOX = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 700">
  <rect width="900" height="700" fill="#9aa0a3"/><rect y="480" width="900" height="220" fill="#6f7376"/>
  <path d="M170 220 L560 180 L560 560 L170 580Z" fill="#c59a62"/><path d="M560 180 L760 230 L752 520 L722 545 L560 560Z" fill="#a97f4b"/>
  <path d="M170 220 L370 160 L760 230 L560 180Z" fill="#d8b27d"/><path d="M350 201 L390 197 L390 570 L350 572Z" fill="#e7d9b8" opacity=".85"/>
  <path d="M722 545 L752 520 L716 470 L690 505Z" fill="#7d5b33"/><path d="M690 505 L716 470 M700 540 L728 500" stroke="#5a4123" stroke-width="4"/>
  <rect x="210" y="400" width="110" height="80" fill="#f4f1ea"/><path d="M222 418h86M222 434h86M222 450h52" stroke="#444" stroke-width="4"/>
</svg>`

/** Draws what a phone and an office would have made: a JPEG, a PNG and a PDF with text in it. */
export async function drawFiles(
  browser: Browser,
  story: Story,
): Promise<{ photos: readonly [GivenFile, GivenFile]; pdf: GivenFile }> {
  const page = await browser.newPage()
  const photo = async (svg: string, width: number, height: number, type: 'jpeg' | 'png') => {
    await page.setViewportSize({ width, height })
    await page.setContent(`<body style="margin:0">${svg}</body>`)
    return page.screenshot(type === 'jpeg' ? { type, quality: 82 } : { type })
  }
  const [cupName, boxName] = story.photoNames
  const cup = { name: cupName, bytes: await photo(CUP, 1200, 900, 'jpeg') }
  const box = { name: boxName, bytes: await photo(BOX, 900, 700, 'png') }
  const sheets = story.pdf.map(
    ({ title, lines }) =>
      `<section style="break-after:page"><h1>${title}</h1>${lines.map(line => `<p>${line}</p>`).join('')}</section>`,
  )
  await page.setContent(
    `<body style="font:16px/2 'Noto Serif CJK SC',serif;padding:24px">${sheets.join('')}</body>`,
  )
  const pdf = { name: story.pdfName, bytes: await page.pdf({ format: 'A4' }) }
  await page.close()
  return { photos: [cup, box], pdf }
}
