import pg from 'pg'
import { getConstructionPlans, getMigrationPlans } from 'pg-boss'
import packageJson from 'pg-boss/package.json' with { type: 'json' }
import { Refusal } from '../sentences.ts'

/** The queue's tables stand apart from ours; pg-boss works in them as the app role, with `migrate: false`. */
export const queueSchema = 'pgboss'

const wanted: number = packageJson.pgboss.schema

async function installedVersion(client: pg.ClientBase): Promise<number | undefined> {
  const { rows: tables } = await client.query(`SELECT to_regclass('${queueSchema}.version') AS found`)
  if (!tables[0].found) return undefined
  const { rows } = await client.query(`SELECT version FROM ${queueSchema}.version`)
  return Number(rows[0]?.version)
}

/**
 * A plan commits and only then builds indexes, concurrently and each by itself: cut off between the two it
 * would call itself complete without them. The queue is small enough to build them inside.
 */
export function inOneTransaction(plan: string): string {
  const commits = plan.match(/^\s*COMMIT;\s*$/gm)
  if (commits?.length !== 1)
    throw new Error('The migration plan of pg-boss has not the form it used to have.')
  const body = plan.replace(/^\s*COMMIT;\s*$/m, '').replace(/\bINDEX CONCURRENTLY\b/g, 'INDEX')
  return `${body}\nCOMMIT;`
}

/**
 * Brings the queue's schema to the version of the library, as the owner, under the caller's lock. Afterwards
 * the app role may read and write its rows and nothing else: whatever makes tables (partitioned queues,
 * kept statistics, rebuilding of indexes) stays off.
 */
export async function ensureQueueSchema(client: pg.ClientBase, app: string): Promise<void> {
  const found = await installedVersion(client)
  if (found !== undefined && found > wanted) throw new Refusal('database_newer', { name: `pg-boss ${found}` })
  if (found === undefined) await client.query(getConstructionPlans(queueSchema))
  else if (found < wanted) await client.query(inOneTransaction(getMigrationPlans(queueSchema, found)))
  const grantee = pg.escapeIdentifier(app)
  await client.query(`
    GRANT USAGE ON SCHEMA ${queueSchema} TO ${grantee};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${queueSchema} TO ${grantee};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${queueSchema} TO ${grantee}`)
}
