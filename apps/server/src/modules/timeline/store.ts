import type { Input, Output, When } from '@yuanwei/contract'
import type { timeline } from '@yuanwei/contract/staff'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { FactTable, Tx } from '../../platform/database/index.ts'
import type { LogReader } from '../../platform/log/index.ts'
import { Problem } from '../../platform/problem.ts'
import { logState } from '../cases/index.ts'
import type { Link } from './fact.ts'

export type Fact = Output<typeof timeline.addFact>
export type FactRow = Selectable<FactTable>
type Source = Input<typeof timeline.addFact>['sources'][number]

const EXCERPT_CHARS = 200

/** The case of a fact, to be locked before the fact: everyone takes the two in the same order. */
export async function caseOfFact(tx: Tx, orgId: string, factId: string): Promise<string> {
  const row = await tx
    .selectFrom('fact')
    .select('case_id')
    .where('org_id', '=', orgId)
    .where('fact_id', '=', factId)
    .executeTakeFirst()
  if (!row) throw new Problem('not_found')
  return row.case_id
}

export async function lockFact(tx: Tx, orgId: string, factId: string): Promise<FactRow> {
  const row = await tx
    .selectFrom('fact')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('fact_id', '=', factId)
    .where('status', '=', 'standing')
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('not_found')
  return row
}

export async function countFacts(tx: Tx, orgId: string, caseId: string): Promise<number> {
  const row = await tx
    .selectFrom('fact')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('org_id', '=', orgId)
    .where('case_id', '=', caseId)
    .where('status', '=', 'standing')
    .executeTakeFirstOrThrow()
  return row.n
}

/** Links between standing facts of a case. */
export async function listLinks(tx: Tx, orgId: string, caseId: string): Promise<Link[]> {
  const result = await sql<Link>`
    select l.cause_id as cause, l.effect_id as effect
    from fact_link l
    join fact c on c.org_id = l.org_id and c.fact_id = l.cause_id and c.status = 'standing'
    join fact e on e.org_id = l.org_id and e.fact_id = l.effect_id and e.status = 'standing'
    where l.org_id = ${orgId} and e.case_id = ${caseId} and c.case_id = ${caseId}`.execute(tx)
  return result.rows
}

/** A cause is a standing fact of the same case. */
export async function requireCauses(
  tx: Tx,
  orgId: string,
  caseId: string,
  causes: readonly string[],
): Promise<void> {
  if (causes.length === 0) return
  const rows = await tx
    .selectFrom('fact')
    .select('fact_id')
    .where('org_id', '=', orgId)
    .where('case_id', '=', caseId)
    .where('status', '=', 'standing')
    .where('fact_id', 'in', [...causes])
    .execute()
  if (rows.length !== new Set(causes).size) throw new Problem('source_not_in_case')
}

export async function replaceLinks(
  tx: Tx,
  orgId: string,
  factId: string,
  causes: readonly string[],
): Promise<void> {
  await tx.deleteFrom('fact_link').where('org_id', '=', orgId).where('effect_id', '=', factId).execute()
  const rows = [...new Set(causes)].map(cause => ({ org_id: orgId, cause_id: cause, effect_id: factId }))
  if (rows.length > 0) await tx.insertInto('fact_link').values(rows).execute()
}

export async function replaceSources(
  tx: Tx,
  at: { orgId: string; caseId: string; factId: string },
  sources: readonly Source[],
): Promise<void> {
  const { orgId, factId } = at
  await tx.deleteFrom('fact_source').where('org_id', '=', orgId).where('fact_id', '=', factId).execute()
  const rows = []
  for (const [place, source] of sources.entries()) {
    const found = await findSource(tx, at, source)
    rows.push({ org_id: orgId, fact_id: factId, place, ...found })
  }
  await tx.insertInto('fact_source').values(rows).execute()
}

/** @throws Problem `source_not_in_case`: what lies in another case proves nothing here. */
async function findSource(
  tx: Tx,
  { orgId, caseId }: { orgId: string; caseId: string },
  source: Source,
): Promise<{ exhibit_id: string; import_id: string | null; index: number | null }> {
  if (source.kind === 'exhibit') {
    const row = await tx
      .selectFrom('exhibit')
      .select('exhibit_id')
      .where('org_id', '=', orgId)
      .where('case_id', '=', caseId)
      .where('exhibit_id', '=', source.exhibitId)
      .executeTakeFirst()
    if (row) return { exhibit_id: row.exhibit_id, import_id: null, index: null }
  } else {
    const [importId, index] = source.messageId.split('.') as [string, string]
    const row = await tx
      .selectFrom('message')
      .innerJoin('import', join =>
        join
          .onRef('import.org_id', '=', 'message.org_id')
          .onRef('import.import_id', '=', 'message.import_id'),
      )
      .select('import.exhibit_id')
      .where('message.org_id', '=', orgId)
      .where('message.import_id', '=', importId)
      .where('message.index', '=', Number(index))
      .where('import.case_id', '=', caseId)
      .where('import.status', '=', 'done')
      .executeTakeFirst()
    if (row) return { exhibit_id: row.exhibit_id, import_id: importId, index: Number(index) }
  }
  throw new Problem('source_not_in_case')
}

interface SourceRow {
  fact_id: string
  exhibit_id: string
  import_id: string | null
  index: number | null
  file_name: string
  note: string
  grade: string
  sender: string | null
  text: string | null
  conversation_id: string | null
  position: number | null
}

/** Standing facts by time, each with its sources as a reader sees them and its causes. */
export async function readFacts(
  tx: Tx,
  log: LogReader,
  orgId: string,
  where: { caseId: string; factId?: string },
): Promise<Fact[]> {
  const only = where.factId ? sql`and f.fact_id = ${where.factId}` : sql``
  const facts = await sql<FactRow & { adder: string }>`
    select f.*, m.name as adder from fact f
    join member m on m.org_id = f.org_id and m.person_id = f.added_by
    where f.org_id = ${orgId} and f.case_id = ${where.caseId} and f.status = 'standing' ${only}
    order by f.sort_ms nulls last, f.added_at, f.fact_id`.execute(tx)
  const sources = await sql<SourceRow>`
    select s.fact_id, s.exhibit_id, s.import_id, s.index, x.file_name, x.note, x.grade,
      coalesce(m.sender_name, m.sender_id) as sender, left(m.text, ${EXCERPT_CHARS}) as text,
      t.conversation_id, t.position
    from fact f
    join fact_source s on s.org_id = f.org_id and s.fact_id = f.fact_id
    join exhibit x on x.org_id = s.org_id and x.exhibit_id = s.exhibit_id
    left join message m on m.org_id = s.org_id and m.import_id = s.import_id and m.index = s.index
    left join lateral (
      select conversation_id, position from thread
      where org_id = m.org_id and import_id = coalesce(m.twin_import_id, m.import_id)
        and index = coalesce(m.twin_index, m.index)
      limit 1) t on true
    where f.org_id = ${orgId} and f.case_id = ${where.caseId} and f.status = 'standing' ${only}
    order by s.fact_id, s.place`.execute(tx)
  const links = await listLinks(tx, orgId, where.caseId)
  const states = await log.statesOf(facts.rows.map(row => row.entry_id))
  const sourcesOf = Map.groupBy(sources.rows, source => source.fact_id)
  const causesOf = Map.groupBy(links, link => link.effect)
  return facts.rows.map(row => ({
    factId: row.fact_id as Fact['factId'],
    when: row.happened as unknown as When,
    shownAt: row.sort_ms === null ? null : new Date(row.sort_ms).toISOString(),
    kind: row.kind as Fact['kind'],
    title: row.title,
    body: row.body,
    sources: (sourcesOf.get(row.fact_id) ?? []).map(toSource),
    causes: (causesOf.get(row.fact_id) ?? []).map(link => link.cause as Fact['factId']),
    addedBy: row.adder,
    addedAt: row.added_at.toISOString(),
    version: row.version,
    log: logState(row.entry_id, states),
  }))
}

function toSource(row: SourceRow): Fact['sources'][number] {
  const source =
    row.import_id === null
      ? { kind: 'exhibit' as const, exhibitId: row.exhibit_id }
      : { kind: 'message' as const, messageId: `${row.import_id}.${row.index}` }
  return {
    source: source as Fact['sources'][number]['source'],
    label: row.import_id === null ? row.file_name : (row.sender ?? ''),
    excerpt: row.import_id === null ? row.note : (row.text ?? ''),
    grade: row.grade,
    conversationId: row.conversation_id,
    position: row.position,
  }
}
