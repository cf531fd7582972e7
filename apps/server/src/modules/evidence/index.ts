import type { Handler } from '../../platform/operations/index.ts'
import { addExhibit } from './add-exhibit.ts'
import type { EvidenceDeps } from './deps.ts'
import { listExhibits, readExhibit, readExhibitFile, readExhibitReceipt } from './read-exhibits.ts'

export { checkExhibits } from './check-exhibits.ts'
export type { EvidenceDeps } from './deps.ts'
export { type ExhibitRow, listExhibitRows, readExhibitRow } from './store.ts'

export function evidenceHandlers(deps: EvidenceDeps): Record<string, Handler> {
  return {
    addExhibit: addExhibit(deps),
    listExhibits: listExhibits(deps),
    readExhibit: readExhibit(deps),
    readExhibitFile: readExhibitFile(deps),
    readExhibitReceipt: readExhibitReceipt(deps),
  }
}
