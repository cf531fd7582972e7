import pg from 'pg'

const oid = { int8: 20, date: 1082 } as const

/** Sizes, instants and amounts stay below 2^53; a number beyond it must not be rounded in silence. */
function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 beyond 2^53: ${text}`)
  return value
}

/** int8 as a safe integer; date as its text, since a day has no instant; the rest as `pg` has it. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((type: number, format?: 'text' | 'binary') => {
    if (format !== 'binary') {
      if (type === oid.int8) return parseInt8
      if (type === oid.date) return (text: string) => text
    }
    return pg.types.getTypeParser(type, format as 'text')
  }) as typeof pg.types.getTypeParser,
}

/** How one role reaches one database; what `pg` takes, without anything from PG* variables. */
export type Connection = {
  host: string
  port: number
  database: string
  user: string
  password: string
  ssl: pg.ClientConfig['ssl']
}

/** Runs with a client of its own, which is closed whatever happens. */
export async function withClient<T>(
  connection: Connection,
  name: string,
  run: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...connection, types: typeParsers, application_name: `yuanwei ${name}` })
  // A lost connection rejects the query under way; between queries it is noticed by the next one.
  client.on('error', () => {})
  try {
    await client.connect()
    return await run(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** The SQLSTATE of an error from the database, for comparisons. */
export const sqlState = (error: unknown): string | undefined =>
  error instanceof pg.DatabaseError ? error.code : undefined
