import { toHex } from '@yuanwei/proof'
import type { DossierParts, ExhibitPart, FactPart } from '@yuanwei/proof/dossier'
import { inTenant, type Tenant } from '../../platform/operations/index.ts'
import { found } from '../../platform/problem.ts'
import { findCase } from '../cases/index.ts'
import { listExhibitRows } from '../evidence/index.ts'
import { readFacts } from '../timeline/index.ts'
import { spansByConversation } from './create-dossier.ts'
import type { DossierDeps } from './deps.ts'
import { gatherCustody } from './gather-custody.ts'
import { gatherConversation } from './gather-messages.ts'
import type { DossierRow } from './store.ts'
import type { PublishedTree } from './tree-proofs.ts'

/** Everything that goes into a dossier, as it stands at one checkpoint of the log. */
export async function gatherParts(
  deps: DossierDeps,
  tenant: Tenant,
  row: DossierRow & { requester: string },
  tree: PublishedTree,
): Promise<DossierParts> {
  const { orgId } = tenant
  const wish = row.plan
  const file = await inTenant(deps.db, orgId, 'read only', async tx =>
    found(await findCase(tx, orgId, row.case_id)),
  )
  const conversations = []
  const order: string[] = []
  for (const [conversationId, ranges] of spansByConversation(wish.spans)) {
    order.push(conversationId)
    conversations.push(await gatherConversation(deps, orgId, conversationId, ranges))
  }
  return {
    dossierId: row.dossier_id,
    caseNumber: file.number,
    caseTitle: file.title,
    createdAt: row.requested_at.toISOString(),
    createdBy: row.requester,
    purpose: wish.purpose,
    language: wish.language,
    masked: !wish.unmasked,
    log: { verifierKey: tree.verifierKey, checkpoint: tree.note },
    custody: () => gatherCustody(deps, orgId, file.stream, tree),
    exhibits: await gatherExhibits(deps, orgId, row),
    conversations,
    timeline: wish.timeline ? await gatherFacts(deps, orgId, row.case_id, order) : null,
    verifierHtml: await deps.verifierHtml(),
  }
}

/** Every exhibit of the case is listed; the chosen ones bring their originals. */
async function gatherExhibits(deps: DossierDeps, orgId: string, row: DossierRow): Promise<ExhibitPart[]> {
  const chosen = new Set<string>(row.plan.exhibitIds)
  return inTenant(deps.db, orgId, 'read only', async tx => {
    const rows = await listExhibitRows(tx, orgId, row.case_id)
    const logged = await numbersOf(
      deps,
      rows.map(each => each.entry_id),
    )
    const parts: ExhibitPart[] = []
    for (const each of rows) {
      const entry = logged.get(each.entry_id)
      if (entry === undefined) continue
      const dataKey = chosen.has(each.exhibit_id) ? await deps.keys.open(tx, orgId, each.key_id) : null
      parts.push({
        number: each.number,
        fileName: each.file_name,
        sizeBytes: each.size_bytes,
        sha256: toHex(each.sha256),
        mediaType: each.media_type,
        grade: each.grade,
        addedAt: each.added_at.toISOString(),
        entry,
        source: each.adder,
        purpose: each.note,
        pages: null,
        content: dataKey
          ? () => deps.blobs.read({ blobId: each.blob_id, dataKey, sizeBytes: each.size_bytes })
          : null,
      })
    }
    return parts
  })
}

async function numbersOf(deps: DossierDeps, entryIds: string[]): Promise<Map<string, number>> {
  const states = await deps.log.statesOf(entryIds)
  const numbers = new Map<string, number>()
  for (const [entryId, state] of states) if (state !== 'pending') numbers.set(entryId, state.n)
  return numbers
}

async function gatherFacts(
  deps: DossierDeps,
  orgId: string,
  caseId: string,
  conversationIds: readonly string[],
): Promise<FactPart[]> {
  const [facts, exhibits] = await inTenant(deps.db, orgId, 'read only', async tx => [
    await readFacts(tx, deps.log, orgId, { caseId }),
    await listExhibitRows(tx, orgId, caseId),
  ])
  const numberOf = new Map(facts.map((fact, i) => [fact.factId as string, i + 1]))
  const exhibitNumber = new Map(exhibits.map(each => [each.exhibit_id, each.number]))
  return facts.map((fact, i) => ({
    number: i + 1,
    when: fact.when,
    shownAt: fact.shownAt,
    kind: fact.kind,
    title: fact.title,
    body: fact.body,
    sources: fact.sources.map(({ source, conversationId, position }) => {
      if (source.kind === 'exhibit')
        return { kind: 'exhibit', exhibit: exhibitNumber.get(source.exhibitId) ?? 0 }
      const at = conversationId === null ? -1 : conversationIds.indexOf(conversationId)
      return { kind: 'message', conversation: at < 0 ? null : at + 1, threadPosition: position ?? 0 }
    }),
    causes: fact.causes.flatMap(cause => numberOf.get(cause) ?? []),
    entry: fact.log.number,
  }))
}
