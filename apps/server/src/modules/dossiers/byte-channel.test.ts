import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { byteChannel } from './byte-channel.ts'

const PIECE = new Uint8Array(64 * 1024).fill(7)

/** A producer that would write for ever, and what became of it. */
function endless() {
  const told = { writes: 0, ended: false }
  const produce = async (sink: { write(bytes: Uint8Array): Promise<void> }) => {
    try {
      for (;;) {
        await sink.write(PIECE)
        told.writes++
      }
    } finally {
      told.ended = true
    }
  }
  return { told, produce }
}

describe('a byte channel', () => {
  test('hands over what was written, in order, also where the writer uses its bytes again', async () => {
    const bytes = new Uint8Array(1)
    const read: number[] = []
    const channel = byteChannel(async sink => {
      for (let value = 0; value < 100; value++) {
        bytes[0] = value
        await sink.write(bytes)
      }
    })
    for await (const chunk of channel) read.push(...chunk)
    expect(read).toEqual(Array.from({ length: 100 }, (_, value) => value))
  })

  test('lets the writer go once the reader has gone', async () => {
    const { told, produce } = endless()
    for await (const _ of byteChannel(produce)) break
    expect(told.ended).toBe(true)
    const { writes } = told
    await sleep(20)
    expect(told.writes).toBe(writes)
  })

  test('lets the writer go where reading fails while it waits for room', async () => {
    const { told, produce } = endless()
    const storing = (async () => {
      for await (const _ of byteChannel(produce)) {
        await sleep(20)
        throw new Error('the disk is full')
      }
    })()
    await expect(storing).rejects.toThrow('the disk is full')
    expect(told.ended).toBe(true)
  })

  test('fails as the writer fails', async () => {
    const channel = byteChannel(async sink => {
      await sink.write(PIECE)
      throw new Error('a source changed')
    })
    await expect(
      (async () => {
        for await (const _ of channel);
      })(),
    ).rejects.toThrow('a source changed')
  })
})
