import { z } from 'zod'

/** An instant, ISO 8601 in UTC with milliseconds. */
export const Instant = z.iso.datetime({ offset: false })
/** Text that a person typed: trimmed, bounded, without control characters but line breaks and tabs. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u)
export const prose = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^(?:\P{Cc}|[\t\n\r])*$/u)
/** Money in integer fen, never negative; up to ten billion yuan. */
export const AmountFen = z.int().min(0).max(1_000_000_000_000)
export const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/)
export const Cursor = z.string().max(200)
export const PageSize = z.coerce.number().int().min(1).max(200).default(50)

/**
 * When something happened, never saying more than is known.
 * `local` is wall-clock time whose zone nobody stated; `shownAs` is the instant it is sorted and shown by.
 */
export const When = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('instant'), instant: Instant }),
  z.strictObject({ kind: z.literal('local'), local: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/) }),
  z.strictObject({ kind: z.literal('time_of_day'), timeOfDay: z.string().regex(/^\d\d:\d\d:\d\d$/) }),
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
