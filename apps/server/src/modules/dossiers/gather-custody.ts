import type { CustodyPart } from '@yuanwei/proof/dossier'
import { inTenant } from '../../platform/operations/index.ts'
import type { DossierDeps } from './deps.ts'
import { type PublishedTree, provePaths } from './tree-proofs.ts'

interface LeafRow {
  readonly n: number
  readonly leaf_index: number
  readonly leaf: string
  readonly entry_id: string
  readonly payload: string
  readonly opening: Buffer
}

const PAGE = 256

/** Leaves of a case's stream with `after < n ≤ upTo` that the tree holds, a page at a time. */
async function* leaves(
  deps: DossierDeps,
  orgId: string,
  stream: Uint8Array,
  range: { after: number; treeSize: number },
): AsyncGenerator<LeafRow[]> {
  for (let after = range.after; ; ) {
    const rows = await inTenant(deps.db, orgId, 'read only', tx =>
      tx
        .selectFrom('log_leaf')
        .innerJoin('log_entry', 'log_entry.entry_id', 'log_leaf.entry_id')
        .select(['n', 'leaf_index', 'leaf', 'log_leaf.entry_id', 'payload', 'opening'])
        .where('log_entry.org_id', '=', orgId)
        .where('log_leaf.stream', '=', Buffer.from(stream))
        .where('n', '>', after)
        .where('leaf_index', '<', range.treeSize)
        .orderBy('n')
        .limit(PAGE)
        .execute(),
    )
    if (rows.length === 0) return
    yield rows
    after = rows.at(-1)?.n ?? after
  }
}

/**
 * Every act of the case up to the checkpoint with its place in the tree. What it says is shown only where a chosen part
 * needs it: the history of a case also holds what nobody chose.
 * @param of.shown ids of the entries that are shown
 */
export async function* gatherCustody(
  deps: DossierDeps,
  of: { orgId: string; stream: Uint8Array; shown: ReadonlySet<string> },
  tree: PublishedTree,
): AsyncGenerator<CustodyPart> {
  for await (const rows of leaves(deps, of.orgId, of.stream, { after: 0, treeSize: tree.head.size })) {
    const paths = await provePaths(deps.log, tree.head, view =>
      rows.map(row => view.proveInclusion(row.leaf_index)),
    )
    for (const [i, row] of rows.entries()) {
      const isShown = of.shown.has(row.entry_id) && !namesEarlierTitle(row.payload)
      yield {
        index: row.leaf_index,
        leaf: row.leaf,
        opening: isShown ? { r: row.opening, payload: row.payload } : null,
        path: paths[i] ?? [],
      }
    }
  }
}

/** The entry of an edited fact also says what it was called before: that was taken back and is not shown. */
function namesEarlierTitle(payload: string): boolean {
  const { detail } = JSON.parse(payload) as { detail: { before?: string; title?: string } }
  return detail.before !== undefined && detail.before !== detail.title
}

/** What came into the stream while the bag was made: between the last act it lists and the seal. */
export async function gatherBetween(
  deps: DossierDeps,
  orgId: string,
  stream: Uint8Array,
  range: { streamCount: number; sealNumber: number; tree: PublishedTree },
): Promise<Omit<CustodyPart, 'opening'>[]> {
  const between: Omit<CustodyPart, 'opening'>[] = []
  const { tree } = range
  for await (const rows of leaves(deps, orgId, stream, {
    after: range.streamCount,
    treeSize: tree.head.size,
  })) {
    const earlier = rows.filter(row => row.n < range.sealNumber)
    const paths = await provePaths(deps.log, tree.head, view =>
      earlier.map(row => view.proveInclusion(row.leaf_index)),
    )
    for (const [i, row] of earlier.entries())
      between.push({ index: row.leaf_index, leaf: row.leaf, path: paths[i] ?? [] })
    if (earlier.length < rows.length) break
  }
  return between
}
