import { describe, expect, it } from 'vitest'
import { memorySource, readAll } from '../../test/sources.ts'

/**
 * Phones take the time stamp of an export from the language's own short date and time. ICU, which Node carries, knows
 * them: it writes the stamps here, so that nothing of what is read was written by this package.
 */
const LOCALES =
  `af sq am ar ar-EG ar-SA hy as az eu be bn bs bg my ca zh-Hans zh-Hant zh-HK hr cs da nl nl-BE en en-US en-GB en-CA
   en-AU en-IN en-ZA et fil fi fr fr-CA fr-BE fr-CH gl ka de de-AT de-CH el gu ha he hi hu is id ga it ja kn kk km ko
   ky lo lv lt mk ms ml mr mn ne nb nn fa pl pt-BR pt-PT pa ro ru sr sr-Latn si sk sl so es es-MX es-AR es-US sw sv ta
   te th bo tr uk ur uz vi cy zu`
    .trim()
    .split(/\s+/)

/** Two days that no language can confuse day and month of, and a morning, an afternoon, midnight and noon. */
const MOMENTS = [
  [2018, 6, 3, 9, 5, 7],
  [2018, 6, 23, 21, 25, 15],
  [2019, 1, 31, 0, 40, 59],
  [2019, 12, 30, 12, 0, 1],
] as const

type Style = 'short' | 'medium'

function formatter(locale: string, timeStyle: Style, hour12: boolean | undefined): Intl.DateTimeFormat {
  const clock = hour12 === undefined ? {} : { hour12 }
  return new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle, timeZone: 'UTC', ...clock })
}

function stamps(locale: string, timeStyle: Style, hour12: boolean | undefined): string[] {
  const format = formatter(locale, timeStyle, hour12)
  return MOMENTS.map(([y, mo, d, h, mi, s]) => format.format(Date.UTC(y, mo - 1, d, h, mi, s)))
}

function expected(timeStyle: Style): string[] {
  return MOMENTS.map(([y, mo, d, h, mi, s]) =>
    new Date(Date.UTC(y, mo - 1, d, h, mi, timeStyle === 'short' ? 0 : s)).toISOString().slice(0, 19),
  )
}

async function localTimes(lines: readonly string[]): Promise<(string | null)[]> {
  const chat = await readAll(memorySource(`${lines.join('\n')}\n`))
  expect(chat.format).toBe('whatsapp-txt')
  expect(chat.unread).toEqual([])
  return chat.messages.map(message =>
    message.time.kind === 'local' ? message.time.local : message.time.kind,
  )
}

describe.each(LOCALES)('time stamps of %s', locale => {
  it('reads Android lines', async () => {
    const lines = stamps(locale, 'short', undefined).map((stamp, at) => `${stamp} - Anna: text ${at}`)
    expect(await localTimes(lines), lines.join('\n')).toEqual(expected('short'))
  })
  it('reads iOS lines', async () => {
    const lines = stamps(locale, 'medium', undefined).map((stamp, at) => `[${stamp}] Anna: text ${at}`)
    expect(await localTimes(lines), lines.join('\n')).toEqual(expected('medium'))
  })
  it('reads lines with a 12-hour clock', async () => {
    const lines = stamps(locale, 'medium', true).map((stamp, at) => `[${stamp}] Anna: text ${at}`)
    expect(await localTimes(lines), lines.join('\n')).toEqual(expected('medium'))
  })
  it('reads lines with a 24-hour clock', async () => {
    const lines = stamps(locale, 'short', false).map((stamp, at) => `${stamp} - Anna: text ${at}`)
    expect(await localTimes(lines), lines.join('\n')).toEqual(expected('short'))
  })
})
