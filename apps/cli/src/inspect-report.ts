import type { Inspection, Place } from '@yuanwei/formats'
import type { Messages } from './messages/messages.ts'
import { printable, textTable } from './text-table.ts'

/** So many places are shown to a person; `--json` has them all. */
const SHOWN_UNREAD = 5

/** What `yuanwei inspect` shows to a person: a table, and below it whatever needs a second look. */
export function inspectReport(inspections: readonly Inspection[], messages: Messages): string {
  const { columns, noDate } = messages.inspect
  const header = Object.values(columns)
  const rows = inspections.map(one => [
    printable(one.file),
    formatName(one, messages),
    String(one.messages),
    String(one.participants),
    one.first ?? noDate,
    one.last ?? noDate,
    String(one.unread.length),
  ])
  return [...textTable(header, rows, [2, 3, 6]), inspectNotes(inspections, messages)].join('\n')
}

/** What of these files was not understood, and what their reader should know; '' where there is nothing. */
export function inspectNotes(inspections: readonly Inspection[], messages: Messages): string {
  return inspections
    .flatMap(one => detailsOf(one, messages))
    .map(line => `${line}\n`)
    .join('')
}

function formatName(inspection: Inspection, messages: Messages): string {
  if (inspection.format === 'unknown') return messages.inspect.unknown
  return proseOf(messages.formats, inspection.format)
}

function detailsOf(inspection: Inspection, messages: Messages): string[] {
  const { unread, warnings } = inspection
  if (unread.length === 0 && warnings.length === 0) return []
  const listed = unread.slice(0, SHOWN_UNREAD).map(one => {
    return `  ✗ ${placeName(one.place, messages)} — ${proseOf(messages.reasons, one.reason)}`
  })
  const rest = unread.length - listed.length
  const more = rest > 0 ? [`    ${messages.inspect.more(rest)}`] : []
  const noted = warnings.map(code => `  ! ${proseOf(messages.warnings, code)}`)
  return ['', printable(inspection.file), ...listed, ...more, ...noted]
}

function placeName(place: Place, messages: Messages): string {
  const inFile = place.file === undefined ? [] : [printable(place.file)]
  if (place.line !== undefined) return [...inFile, messages.inspect.line(place.line)].join(' ')
  if (place.pointer !== undefined && place.pointer !== '')
    return [...inFile, printable(place.pointer)].join(' ')
  return inFile[0] ?? messages.inspect.wholeFile
}

/** A code in words; a code that the catalogue lacks is shown as it is. */
function proseOf(catalogue: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(catalogue, code) ? (catalogue[code] ?? code) : code
}
