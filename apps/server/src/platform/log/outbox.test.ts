import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createWaker } from './outbox.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the sequencer is told at once, and then at most once in 50 ms', async () => {
  const sent: string[] = []
  const waker = createWaker({ query: async text => sent.push(text) })
  for (let i = 0; i < 100; i++) waker.wake()
  expect(sent).toEqual(['NOTIFY yuanwei_log'])
  await vi.advanceTimersByTimeAsync(50)
  expect(sent).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(500)
  expect(sent).toHaveLength(2)
  waker.wake()
  expect(sent).toHaveLength(3)
})

test('a notification that fails is no failure of the command', async () => {
  const waker = createWaker({ query: () => Promise.reject(new Error('no connection')) })
  waker.wake()
  await vi.advanceTimersByTimeAsync(50)
})
