import { Problem } from '../problem.ts'

/** Another worker was faster, or this one before it was cut off: what is done stands, and that is success. */
export async function ignoreDone(work: Promise<unknown>): Promise<void> {
  await work.catch(cause => {
    if (!(cause instanceof Problem) || cause.code !== 'already_done') throw cause
  })
}
