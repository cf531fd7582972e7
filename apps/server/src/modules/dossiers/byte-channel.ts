import { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { ByteSink } from '@yuanwei/proof/dossier'

/** Turns something that writes into something that can be read, with the reader setting the pace. */
export async function* byteChannel(produce: (sink: ByteSink) => Promise<void>): AsyncGenerator<Uint8Array> {
  const pipe = new PassThrough()
  const sink: ByteSink = {
    async write(bytes) {
      // The sink's caller may use the bytes again once this resolves.
      const copy = Buffer.from(bytes)
      if (!pipe.write(copy)) await new Promise<void>(resolve => pipe.once('drain', resolve))
    },
  }
  const work = produce(sink).then(
    () => pipe.end(),
    cause => pipe.destroy(cause),
  )
  try {
    for await (const chunk of pipe) yield chunk as Uint8Array
    await work
  } finally {
    pipe.destroy()
    await finished(pipe).catch(() => {})
  }
}
