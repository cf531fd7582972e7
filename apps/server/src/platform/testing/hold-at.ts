import type { Fault, FaultPoint } from '../faults.ts'

/**
 * For a child process of a crash test: at the n-th time the point is reached, says so on standard output and
 * never goes on. The parent then kills it from outside, as a loss of power would.
 */
export function holdAt(point: FaultPoint, nth = 1): Fault {
  let reached = 0
  return at => {
    if (at !== point || ++reached < nth) return
    process.stdout.write(`AT ${point}\n`)
    return new Promise<void>(() => setInterval(() => undefined, 60_000))
  }
}
