import { describe, expect, it, vi } from 'vitest'

vi.mock('../../shell/api.ts', () => ({ client: {}, queryClient: {} }))
const { findPosition, PAGE } = await import('./message-pages.ts')
type Message = import('./message-pages.ts').ThreadMessage

/** One message a minute from midnight UTC on; every seventh without a time. */
function thread(total: number) {
  const minute = (position: number) => new Date(Date.UTC(2026, 10, 1) + position * 60_000).toISOString()
  let reads = 0
  const read = async (page: number) => {
    reads += 1
    return Array.from({ length: Math.min(PAGE, total - page * PAGE) }, (_, index) => {
      const position = page * PAGE + index
      return { position, shownAt: position % 7 === 3 ? null : minute(position) } as Message
    })
  }
  return { read, minute, reads: () => reads }
}

describe('finding a moment in a thread', () => {
  it('finds the first message at or after it', async () => {
    const { read, minute } = thread(5000)
    expect(await findPosition(5000, read, minute(1234))).toBe(1234)
    // 1235 = 3 + 7 × 176 has no time: the next one that has is the answer.
    expect(await findPosition(5000, read, minute(1235))).toBe(1236)
  })

  it('stays within the thread before its beginning and after its end', async () => {
    const { read } = thread(450)
    expect(await findPosition(450, read, '2020-01-01T00:00:00.000Z')).toBe(0)
    expect(await findPosition(450, read, '2030-01-01T00:00:00.000Z')).toBe(449)
  })

  it('asks for a few pages of a long thread only', async () => {
    const { read, minute, reads } = thread(100_000)
    expect(await findPosition(100_000, read, minute(77_777))).toBe(77_777)
    // 500 pages halve in 9 steps; one more reads the page itself.
    expect(reads()).toBeLessThanOrEqual(10)
  })
})
