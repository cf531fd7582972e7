import { describe, expect, test } from 'vitest'
import { withDatabase } from '../../../test/harness/database.ts'
import { BUCKETS, openLimits } from './limits.ts'

const database = withDatabase()
const secret = new Uint8Array(32).fill(9)

describe('limits', () => {
  test('let through as often as they say, then name the seconds to wait', async () => {
    const limits = openLimits(database.app, secret)
    const { points, duration } = BUCKETS.sign_in
    for (let i = 0; i < points; i += 1) await limits.consume('sign_in', '127.0.0.1/qin')
    const refused = await limits.consume('sign_in', '127.0.0.1/qin').catch(problem => problem)
    expect(refused).toMatchObject({ code: 'rate_limited', status: 429 })
    expect(refused.detail.retryAfterSeconds).toBeGreaterThan(0)
    expect(refused.detail.retryAfterSeconds).toBeLessThanOrEqual(duration)
    await expect(limits.consume('sign_in', '127.0.0.1/someone else')).resolves.toBeUndefined()
  })

  test('give back what succeeded', async () => {
    const limits = openLimits(database.app, secret)
    for (let i = 0; i < BUCKETS.sign_in.points * 2; i += 1) {
      await limits.consume('sign_in', 'often right')
      await limits.giveBack('sign_in', 'often right')
    }
  })

  test('count together on all nodes, also when many come at once', async () => {
    const nodes = [openLimits(database.app, secret), openLimits(database.app, secret)]
    const tries = Array.from({ length: 40 }, (_, i) => nodes[i % 2]?.consume('sign_in', 'at once'))
    const results = await Promise.allSettled(tries)
    expect(results.filter(result => result.status === 'fulfilled').length).toBe(BUCKETS.sign_in.points)
  })

  test('keep neither address nor login', async () => {
    const { rows } = await database.owner.query('select key from rate_limit')
    expect(rows.length).toBeGreaterThan(0)
    const text = JSON.stringify(rows)
    for (const word of ['127.0.0.1', 'qin', 'at once']) expect(text).not.toContain(word)
  })
})
