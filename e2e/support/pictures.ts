import { join } from 'node:path'
import { repositoryFolder } from './installation.ts'

/** Whether the journeys also take the pictures of the documentation; they then walk every size and language. */
export const picturesWanted = process.env.YUANWEI_PICTURES === '1'

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

/** Where a picture goes: the chosen ones where the documentation finds them, the rest beside them, ignored by git. */
export function chosenPicture(taken: Taken, name: string): { folder: string; path: string } {
  const { language, width, scheme } = taken
  const chosen = CHOSEN[`${language} ${width} ${scheme} ${name}`]
  return chosen
    ? { folder, path: chosen }
    : { folder: join(folder, 'all'), path: `${language}-${width}-${scheme}-${name}.png` }
}
