import { digest } from '#digest'
import { toHex, toUtf8 } from '../encoding.ts'
import type { Committed } from './check-custody.ts'
import type { DossierIndex, IndexExhibit } from './index-file.ts'
import { CATALOGUE_PATH, EXHIBITS_FOLDER } from './layout.ts'
import type { DossierReading } from './reading.ts'
import type { VerdictBuilder } from './report.ts'
import { catalogueTable } from './tables.ts'

/**
 * Whether each original is what was taken in: its digest and size are those in the payload of its intake entry.
 * That the same file was sealed would not be enough: it could have been exchanged before sealing.
 */
export function checkOriginals(
  reading: DossierReading,
  verdict: VerdictBuilder,
  index: DossierIndex,
  committed: Committed,
): void {
  const wanted = new Set(index.exhibits.map(exhibit => exhibit.path))
  for (const path of reading.paths()) {
    if (path.startsWith(EXHIBITS_FOLDER) && !wanted.has(path)) verdict.bad('original_unlisted', path)
  }
  const included = index.exhibits.filter(exhibit => exhibit.path !== null)
  for (const exhibit of index.exhibits) checkExhibit(reading, verdict, index, exhibit, committed)
  if (reading.sha256Of(CATALOGUE_PATH) !== toHex(digest.sha256(toUtf8(catalogueTable(index))))) {
    verdict.bad('table_disagrees', CATALOGUE_PATH)
  }
  verdict.facts.originals = included.length
  verdict.facts.leftOut = index.exhibits.length - included.length
  if (included.length === 0) verdict.unknown('no_originals')
}

function checkExhibit(
  reading: DossierReading,
  verdict: VerdictBuilder,
  index: DossierIndex,
  exhibit: IndexExhibit,
  committed: Committed,
): void {
  const place = exhibit.path ?? CATALOGUE_PATH
  const facts = { number: exhibit.number, n: exhibit.entry }
  const entry = committed.exhibits.get(exhibit.entry)
  if (entry === undefined) {
    const isHidden = committed.opened.get(exhibit.entry) === false
    if (!isHidden) verdict.bad('entry_unknown', place, facts)
    else if (exhibit.path !== null) verdict.unknown('entry_hidden', place, facts)
    return
  }
  const same =
    entry.number === exhibit.number &&
    entry.case === index.caseNumber &&
    entry.sizeBytes === exhibit.sizeBytes &&
    (exhibit.sha256 === null || exhibit.sha256 === entry.sha256)
  if (!same) verdict.bad('entry_disagrees', place, facts)
  if (exhibit.path === null) return
  const found = reading.sha256Of(exhibit.path)
  if (found === null || reading.sizeOf(exhibit.path) === null) verdict.bad('original_missing', place, facts)
  else if (found !== entry.sha256) verdict.bad('original_changed', place, facts)
}
