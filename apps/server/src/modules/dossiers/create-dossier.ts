import { dossiers } from '@yuanwei/contract/staff'
import type { Tx } from '../../platform/database/index.ts'
import type { LogReader } from '../../platform/log/index.ts'
import { handle } from '../../platform/operations/index.ts'
import { newId } from '../../platform/ports.ts'
import { found, Problem } from '../../platform/problem.ts'
import { findCase } from '../cases/index.ts'
import { BUILD_DOSSIER_JOB } from './deps.ts'
import { type DossierWish, readDossierRow, toDossiers } from './store.ts'

const MAX_MESSAGES = 100_000

/** Takes the wish down; the dossier is built by a job. Identifiers are masked unless someone may and says why not. */
export const createDossier = (log: LogReader) =>
  handle(dossiers.createDossier, async ({ tx, tenant, actor, ports, enqueue }, { caseId, ...wish }) => {
    const file = found(await findCase(tx, tenant.orgId, caseId))
    if (wish.unmasked && !actor.permissions.has('dossier.unmask'))
      throw new Problem('forbidden', { permission: 'dossier.unmask' })
    if (wish.unmasked && wish.reason === '') throw new Problem('reason_required')
    await requireExhibits(tx, tenant.orgId, caseId, wish.exhibitIds)
    const messageCount = await countMessages(tx, tenant.orgId, caseId, wish.spans)
    if (wish.exhibitIds.length === 0 && messageCount === 0 && !wish.timeline)
      throw new Problem('dossier_empty')
    const dossierId = newId(ports)
    const now = new Date(ports.now())
    await tx
      .insertInto('dossier')
      .values({
        org_id: tenant.orgId,
        dossier_id: dossierId,
        case_id: caseId,
        status: 'building',
        plan: JSON.stringify(wish),
        file_name: `${file.number}-${now.toISOString().slice(0, 10).replaceAll('-', '')}.asice`,
        exhibit_count: wish.exhibitIds.length,
        message_count: messageCount,
        seal_entry_id: null,
        blob_id: null,
        key_id: null,
        size_bytes: null,
        sha256: null,
        entry_id: null,
        failure: null,
        requested_at: now,
        requested_by: actor.personId as string,
      })
      .execute()
    await enqueue(BUILD_DOSSIER_JOB, { dossierId })
    const [dossier] = await toDossiers(log, [await readDossierRow(tx, tenant.orgId, dossierId)])
    return {
      result: found(dossier),
      audit: {
        case: file,
        subject: dossierId,
        detail: {
          case: file.number,
          purpose: wish.purpose,
          exhibits: wish.exhibitIds.length,
          messages: messageCount,
          timeline: wish.timeline,
          masked: !wish.unmasked,
          reason: wish.reason,
        },
      },
    }
  })

async function requireExhibits(tx: Tx, orgId: string, caseId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const rows = await tx
    .selectFrom('exhibit')
    .select('exhibit_id')
    .where('org_id', '=', orgId)
    .where('case_id', '=', caseId)
    .where('exhibit_id', 'in', [...ids])
    .execute()
  if (rows.length !== new Set(ids).size) throw new Problem('source_not_in_case')
}

/** Spans lie within conversations of this case; overlapping ones count once. */
async function countMessages(
  tx: Tx,
  orgId: string,
  caseId: string,
  spans: DossierWish['spans'],
): Promise<number> {
  let count = 0
  for (const [conversationId, ranges] of spansByConversation(spans)) {
    const row = await tx
      .selectFrom('conversation')
      .select('message_count')
      .where('org_id', '=', orgId)
      .where('case_id', '=', caseId)
      .where('conversation_id', '=', conversationId)
      .executeTakeFirst()
    const end = ranges.at(-1)?.to ?? 0
    if (!row || end >= row.message_count) throw new Problem('source_not_in_case')
    count += ranges.reduce((sum, range) => sum + range.to - range.from + 1, 0)
  }
  if (count > MAX_MESSAGES) throw new Problem('too_many', { max: MAX_MESSAGES })
  return count
}

/** The spans of each conversation, ascending, joined where they touch. */
export function spansByConversation(
  spans: DossierWish['spans'],
): Map<string, { from: number; to: number }[]> {
  const all = new Map<string, { from: number; to: number }[]>()
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const from = Math.min(span.from, span.to)
    const to = Math.max(span.from, span.to)
    const ranges = all.get(span.conversationId) ?? []
    const last = ranges.at(-1)
    if (last && from <= last.to + 1) last.to = Math.max(last.to, to)
    else ranges.push({ from, to })
    all.set(span.conversationId, ranges)
  }
  return all
}
