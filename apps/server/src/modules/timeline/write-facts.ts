import type { Input } from '@yuanwei/contract'
import { timeline } from '@yuanwei/contract/staff'
import type { LogReader } from '../../platform/log/index.ts'
import { handle, type WriteContext } from '../../platform/operations/index.ts'
import { newId } from '../../platform/ports.ts'
import { found, Problem } from '../../platform/problem.ts'
import { sortMs } from '../../platform/zone.ts'
import { lockCase, requireOpen } from '../cases/index.ts'
import { checkCauses } from './fact.ts'
import {
  caseOfFact,
  countFacts,
  listLinks,
  lockFact,
  readFacts,
  replaceLinks,
  replaceSources,
  requireCauses,
} from './store.ts'

const MAX_FACTS = 2000
type Details = Omit<Input<typeof timeline.addFact>, 'caseId'>

export const addFact = (log: LogReader) =>
  handle(timeline.addFact, async (context, input) => {
    const { tx, tenant, actor, ports, entryId } = context
    const { orgId } = tenant
    const file = await lockCase(tx, orgId, input.caseId)
    requireOpen(file)
    if ((await countFacts(tx, orgId, input.caseId)) >= MAX_FACTS)
      throw new Problem('too_many', { max: MAX_FACTS })
    const factId = newId(ports)
    await requireCauses(tx, orgId, input.caseId, input.causes)
    await tx
      .insertInto('fact')
      .values({
        org_id: orgId,
        fact_id: factId,
        case_id: input.caseId,
        ...columns(input, tenant.zone),
        status: 'standing',
        version: 1,
        entry_id: entryId,
        added_at: new Date(ports.now()),
        added_by: actor.personId as string,
      })
      .execute()
    await relate(context, { orgId, caseId: input.caseId, factId }, input)
    const [fact] = await readFacts(tx, log, orgId, { caseId: input.caseId, factId })
    return {
      result: found(fact),
      audit: { case: file, subject: factId, detail: { case: file.number, ...told(input) } },
    }
  })

export const editFact = (log: LogReader) =>
  handle(timeline.editFact, async (context, input) => {
    const { tx, tenant, entryId } = context
    const { orgId } = tenant
    const file = await lockCase(tx, orgId, await caseOfFact(tx, orgId, input.factId))
    const row = await lockFact(tx, orgId, input.factId)
    requireOpen(file)
    if (row.version !== input.version) throw new Problem('stale_version', { version: row.version })
    await requireCauses(tx, orgId, row.case_id, input.causes)
    checkCauses(input.factId, input.causes, await listLinks(tx, orgId, row.case_id))
    await tx
      .updateTable('fact')
      .set({ ...columns(input, tenant.zone), version: row.version + 1, entry_id: entryId })
      .where('org_id', '=', orgId)
      .where('fact_id', '=', input.factId)
      .execute()
    await relate(context, { orgId, caseId: row.case_id, factId: input.factId }, input)
    const [fact] = await readFacts(tx, log, orgId, { caseId: row.case_id, factId: input.factId })
    return {
      result: found(fact),
      audit: {
        case: file,
        subject: input.factId,
        detail: { case: file.number, version: row.version + 1, before: row.title, ...told(input) },
      },
    }
  })

export const withdrawFact = () =>
  handle(timeline.withdrawFact, async ({ tx, tenant }, { factId, version, reason }) => {
    const file = await lockCase(tx, tenant.orgId, await caseOfFact(tx, tenant.orgId, factId))
    const row = await lockFact(tx, tenant.orgId, factId)
    requireOpen(file)
    if (row.version !== version) throw new Problem('stale_version', { version: row.version })
    await tx
      .updateTable('fact')
      .set({ status: 'withdrawn', version: version + 1 })
      .where('org_id', '=', tenant.orgId)
      .where('fact_id', '=', factId)
      .execute()
    return {
      result: {},
      audit: { case: file, subject: factId, detail: { case: file.number, title: row.title, reason } },
    }
  })

function columns(input: Details, zone: string) {
  return {
    happened: JSON.stringify(input.when),
    sort_ms: sortMs(input.when, zone),
    kind: input.kind,
    title: input.title,
    body: input.body,
  }
}

async function relate(
  { tx }: WriteContext,
  at: { orgId: string; caseId: string; factId: string },
  input: Details,
): Promise<void> {
  await replaceSources(tx, at, input.sources)
  await replaceLinks(tx, at.orgId, at.factId, input.causes)
}

/** The fact as it stood at that moment. */
function told(input: Details): Record<string, unknown> {
  return {
    when: input.when,
    kind: input.kind,
    title: input.title,
    body: input.body,
    sources: input.sources,
    causes: input.causes,
  }
}
