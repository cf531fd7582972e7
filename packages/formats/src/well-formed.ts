import type { Report } from './parser.ts'

/** Text without halves of surrogate pairs (exporters cut nicknames in two): these become U+FFFD, with a warning. */
export function wellFormed(text: string, report: Report): string {
  if (text.isWellFormed()) return text
  report.warn('lone_surrogate')
  return text.toWellFormed()
}

/** Line ends of a message's text as \n. */
export function normalLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}
