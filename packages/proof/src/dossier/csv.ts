/** A field that a spreadsheet would run as a formula (OWASP's list, with the full-width forms). */
const FORMULA = /^[\s\p{Cf}]*[=+\-@＝＋－＠|%]|^[\t\r]/u

/**
 * RFC 4180 with a byte order mark, without which Excel reads Chinese as Latin. A text that would start a
 * formula gets an apostrophe in front; numbers are written as they are.
 */
export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\ufeff${rows.map(csvRow).join('')}`
}

/** One row with its line end. */
export function csvRow(fields: readonly (string | number | null)[]): string {
  return `${fields.map(csvField).join(',')}\r\n`
}

function csvField(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const guarded = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}
