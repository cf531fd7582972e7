import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withFewerColours } from './fewer-colours.ts'
import { repositoryFolder } from './installation.ts'

/** Whether the journeys also take the pictures of the documentation; they then walk every size and language. */
export const picturesWanted = process.env.YUANWEI_PICTURES === '1'

const LARGEST_BYTES = 200 * 1024
const folder = join(repositoryFolder, 'docs', 'pictures')

/** The pictures that the documentation shows, by language, width, colours and screen. All others stay out of it. */
const CHOSEN: Readonly<Record<string, string>> = {
  'zh-CN 1440 light timeline': 'case.zh.light.png',
  'zh-CN 1440 dark timeline': 'case.zh.dark.png',
  'en 1440 light timeline': 'case.en.light.png',
  'en 1440 dark timeline': 'case.en.dark.png',
  'zh-CN 1440 light messages-chosen': 'reader.zh.light.png',
  'en 1440 dark messages-chosen': 'reader.en.dark.png',
  'zh-CN 390 light timeline': 'case-phone.zh.light.png',
  'en 390 dark timeline': 'case-phone.en.dark.png',
  'zh-CN 1440 light photo': 'photo.zh.light.png',
  'en 1440 light dossier-filled': 'dossier.en.light.png',
  'zh-CN 1440 light verified': 'verify.zh.light.png',
  'en 1440 light verified': 'verify.en.light.png',
}

export interface Taken {
  readonly language: string
  readonly width: number
  readonly scheme: string
}

/**
 * Writes a picture: the chosen ones where the documentation finds them, with few colours so that a clone stays light;
 * the rest beside them, ignored by git. Throws when a chosen one is still too large.
 */
export function keepPicture(taken: Taken, name: string, picture: Buffer): void {
  const { language, width, scheme } = taken
  const all = join(folder, 'all')
  mkdirSync(all, { recursive: true })
  writeFileSync(join(all, `${language}-${width}-${scheme}-${name}.png`), picture)
  const chosen = CHOSEN[`${language} ${width} ${scheme} ${name}`]
  if (chosen === undefined) return
  const small = withFewerColours(picture)
  if (small.length > LARGEST_BYTES) throw new Error(`${chosen} takes ${small.length} bytes.`)
  writeFileSync(join(folder, chosen), small)
}
