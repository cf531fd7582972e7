import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'

type Sql = RawBuilder<unknown>

/** Which rows may be paired by which equal key. */
interface Pass {
  readonly freshKey: Sql
  readonly standingKey: Sql
  readonly fresh: Sql
  readonly standing: Sql
}

/** Of the keys that a standing message has from its twins, so many are tried; people rarely have so many names. */
const MAX_KEYS = 8

const any = sql`true`
const both = (left: Sql, right: Sql) => sql`${left} and ${right}`
const hasPid = sql`pid is not null`
const noPid = sql`pid is null`
const hasSid = sql`sid is not null`
const noSid = sql`sid is null`

/** Two that both have a platform id are the same only by it, whatever else they say. */
const BY_PLATFORM_ID: readonly Pass[] = [
  {
    freshKey: sql`pid || ' ' || encode(key_name, 'hex')`,
    standingKey: sql`pid || ' ' || encode(key_names[1], 'hex')`,
    fresh: any,
    standing: any,
  },
  { freshKey: sql`pid`, standingKey: sql`pid`, fresh: any, standing: any },
]

/**
 * By sender, time and text, as far as neither the platform ids nor the ids of the senders speak against it. Those with
 * an id choose before those without, and those without take what has an id first: else they could hold the one place
 * that another fits, and the count would depend on which file came first.
 */
function byKeys(depth: { ids: number; names: number }): Pass[] {
  const sides: [Sql, Sql][] = [
    [hasPid, noPid],
    [noPid, any],
  ]
  return sides.flatMap(([fresh, standing]) => [
    ...keyPasses('key_id', depth.ids, fresh, standing),
    ...keyPasses('key_name', depth.names, both(fresh, hasSid), both(standing, noSid)),
    ...keyPasses('key_name', depth.names, both(fresh, noSid), standing),
  ])
}

function keyPasses(key: 'key_id' | 'key_name', depth: number, fresh: Sql, standing: Sql): Pass[] {
  return Array.from({ length: depth }, (_, i) => ({
    freshKey: sql.ref(key),
    standingKey: sql`${sql.ref(`${key}s`)}[${sql.lit(i + 1)}]`,
    fresh,
    standing,
  }))
}

/**
 * Pairs `fresh` with `standing`, one to one: of equal ones the first with the first, the second with the second. What
 * stands twice in the one and three times in the other stands three times afterwards. Within a file nothing is merged.
 */
export async function pairFresh(tx: Tx): Promise<void> {
  const result = await sql<{ standing: number; ids: number; names: number }>`
    select count(*)::int as standing, least(coalesce(max(cardinality(key_ids)), 0), ${MAX_KEYS}) as ids,
      least(coalesce(max(cardinality(key_names)), 0), ${MAX_KEYS}) as names
    from standing`.execute(tx)
  const depth = result.rows[0]
  if (!depth || depth.standing === 0) return
  for (const pass of [...BY_PLATFORM_ID, ...byKeys(depth)]) await pairBy(tx, pass)
}

async function pairBy(tx: Tx, { freshKey, standingKey, fresh, standing }: Pass): Promise<void> {
  await sql`
    with f as (
      select index, ${freshKey} as k, row_number() over (partition by ${freshKey} order by index) as nth
      from fresh where slot is null and ${freshKey} is not null and ${fresh}
    ), s as (
      select position, ${standingKey} as k,
        row_number() over (partition by ${standingKey} order by pid is null, position) as nth
      from standing where not taken and ${standingKey} is not null and ${standing}
    ), pairs as (
      update fresh set slot = s.position from f join s on s.k = f.k and s.nth = f.nth
      where fresh.index = f.index
      returning slot
    )
    update standing set taken = true from pairs where standing.position = pairs.slot`.execute(tx)
}
