/**
 * A named place in a durable sequence where a test may stop the process. The caller waits for the answer, so
 * that a test can hold the process there and kill it. In production it is {@link noFaults}.
 */
export type Fault = (point: FaultPoint) => Promise<void> | void

export const FAULT_POINTS = [
  'blobs.mid_stream',
  'blobs.before_rename',
  'blobs.after_rename',
  'import.before_step',
  'import.after_step',
  'dossier.after_seal',
  'sequencer.before_commit',
  'sequencer.after_commit',
  'sequencer.between_tiles',
  'sequencer.after_tiles',
  'sequencer.after_sign',
  'sequencer.after_publish',
] as const
export type FaultPoint = (typeof FAULT_POINTS)[number]

export const noFaults: Fault = () => undefined
