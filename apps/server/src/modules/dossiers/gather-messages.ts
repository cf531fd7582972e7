import { commitItem, itemOpening, MerkleTree, proveInclusion, sha256, toUtf8 } from '@yuanwei/proof'
import type { ConversationPart, ImportPart, MessagePart } from '@yuanwei/proof/dossier'
import { sql } from 'kysely'
import { inTenant } from '../../platform/operations/index.ts'
import type { DossierDeps } from './deps.ts'

interface ImportFacts extends ImportPart {
  readonly seed: Buffer
}

const PAGE = 1000

/** The chosen spans of one conversation, every message with its place under the root that its import committed to. */
export async function gatherConversation(
  deps: DossierDeps,
  orgId: string,
  conversationId: string,
  ranges: readonly { from: number; to: number }[],
): Promise<ConversationPart> {
  const { title, messageCount } = await readConversation(deps, orgId, conversationId)
  const imports = await readImports(deps, orgId, conversationId)
  const trees = new Map<string, MerkleTree>()
  for (const each of imports) trees.set(each.importId, await commitmentTree(deps, orgId, each))
  const byId = new Map(imports.map(each => [each.importId, each]))
  return {
    title,
    messageCount,
    imports: imports.map(({ seed: _, ...part }) => part),
    async *messages(): AsyncGenerator<MessagePart> {
      for (const range of ranges)
        for (let from = range.from; from <= range.to; from += PAGE) {
          const to = Math.min(range.to, from + PAGE - 1)
          for (const row of await readBodies(deps, orgId, conversationId, from, to)) {
            const source = byId.get(row.import_id)
            const tree = trees.get(row.import_id)
            if (!source || !tree) throw new Error('a message of an import that is not done')
            yield {
              threadPosition: row.position,
              importId: row.import_id,
              position: row.index,
              message: row.body,
              r: itemOpening('message', source.seed, row.index),
              path: proveInclusion(row.index, source.messages, tree),
            }
          }
        }
    },
  }
}

function readConversation(deps: DossierDeps, orgId: string, conversationId: string) {
  return inTenant(deps.db, orgId, 'read only', tx =>
    tx
      .selectFrom('conversation')
      .select(['title', 'message_count as messageCount'])
      .where('org_id', '=', orgId)
      .where('conversation_id', '=', conversationId)
      .executeTakeFirstOrThrow(),
  )
}

/** The imports of a conversation, each with the number of the leaf that committed to it. */
async function readImports(deps: DossierDeps, orgId: string, conversationId: string): Promise<ImportFacts[]> {
  const result = await inTenant(deps.db, orgId, 'read only', tx =>
    sql<{ id: string; format: string; messages: number; seed: Buffer; exhibit: number; n: number }>`
      select i.import_id as id, i.format, i.messages, i.message_seed as seed, x.number as exhibit, l.n
      from import i
      join exhibit x on x.org_id = i.org_id and x.exhibit_id = i.exhibit_id
      join log_entry e on e.org_id = i.org_id and e.subject = i.exhibit_id and e.word = 'conversation.imported'
        and e.payload::jsonb #>> '{detail,importId}' = i.import_id::text
      join log_leaf l on l.entry_id = e.entry_id
      where i.org_id = ${orgId} and i.conversation_id = ${conversationId} and i.status = 'done'
      order by i.started_at, i.import_id`.execute(tx),
  )
  return result.rows.map(row => ({
    importId: row.id,
    entry: row.n,
    exhibit: row.exhibit,
    format: row.format,
    messages: row.messages,
    seed: row.seed,
  }))
}

/** All commitments of an import, in order: 64 bytes a message in memory while the dossier is built. */
async function commitmentTree(deps: DossierDeps, orgId: string, part: ImportFacts): Promise<MerkleTree> {
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

function readBodies(deps: DossierDeps, orgId: string, conversationId: string, from: number, to: number) {
  return inTenant(deps.db, orgId, 'read only', tx =>
    tx
      .selectFrom('thread')
      .innerJoin('message', join =>
        join
          .onRef('message.org_id', '=', 'thread.org_id')
          .onRef('message.import_id', '=', 'thread.import_id')
          .onRef('message.index', '=', 'thread.index'),
      )
      .select(['thread.position', 'message.import_id', 'message.index', 'message.body'])
      .where('thread.org_id', '=', orgId)
      .where('thread.conversation_id', '=', conversationId)
      .where('thread.position', '>=', from)
      .where('thread.position', '<=', to)
      .orderBy('thread.position')
      .execute(),
  )
}
