import { Problem } from './problem.ts'

/** A place in a list, opaque to the caller. It holds sort values of rows that the caller has already seen. */
export function formatCursor(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** @throws Problem `input_invalid` where it was not made by `formatCursor` with as many values */
export function parseCursor(cursor: string | undefined, count: number): readonly string[] | null {
  if (!cursor) return null
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(values) && values.length === count && values.every(value => typeof value === 'string'))
      return values as string[]
  } catch {
    // Falls through to the refusal: whatever it was, it is not ours.
  }
  throw new Problem('input_invalid', { issues: [{ path: 'cursor', rule: 'format', limit: null }] })
}
