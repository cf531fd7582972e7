import type { FaultPoint } from '../../src/platform/faults.ts'

/** From the parent: stop at this point, the n-th time it is reached from now. */
export interface Arming {
  readonly point: FaultPoint
  readonly nth: number
}

/** From the server process. */
export type ServerWord =
  | { readonly kind: 'serving'; readonly url: string; readonly setupCode: string | null }
  | { readonly kind: 'held'; readonly point: FaultPoint }
  | { readonly kind: 'notice'; readonly code: string }
