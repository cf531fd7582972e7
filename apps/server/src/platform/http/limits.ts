import { createHmac } from 'node:crypto'
import type { Pool } from 'pg'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { Problem } from '../problem.ts'

/** How often what may be tried: points within seconds. */
export const BUCKETS = {
  /** Anything anonymous that changes something, by address. */
  entrance: { points: 60, duration: 300 },
  /** Sign-in of one login from one address. */
  sign_in: { points: 10, duration: 900 },
  /** Sign-in of one login from anywhere: wide, so that a stranger can't lock someone out cheaply. */
  sign_in_anywhere: { points: 200, duration: 3600 },
  /** Everything else, by session or address: a guard against floods, not against people. */
  flood: { points: 3000, duration: 60 },
} as const
export type Bucket = keyof typeof BUCKETS

export interface Limits {
  /** Takes one point; throws `rate_limited` with the seconds to wait. */
  consume(bucket: Bucket, key: string): Promise<void>
  /** Gives the point back: what succeeded was no attempt to guess. */
  giveBack(bucket: Bucket, key: string): Promise<void>
}

/** Counters in the database, shared by all nodes, under keyed digests: no address and no login is stored. */
export function openLimits(pool: Pool, secret: Uint8Array, factor = 1): Limits {
  const shared = (bucket: Bucket) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limit',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: bucket,
      points: BUCKETS[bucket].points * factor,
      duration: BUCKETS[bucket].duration,
    })
  const limiters = {
    entrance: shared('entrance'),
    sign_in: shared('sign_in'),
    sign_in_anywhere: shared('sign_in_anywhere'),
    // Asked on every request, so it is counted in memory: with many nodes each counts its own share.
    flood: new RateLimiterMemory({ points: BUCKETS.flood.points * factor, duration: BUCKETS.flood.duration }),
  }
  const digestOf = (bucket: Bucket, key: string) =>
    createHmac('sha256', secret).update(`${bucket}/${key}`).digest('base64url')
  return {
    async giveBack(bucket, key) {
      await limiters[bucket].reward(digestOf(bucket, key))
    },
    async consume(bucket, key) {
      try {
        await limiters[bucket].consume(digestOf(bucket, key))
      } catch (cause) {
        if (!(cause instanceof RateLimiterRes)) throw cause
        throw new Problem('rate_limited', { retryAfterSeconds: Math.ceil(cause.msBeforeNext / 1000) })
      }
    },
  }
}
