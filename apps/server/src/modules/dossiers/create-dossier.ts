import { dossiers } from '@yuanwei/contract/staff'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import type { LogReader } from '../../platform/log/index.ts'
import { handle } from '../../platform/operations/index.ts'
import { newId } from '../../platform/ports.ts'
import { found, Problem } from '../../platform/problem.ts'
import { lockCase } from '../cases/index.ts'
import { BUILD_DOSSIER_JOB } from './deps.ts'
import { resolveSpans } from './resolve-spans.ts'
import { type DossierWish, readDossierRow, toDossiers } from './store.ts'

/** A build keeps a worker and a part of memory busy: one organisation must not take all of both. */
const MAX_BUILDING = 5

/** Takes the wish down; the dossier is built by a job. Identifiers are masked unless someone may and says why not. */
export const createDossier = (log: LogReader) =>
  handle(
    dossiers.createDossier,
    async ({ tx, tenant, actor, ports, enqueue }, { caseId, spans, ...rest }) => {
      const { orgId } = tenant
      if (rest.unmasked && !actor.permissions.has('dossier.unmask'))
        throw new Problem('forbidden', { permission: 'dossier.unmask' })
      if (rest.unmasked && rest.reason === '') throw new Problem('reason_required')
      await requireRoom(tx, orgId)
      const file = await lockCase(tx, orgId, caseId)
      await requireExhibits(tx, orgId, caseId, rest.exhibitIds)
      const { chosen, messageCount } = await resolveSpans(tx, { orgId, caseId }, spans)
      if (rest.exhibitIds.length === 0 && messageCount === 0 && !rest.timeline)
        throw new Problem('dossier_empty')
      const wish: DossierWish = { ...rest, exhibitIds: [...new Set(rest.exhibitIds)], chosen }
      const dossierId = newId(ports)
      const now = new Date(ports.now())
      await tx
        .insertInto('dossier')
        .values({
          org_id: orgId,
          dossier_id: dossierId,
          case_id: caseId,
          status: 'building',
          plan: JSON.stringify(wish),
          file_name: `${file.number}-${dayIn(tenant.zone, now)}.asice`,
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
      const [dossier] = await toDossiers(log, [await readDossierRow(tx, orgId, dossierId)])
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
    },
  )

/** `20261106`: the day in the organisation's zone. */
function dayIn(zone: string, at: Date): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return format.format(at).replaceAll('-', '')
}

/** Those who order at once wait for each other here, so that none of them slips through. */
async function requireRoom(tx: Tx, orgId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`dossiers ${orgId}`}, 0))`.execute(tx)
  const { building } = await tx
    .selectFrom('dossier')
    .select(sql<number>`count(*)::int`.as('building'))
    .where('org_id', '=', orgId)
    .where('status', 'in', ['building', 'sealing'])
    .executeTakeFirstOrThrow()
  if (building >= MAX_BUILDING) throw new Problem('too_many', { max: MAX_BUILDING })
}

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
