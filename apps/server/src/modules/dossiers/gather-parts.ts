import { toHex } from '@yuanwei/proof'
import type { DossierParts, ExhibitPart, FactPart, FactSourcePart } from '@yuanwei/proof/dossier'
import type { LogReader } from '../../platform/log/index.ts'
import type { DossierDeps } from './deps.ts'
import { gatherCustody } from './gather-custody.ts'
import { gatherConversation } from './gather-messages.ts'
import { entriesShown, type Snapshot } from './read-snapshot.ts'
import type { PublishedTree } from './tree-proofs.ts'

/** A snapshot with its proofs under one checkpoint. @throws where the checkpoint is older than the snapshot */
export async function gatherParts(
  deps: DossierDeps,
  at: { orgId: string; dossierId: string },
  snapshot: Snapshot,
  tree: PublishedTree,
): Promise<DossierParts> {
  const { file, wish, threads, facts } = snapshot
  const shown = entriesShown(snapshot)
  const numberOf = await numberEntries(deps.log, shown, tree)
  const conversations = []
  for (const thread of threads) conversations.push(await gatherConversation(deps, at.orgId, thread, numberOf))
  return {
    dossierId: at.dossierId,
    caseNumber: file.number,
    caseTitle: file.title,
    createdAt: snapshot.requestedAt.toISOString(),
    createdBy: snapshot.requester,
    purpose: wish.purpose,
    language: wish.language,
    masked: !wish.unmasked,
    log: { verifierKey: tree.verifierKey, checkpoint: tree.note },
    custody: () => gatherCustody(deps, { orgId: at.orgId, stream: file.stream, shown }, tree),
    exhibits: snapshot.exhibits.map(exhibit => exhibitPart(deps, exhibit, numberOf)),
    conversations,
    timeline: facts === null ? null : factParts(snapshot, facts, numberOf),
    verifierHtml: await deps.verifierHtml(),
  }
}

type NumberOf = (entryId: string) => number

/**
 * The numbers of entries in their stream, as far as this tree holds them: a later checkpoint may be published by now.
 * @throws where one is not there yet: nothing is left out in silence
 */
async function numberEntries(
  log: LogReader,
  entryIds: ReadonlySet<string>,
  tree: PublishedTree,
): Promise<NumberOf> {
  const states = await log.statesOf([...entryIds])
  const numbers = new Map<string, number>()
  for (const entryId of entryIds) {
    const state = states.get(entryId)
    if (!state || state === 'pending' || state.index >= tree.head.size)
      throw new Error('the checkpoint does not hold all that was chosen yet')
    numbers.set(entryId, state.n)
  }
  return entryId => {
    const number = numbers.get(entryId)
    if (number === undefined) throw new Error('an entry that is not shown was asked for')
    return number
  }
}

function exhibitPart(
  deps: DossierDeps,
  { row, dataKey }: Snapshot['exhibits'][number],
  numberOf: NumberOf,
): ExhibitPart {
  return {
    number: row.number,
    fileName: row.file_name,
    sizeBytes: row.size_bytes,
    sha256: toHex(row.sha256),
    mediaType: row.media_type,
    grade: row.grade,
    addedAt: row.added_at.toISOString(),
    entry: numberOf(row.entry_id),
    source: row.adder,
    // The note of a file that nobody chose is the staff's own.
    purpose: dataKey ? row.note : '',
    pages: null,
    content: dataKey
      ? () => deps.blobs.read({ blobId: row.blob_id, dataKey, sizeBytes: row.size_bytes })
      : null,
  }
}

type Fact = NonNullable<Snapshot['facts']>[number]

function factParts(snapshot: Snapshot, facts: readonly Fact[], numberOf: NumberOf): FactPart[] {
  const factNumber = new Map(facts.map((fact, i) => [fact.factId as string, i + 1]))
  const exhibitNumber = new Map(snapshot.exhibits.map(({ row }) => [row.exhibit_id, row.number]))
  const shown = new Map(
    snapshot.threads.map(({ conversationId, chosen }, i) => [
      conversationId,
      { conversation: i + 1, positions: new Set(chosen.map(({ position }) => position)) },
    ]),
  )
  const sourcePart = ({ source, conversationId, position }: Fact['sources'][number]): FactSourcePart => {
    if (source.kind === 'exhibit') {
      const exhibit = exhibitNumber.get(source.exhibitId)
      if (exhibit === undefined) throw new Error('a fact cites a file that its case does not have')
      return { kind: 'exhibit', exhibit }
    }
    const threadPosition = position ?? 0
    const thread = conversationId === null ? undefined : shown.get(conversationId)
    const conversation = thread?.positions.has(threadPosition) ? thread.conversation : null
    return { kind: 'message', conversation, threadPosition }
  }
  return facts.map((fact, i) => ({
    number: i + 1,
    when: fact.when,
    shownAt: fact.shownAt,
    kind: fact.kind,
    title: fact.title,
    body: fact.body,
    sources: fact.sources.map(sourcePart),
    causes: fact.causes.flatMap(cause => factNumber.get(cause) ?? []),
    entry: numberOf(fact.log.entryId),
  }))
}
