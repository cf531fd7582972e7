import { z } from 'zod'
import { Bytes, Instant } from './fields.ts'
import { query } from './operation.ts'

/** How the log stands. Without a witness or time stamps it says so: kept by one party alone. */
export const readLog = query({
  path: '/log',
  permission: 'log.read',
  problems: [],
  input: z.strictObject({}),
  output: z.object({
    origin: z.string(),
    verifierKey: z.string(),
    size: z.int(),
    pending: z.int(),
    checkpointSize: z.int(),
    checkpointAt: Instant.nullable(),
    halted: z.string().nullable(),
    witnesses: z.int(),
  }),
})

/** The signed checkpoint (C2SP tlog-checkpoint); public, it says nothing of anyone. */
export const readCheckpoint = query({
  path: '/log/checkpoint',
  actors: ['anonymous', 'person'],
  tenant: 'none',
  permission: null,
  bytes: 'out',
  problems: [],
  input: z.strictObject({}),
  output: Bytes,
})

/** A hash tile (C2SP tlog-tiles); public. Entry bundles are not served here. */
export const readTile = query({
  path: '/log/tile',
  actors: ['anonymous', 'person'],
  tenant: 'none',
  permission: null,
  bytes: 'out',
  problems: [],
  input: z.strictObject({
    /** `0/x001/234` or `0/x001/234.p/5`: level, then the path of the tile. */
    tile: z
      .string()
      .max(80)
      .regex(/^\d{1,2}\/(x\d{3}\/)*\d{3}(\.p\/\d{1,3})?$/),
  }),
  output: Bytes,
})
