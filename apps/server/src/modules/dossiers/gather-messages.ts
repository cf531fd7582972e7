import { commitItem, itemOpening, MerkleTree, proveInclusion, sha256, toUtf8 } from '@yuanwei/proof'
import type { ConversationPart, MessagePart } from '@yuanwei/proof/dossier'
import { sql } from 'kysely'
import { inTenant } from '../../platform/operations/index.ts'
import type { DossierDeps } from './deps.ts'
import type { ChosenThread, PlacedMessage, ThreadImport } from './read-threads.ts'

const PAGE = 1000

/**
 * The chosen messages of one conversation, every one with its place under the root that its import committed to.
 * What can change is in `thread`, read once: each pass over the messages gives the same.
 * @param numberOf number of an entry in the case's stream
 */
export async function gatherConversation(
  deps: DossierDeps,
  orgId: string,
  thread: ChosenThread,
  numberOf: (entryId: string) => number,
): Promise<ConversationPart> {
  const sources = new Map<string, { source: ThreadImport; tree: MerkleTree }>()
  const used = new Set(thread.chosen.map(place => place.importId))
  for (const source of thread.imports)
    if (used.has(source.importId))
      sources.set(source.importId, { source, tree: await commitmentTree(deps, orgId, source) })
  return {
    title: thread.title,
    messageCount: thread.messageCount,
    imports: thread.imports.map(({ importId, entryId, exhibit, format, messages }) => ({
      importId,
      entry: numberOf(entryId),
      exhibit,
      format,
      messages,
    })),
    async *messages(): AsyncGenerator<MessagePart> {
      for (let at = 0; at < thread.chosen.length; at += PAGE) {
        const places = thread.chosen.slice(at, at + PAGE)
        const bodies = await readBodies(deps, orgId, places)
        for (const [i, place] of places.entries()) {
          const from = sources.get(place.importId)
          const message = bodies[i]
          if (!from || message === undefined) throw new Error('a message of an import that is not done')
          yield {
            threadPosition: place.position,
            importId: place.importId,
            position: place.index,
            message,
            r: itemOpening('message', from.source.seed, place.index),
            path: proveInclusion(place.index, from.source.messages, from.tree),
          }
        }
      }
    },
  }
}

/** All commitments of an import, in order: 64 bytes a message in memory while the dossier is built. */
async function commitmentTree(deps: DossierDeps, orgId: string, part: ThreadImport): Promise<MerkleTree> {
  const tree = new MerkleTree()
  while (tree.size < part.messages) {
    const rows = await inTenant(deps.db, orgId, 'read only', tx =>
      tx
        .selectFrom('message')
        .select('body')
        .where('org_id', '=', orgId)
        .where('import_id', '=', part.importId)
        .where('index', '>=', tree.size)
        .orderBy('index')
        .limit(PAGE)
        .execute(),
    )
    if (rows.length === 0) throw new Error('an import has fewer messages than it committed to')
    for (const { body } of rows) {
      const r = itemOpening('message', part.seed, tree.size)
      tree.appendEntry(commitItem('message', r, sha256(toUtf8(body))))
    }
  }
  return tree
}

/** The committed text of each place, in the order asked for. */
async function readBodies(
  deps: DossierDeps,
  orgId: string,
  places: readonly PlacedMessage[],
): Promise<string[]> {
  const result = await inTenant(deps.db, orgId, 'read only', tx =>
    sql<{ body: string }>`
      select m.body
      from unnest(${places.map(place => place.importId)}::uuid[], ${places.map(place => place.index)}::int[])
        with ordinality as p (import_id, index, place)
      join message m on m.org_id = ${orgId} and m.import_id = p.import_id and m.index = p.index
      order by p.place`.execute(tx),
  )
  if (result.rows.length !== places.length) throw new Error('a message that was read is not there')
  return result.rows.map(row => row.body)
}
