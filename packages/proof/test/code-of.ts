import { ProofError } from '../src/errors.ts'

/** The code with which `work` refuses, or `accepted`. Anything but a ProofError is a fault of ours and is thrown. */
export function codeOf(work: () => unknown): string {
  try {
    work()
    return 'accepted'
  } catch (error) {
    if (error instanceof ProofError) return error.code
    throw error
  }
}
