import { inTenant } from '../../platform/operations/index.ts'
import { found } from '../../platform/problem.ts'
import { type CaseHandle, findCase } from '../cases/index.ts'
import { listExhibitRows } from '../evidence/index.ts'
import { readFacts } from '../timeline/index.ts'
import type { DossierDeps } from './deps.ts'
import { type ChosenThread, readThread } from './read-threads.ts'
import { type DossierWish, readDossierRow, readWish } from './store.ts'

type ExhibitRow = Awaited<ReturnType<typeof listExhibitRows>>[number]
type Fact = Awaited<ReturnType<typeof readFacts>>[number]

/** What of a case goes into a dossier, all of it as it stood at one moment. */
export interface Snapshot {
  readonly file: CaseHandle
  readonly wish: DossierWish
  readonly requestedAt: Date
  readonly requester: string
  /** Chosen, or source of a chosen conversation, or cited by a shown fact; by number. The chosen ones with their key. */
  readonly exhibits: readonly { readonly row: ExhibitRow; readonly dataKey: Uint8Array | null }[]
  readonly threads: readonly ChosenThread[]
  /** null: the timeline is left out. */
  readonly facts: readonly Fact[] | null
}

/** One transaction that only reads: all of its statements see one moment. */
export function readSnapshot(deps: DossierDeps, orgId: string, dossierId: string): Promise<Snapshot> {
  return inTenant(deps.db, orgId, 'read only', async tx => {
    const { case_id: caseId, requested_at, requester } = await readDossierRow(tx, orgId, dossierId)
    const wish = await readWish(tx, orgId, dossierId)
    const threads: ChosenThread[] = []
    for (const chosen of wish.chosen) threads.push(await readThread(tx, orgId, chosen))
    const facts = wish.timeline ? await readFacts(tx, deps.log, orgId, { caseId }) : null
    const listed = new Set<string>([...wish.exhibitIds, ...sourceFiles(threads), ...citedFiles(facts ?? [])])
    const chosen = new Set<string>(wish.exhibitIds)
    const exhibits = []
    for (const row of await listExhibitRows(tx, orgId, caseId)) {
      if (!listed.has(row.exhibit_id)) continue
      const dataKey = chosen.has(row.exhibit_id) ? await deps.keys.open(tx, orgId, row.key_id) : null
      exhibits.push({ row, dataKey })
    }
    return {
      file: found(await findCase(tx, orgId, caseId)),
      wish,
      requestedAt: requested_at,
      requester,
      exhibits,
      threads,
      facts,
    }
  })
}

function sourceFiles(threads: readonly ChosenThread[]): string[] {
  return threads.flatMap(thread => thread.imports.map(each => each.exhibitId))
}

function citedFiles(facts: readonly Fact[]): string[] {
  return facts.flatMap(fact =>
    fact.sources.flatMap(({ source }) => (source.kind === 'exhibit' ? [source.exhibitId] : [])),
  )
}

/** The entries that say what the chosen parts are: only these are shown, all others keep their content. */
export function entriesShown({ exhibits, threads, facts }: Snapshot): Set<string> {
  return new Set([
    ...exhibits.map(({ row }) => row.entry_id),
    ...threads.flatMap(thread => thread.imports.map(each => each.entryId)),
    ...(facts ?? []).map(fact => fact.log.entryId),
  ])
}
