import { z } from 'zod'

/** An instant, ISO 8601 in UTC with milliseconds. */
export const Instant = z.iso.datetime({ offset: false })
/**
 * Text that a person typed: trimmed, bounded, no half characters (lone surrogates), no control characters; `prose`
 * may have line breaks and tabs.
 */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u)
export const prose = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u)
/** Money in integer fen, never negative; up to ten billion yuan. */
export const AmountFen = z.int().min(0).max(1_000_000_000_000)
export const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/)
export const Cursor = z.string().max(200)
export const PageSize = z.coerce.number().int().min(1).max(200).default(50)

/** `2026-02-30T…` has the form of a date and is none. */
function isCalendarTime(local: string): boolean {
  const at = new Date(`${local}Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(local)
}

/**
 * When something happened, never saying more than is known.
 * `local` is wall-clock time whose zone nobody stated; `shownAs` is the instant it is sorted and shown by.
 */
export const When = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('instant'), instant: Instant }),
  z.strictObject({
    kind: z.literal('local'),
    local: z
      .string()
      .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
      .refine(isCalendarTime),
  }),
  z.strictObject({
    kind: z.literal('time_of_day'),
    timeOfDay: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/),
  }),
  z.strictObject({ kind: z.literal('none') }),
])
export type When = z.infer<typeof When>

/** Where an act stands in the log. `pending` lasts from the commit to the next checkpoint, usually under a second. */
export const LogState = z.object({
  entryId: z.uuid(),
  state: z.enum(['pending', 'logged']),
  /** Index in the log of the installation. */
  index: z.int().nullable(),
  /** Contiguous number in the stream of the case. */
  number: z.int().nullable(),
})
export type LogState = z.infer<typeof LogState>

export const Empty = z.object({})
/** The answer of an operation whose answer is a file. */
export const Bytes = z.instanceof(Uint8Array)
