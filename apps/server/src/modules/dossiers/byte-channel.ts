import { PassThrough } from 'node:stream'
import type { ByteSink } from '@yuanwei/proof/dossier'

/**
 * Turns something that writes into something that can be read, with the reader setting the pace. Where the reader
 * goes early, the next or waiting write fails: nobody waits for room that will never come.
 */
export async function* byteChannel(produce: (sink: ByteSink) => Promise<void>): AsyncGenerator<Uint8Array> {
  const pipe = new PassThrough()
  const sink: ByteSink = {
    async write(bytes) {
      if (pipe.destroyed) throw new Error(NOBODY_READS)
      // The sink's caller may use the bytes again once this resolves.
      if (!pipe.write(Buffer.from(bytes))) await roomIn(pipe)
    },
  }
  const work = produce(sink).then(
    () => pipe.end(),
    cause => pipe.destroy(cause),
  )
  try {
    for await (const chunk of pipe) yield chunk as Uint8Array
  } finally {
    pipe.destroy()
    await work
  }
}

const NOBODY_READS = 'nobody reads any more'

function roomIn(pipe: PassThrough): Promise<void> {
  return new Promise((resolve, reject) => {
    const onDrain = () => {
      pipe.off('close', onClose)
      resolve()
    }
    const onClose = () => {
      pipe.off('drain', onDrain)
      reject(new Error(NOBODY_READS))
    }
    pipe.once('drain', onDrain)
    pipe.once('close', onClose)
  })
}
