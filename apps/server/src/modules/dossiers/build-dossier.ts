import {
  type DossierPlan,
  dossierSizeBytes,
  planDossier,
  type SealParts,
  writeDossier,
} from '@yuanwei/proof/dossier'
import { type Actor, inTenant, type Runner, type Tenant } from '../../platform/operations/index.ts'
import { byteChannel } from './byte-channel.ts'
import type { DossierDeps } from './deps.ts'
import { gatherBetween } from './gather-custody.ts'
import { gatherParts } from './gather-parts.ts'
import { BuildProgress } from './progress.ts'
import { readSnapshot } from './read-snapshot.ts'
import { readDossierRow } from './store.ts'
import { openTree, type PublishedTree, provePaths, readPublishedTree } from './tree-proofs.ts'

const SEQUENCED_WITHIN_MS = 60_000
const MAX_DOSSIER_BYTES = 64 * 1024 ** 3

export interface BuildParts extends DossierDeps {
  readonly runner: Runner
}

/**
 * Gathers, seals and writes one dossier. Cut off anywhere it is begun anew: nothing is delivered before the container
 * is stored, and a seal without a container proves only that a bag was made.
 */
export async function buildDossier(
  deps: BuildParts,
  service: { tenant: Tenant; actor: Actor },
  dossierId: string,
  { jobId, signal }: { jobId: string; signal: AbortSignal },
): Promise<void> {
  const { orgId } = service.tenant
  const row = await inTenant(deps.db, orgId, 'read only', tx => readDossierRow(tx, orgId, dossierId))
  if (row.status === 'ready' || row.status === 'failed') return
  const progress = new BuildProgress(deps, orgId, dossierId)
  // In this order: what the snapshot saw is in the log by the time of the checkpoint that proves it.
  const snapshot = await readSnapshot(deps, orgId, dossierId)
  await settle(deps, orgId, row.case_id)
  const tree = await readPublishedTree(deps.log)
  const parts = await gatherParts(deps, { orgId, dossierId }, snapshot, tree)
  await progress.enter('planning')
  const plan = await planDossier(progress.throughOriginals(parts))
  signal.throwIfAborted()
  await progress.enter('sealing')
  const { tagManifestSha256, streamCount } = plan.sealDetail
  const sealed = await deps.runner.run({
    name: 'dossiers.sealDossier',
    caller: service,
    input: {
      dossierId,
      tagManifestSha256,
      streamCount,
      exhibits: plan.counts.originals,
      messages: plan.counts.messages,
    },
  })
  await deps.fault('dossier.after_seal')
  const entryId = (sealed as { result: { entryId: string } }).result.entryId
  const seal = await readSeal(deps, { orgId, stream: snapshot.file.stream, entryId }, plan, tree)
  await progress.enter('writing')
  await deps.runner.run({
    name: 'dossiers.finishDossier',
    caller: service,
    input: { dossierId },
    jobId,
    receive: () =>
      deps.blobs.write(containerOf(plan, seal, progress), { maxBytes: MAX_DOSSIER_BYTES, signal }),
  })
}

/** The finished container as a stream, no faster than it is stored. */
function containerOf(plan: DossierPlan, seal: SealParts, progress: BuildProgress): AsyncIterable<Uint8Array> {
  return byteChannel(async sink => {
    const totalBytes = await dossierSizeBytes(plan, seal)
    await writeDossier(plan, seal, progress.throughSink(sink, totalBytes))
  })
}

/** Waits until everything that had happened in the case stands in the published log. */
async function settle(deps: DossierDeps, orgId: string, caseId: string): Promise<void> {
  const entries = await inTenant(deps.db, orgId, 'read only', async tx => {
    const ofCase = tx
      .selectFrom('log_entry')
      .leftJoin('log_leaf', 'log_leaf.entry_id', 'log_entry.entry_id')
      .select('log_entry.entry_id')
      .where('org_id', '=', orgId)
      .where('case_id', '=', caseId)
    const waiting = await ofCase.where('leaf_index', 'is', null).execute()
    const last = await ofCase
      .where('leaf_index', 'is not', null)
      .orderBy('leaf_index', 'desc')
      .limit(1)
      .execute()
    return [...waiting, ...last]
  })
  for (const entry of entries) {
    if (await deps.log.waitUntilSequenced(entry.entry_id, SEQUENCED_WITHIN_MS)) continue
    throw new Error('the log did not take the acts of the case in time')
  }
}

async function readSeal(
  deps: DossierDeps,
  at: { orgId: string; stream: Uint8Array; entryId: string },
  plan: DossierPlan,
  bagTree: PublishedTree,
): Promise<SealParts> {
  if (!(await deps.log.waitUntilSequenced(at.entryId, SEQUENCED_WITHIN_MS)))
    throw new Error('the log did not take the seal in time')
  const receipt = await deps.log.receiptFor(at.entryId)
  if (receipt.state !== 'sequenced') throw new Error('the seal has no receipt')
  const entry = await inTenant(deps.db, at.orgId, 'read only', tx =>
    tx
      .selectFrom('log_entry')
      .innerJoin('log_leaf', 'log_leaf.entry_id', 'log_entry.entry_id')
      .select(['payload', 'opening', 'n'])
      .where('org_id', '=', at.orgId)
      .where('log_entry.entry_id', '=', at.entryId)
      .executeTakeFirstOrThrow(),
  )
  const tree = sealTree(receipt.proof, bagTree)
  const { streamCount } = plan.sealDetail
  return {
    leaf: receipt.leaf,
    opening: { r: entry.opening, payload: entry.payload },
    proof: receipt.proof,
    between: await gatherBetween(deps, at.orgId, at.stream, { streamCount, sealNumber: entry.n, tree }),
    consistency: await provePaths(deps.log, tree.head, view => view.proveConsistency(bagTree.head.size)),
  }
}

/** The checkpoint that the proof of the seal carries. */
function sealTree(proof: string, bagTree: PublishedTree): PublishedTree {
  return openTree(proof.slice(proof.indexOf('\n\n') + 2), bagTree.verifierKey)
}
