import type { DayPeriod } from '../text-chat/wall-clock.ts'
import { plainText } from './header-scanner.ts'

/** The words phones write for the halves (or quarters) of a day, as CLDR lists them for the languages of WhatsApp. */
const WORDS: Readonly<Record<DayPeriod, string>> = {
  am:
    'am|vm|fm|pd|ጥዋት|ጧት|ص|صباحا|পূর্বাহ্ণ|পূৰ্বাহ্ন|পূর্বাহ্ন|နံနက်|上午|早上|早晨|清晨|凌晨|dop|ap|πμ|sf|de|' +
    'fh|rn|午前|朝|오전|아침|새벽|тң|ກ່ອນທ່ຽງ|priekšp|priešpiet|prp|претпл|pg|үө|पूर्वाह्न|सुबह|मपू|غم|قظ|' +
    'قبلازظهر|පෙව|gh|སྔ་དྲོ་|öö|дп|to|sa|sáng|àárọ̀|முற்பகல்|காலை|ก่อนเที่ยง|ਪੂਦੁ|ಪೂರ್ವಾಹ್ನ|לפנה״צ|לפנה"צ|' +
    'לפנהצ|ព្រឹក|проб|преподне|morgens|früh|vorm|vormittags|nachts|in the morning|pagi|du matin|' +
    'de la mañana|da manhã|утра|ночи|таңғы|asubuhi',
  pm:
    'pm|nm|em|md|ከሰዓት|ከቀኑ|م|مساء|অপরাহ্ণ|অপৰাহ্ন|অপরাহ্ন|ညနေ|下午|晚上|傍晚|odp|ip|μμ|ym|du|eh|in|午後|' +
    '夕方|오후|저녁|тк|ຫຼັງທ່ຽງ|pēcp|popiet|pop|попл|ptg|үх|अपराह्न|शाम|मउ|غو|بظ|بعدازظهر|පව|gd|ཕྱི་དྲོ་|ös|' +
    'пп|tk|ch|chiều|tối|ọ̀sán|பிற்பகல்|மாலை|หลังเที่ยง|ਬਾਦੁ|ಅಪರಾಹ್ನ|אחה״צ|אחה"צ|אחהצ|ល្ងាច|слоб|' +
    'поподне|nachm|nachmittags|abends|in the afternoon|in the evening|sore|petang|du soir|' +
    'de la tarde|da tarde|дня|вечера|jioni',
  noon: '中午|正午|昼|정오|mittags|noon|दोपहर|tengah hari|siang|tr|du midi',
  night: '半夜|深夜|夜中|夜里|夜|밤|at night|रात|malam|đêm|de la noche|da noite|usiku',
}

const PERIODS: ReadonlyMap<string, DayPeriod> = new Map(
  (Object.keys(WORDS) as DayPeriod[]).flatMap(period =>
    WORDS[period].split('|').map((word): [string, DayPeriod] => [key(word), period]),
  ),
)

/** Words that stand beside a time without saying which half of the day it is. */
const CONNECTORS = new Set(
  (
    'klo|kl|om|u|ub|um|à|a|às|as|a las|a la|alle|alle ore|ore|ob|o|в|во|у|г|ч|г в|pukul|jam|plkst|lúc|vào lúc|' +
    'at|saat|ora|la|godz|uhr|h|uur|kell|các|ti|das|tan-ora|στις|को|сағат|ժամը|את|בשעה|heure|heures|alas'
  )
    .split('|')
    .map(key),
)

/** Markers of Chinese, Japanese and Korean: where they stand, dates begin with the year. */
const YEAR_FIRST = /[上下午前後中早晚凌清傍半深夜朝昼夕正오전후밤아침저녁새벽정]/

export interface PeriodWord {
  readonly period: DayPeriod | null
  /** The word is unknown: it may or may not mark a 12-hour clock. */
  readonly isUnknown: boolean
  readonly suggestsYearFirst: boolean
}

const NO_WORD: PeriodWord = { period: null, isUnknown: false, suggestsYearFirst: false }

/** Longest text taken for such a word; a real one has at most some 16 letters. */
const MAX_WORD_LENGTH = 24

/**
 * Reads what stands before or after the time of a header. Null where it is no such word, so that the line is no
 * header: digits, quotes, more than three words.
 */
export function readPeriodWord(text: string): PeriodWord | null {
  if (text.length > MAX_WORD_LENGTH) return null
  const plain = plainText(text).replace(/^[,،、.(\s]+|[,،、)\s]+$/g, '')
  if (plain === '') return NO_WORD
  const period = PERIODS.get(key(plain))
  if (period !== undefined) return { period, isUnknown: false, suggestsYearFirst: YEAR_FIRST.test(plain) }
  if (CONNECTORS.has(key(plain))) return NO_WORD
  // Bulgarian and Macedonian write "г., 21:25 ч. pm": a connector and a period together.
  const [first, ...rest] = plain.split(/[,\s]+/)
  if (first !== undefined && rest.length > 0 && CONNECTORS.has(key(first)))
    return readPeriodWord(rest.join(' '))
  if (!/^[\p{L}\p{M}]+(?:[ .'’][\p{L}\p{M}]*){0,2}$/u.test(plain)) return null
  return { period: null, isUnknown: true, suggestsYearFirst: false }
}

function key(word: string): string {
  return word.normalize('NFC').toLowerCase().replace(/[.\s]/g, '')
}
