import { setTimeout as sleep } from 'node:timers/promises'
import { ProblemError } from '@yuanwei/client'

const EVERY_MS = 400
/** A server that restarts goes on with its work: it may be gone for so long. */
const GONE_MS = 60_000

/** Asks again and again until there is an answer. Work on the server goes on whether or not anyone asks. */
export async function waitFor<T>(
  ask: () => Promise<T>,
  isOver: (answer: T) => boolean,
  { signal, everyMs = EVERY_MS, goneMs = GONE_MS }: WaitOptions,
): Promise<T> {
  let reachedMs = Date.now()
  for (;;) {
    try {
      const answer = await ask()
      if (isOver(answer)) return answer
      reachedMs = Date.now()
    } catch (error) {
      const passing = error instanceof ProblemError && (error.status === 0 || error.status === 503)
      if (!passing || Date.now() - reachedMs > goneMs) throw error
    }
    await sleep(everyMs, undefined, { signal })
  }
}

export interface WaitOptions {
  readonly signal: AbortSignal
  readonly everyMs?: number
  readonly goneMs?: number
}
