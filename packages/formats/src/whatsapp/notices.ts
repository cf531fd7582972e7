import { plainText } from './header-scanner.ts'
import { ENCRYPTION_LEADS, NOTICE_VERBS } from './notice-phrases.ts'
import { PhraseIndex } from './phrase-index.ts'

const ENCRYPTION = new PhraseIndex(ENCRYPTION_LEADS)

/** Longest text that is looked at as a notice; real ones are far shorter. */
const MAX_NOTICE_LENGTH = 1000

/** Whether a text is the notice about encryption: never the words of the one whose name may stand before it. */
export function isEncryptionNotice(text: string): boolean {
  if (text.length > MAX_NOTICE_LENGTH) return false
  const plain = plainText(text)
  return ENCRYPTION.startOf(plain) !== null
}

/** Whether a text holds the words of a notice about a group or its members. */
export function holdsNoticeVerb(text: string): boolean {
  if (text.length > MAX_NOTICE_LENGTH) return false
  const plain = `${plainText(text).toLowerCase()} `
  return NOTICE_VERBS.some(verb => plain.includes(verb))
}

const GROUP_NAMED = / created (?:the )?group ["“]([^"“”]{1,100})["”]/

/** The group's name where a notice tells it. */
export function groupNameIn(notice: string): string | null {
  if (notice.length > MAX_NOTICE_LENGTH) return null
  return GROUP_NAMED.exec(` ${plainText(notice)}`)?.[1] ?? null
}
