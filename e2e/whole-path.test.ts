import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { checkDossier, makeDossier, seeMasked } from './journey/dossier.ts'
import type { Journey } from './journey/journey.ts'
import { accept, deactivate, invite, meetLimits, signOut } from './journey/people.ts'
import { makeFact, readThrough } from './journey/read.ts'
import { createCase, setUp } from './journey/set-up.ts'
import { openCaseDialogs, readHistory, readTimeline } from './journey/story-line.ts'
import { importAgain, importChats, takeInFiles } from './journey/take-in.ts'
import { seeTheRest } from './journey/tour.ts'
import { takeReceipt, viewOther, viewPdf, viewPhoto } from './journey/view.ts'
import { launchBrowser, type Visitor, visit } from './support/browser.ts'
import { allFiles } from './support/files.ts'
import { startInstallation } from './support/installation.ts'
import { picturesWanted } from './support/pictures.ts'
import { realFiles } from './support/real-files.ts'
import type { Scheme } from './support/screens.ts'
import { inStages } from './support/stages.ts'
import { storyFiles } from './support/story.ts'
import { type Language, wordsIn } from './support/words.ts'

interface Setting {
  readonly language: Language
  readonly width: number
  readonly scheme: Scheme
}

/** The whole path is walked in both languages and sizes; for pictures, in each size of each language. */
const SETTINGS: readonly Setting[] = [
  { language: 'zh-CN', width: 1440, scheme: 'light' },
  { language: 'en', width: 390, scheme: 'dark' },
  ...(picturesWanted
    ? ([
        { language: 'zh-CN', width: 390, scheme: 'light' },
        { language: 'en', width: 1440, scheme: 'dark' },
      ] as const)
    : []),
]

/** Pictures tell the story; otherwise the first walk takes real files where they are at hand. */
async function filesFor({ language }: Setting, browser: Browser) {
  const real = language === 'zh-CN' && !picturesWanted ? realFiles() : null
  const files = real ?? (await storyFiles(language, browser))
  console.log(`${language}: ${real ? `${allFiles(real).length} files of the corpus` : 'files of the story'}`)
  return files
}

async function begin(setting: Setting): Promise<Journey> {
  const { language, width, scheme } = setting
  const browser = await launchBrowser()
  const [files, installation] = await Promise.all([filesFor(setting, browser), startInstallation()]).catch(
    async cause => {
      await browser.close()
      throw cause
    },
  )
  const visitor = await visit(browser, installation.url, {
    viewport: { width, height: width < 900 ? 844 : 900 },
    colorScheme: scheme,
    locale: language,
    hasTouch: width < 900,
  })
  return {
    browser,
    installation,
    visitor,
    page: visitor.page,
    files,
    say: wordsIn(language),
    looker: { language, width, scheme, seen: [], findings: [] },
    folder: mkdtempSync(join(tmpdir(), 'yuanwei-downloads-')),
    caseTitle:
      language === 'en' ? 'Celadon cup cracked, three promised' : '收到的青釉杯有裂纹，要求按承诺补三',
  }
}

/** What was on the screen, and what the browser said, when a stage failed. */
async function showFailure({ page, visitor, looker }: Journey, stage: string): Promise<void> {
  const path = join(tmpdir(), `yuanwei-failed-${looker.language}-${stage.replace(/\W+/g, '-')}.png`)
  await page.screenshot({ path }).catch(() => undefined)
  console.log([`failed at ${page.url()}, see ${path}`, ...visitor.noise].join('\n'))
}

describe.each(SETTINGS)('the whole path in $language at $width px, $scheme', setting => {
  let journey: Journey
  let colleague: Visitor
  let dossier: string
  const stage = inStages({
    onFailure: name => showFailure(journey, name),
    judge: () => expect(journey.looker.findings.splice(0)).toEqual([]),
  })

  beforeAll(async () => {
    journey = await begin(setting)
  })
  afterAll(async () => {
    await journey?.browser.close()
    await journey?.installation.stop()
    if (journey) rmSync(journey.folder, { recursive: true, force: true })
  })

  stage('set-up with the code of the console', () => setUp(journey))
  stage('a case', () => createCase(journey))
  stage('chats, photos and a document are taken in', () => takeInFiles(journey))
  stage('chats become conversations, every record accounted for', () => importChats(journey))
  stage('the same export again adds nothing', () => importAgain(journey))
  stage('a long conversation is read', () => readThrough(journey))
  stage('messages and files become facts with causes', async () => {
    for (const [index, fact] of journey.files.facts.entries()) await makeFact(journey, fact, index === 2)
  })
  stage('the timeline shows what led to what', () => readTimeline(journey))
  stage('facts and case can be changed', () => openCaseDialogs(journey))
  stage('a photo', () => viewPhoto(journey))
  stage('a document', () => viewPdf(journey))
  stage('a file that is not drawn', () => viewOther(journey))
  stage('a receipt and its original are good outside', () => takeReceipt(journey))
  stage('a masked dossier', async () => {
    dossier = await makeDossier(journey)
  })
  stage('the dossier is good outside, and one changed byte is found', () => checkDossier(journey, dossier))
  stage('numbers are masked, other chats stay at home', () => seeMasked(journey, dossier))
  stage('everything that happened is recorded', () => readHistory(journey))
  stage('a colleague is invited and comes', async () => {
    colleague = await accept(journey, await invite(journey))
  })
  stage('what a role may not do is said with the reason', () => meetLimits(journey, colleague))
  stage('a deactivated colleague is told', () => deactivate(journey, colleague))
  stage('log, palette, keys, account', () => seeTheRest(journey))
  stage('signing out ends the session', () => signOut(journey))
  stage('nothing was asked of anyone else, no error, no broken policy', async () => {
    expect(journey.visitor.noise).toEqual([])
    expect(journey.looker.seen.length).toBeGreaterThan(30)
  })
})
