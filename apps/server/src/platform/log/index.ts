export { checkLog, type LogFinding, type LogFindingCode, type LogReport } from './fsck.ts'
export {
  type HaltWatch,
  type LeafPlace,
  type LoggedEntry,
  type LogReader,
  type LogReaderParts,
  type LogStatus,
  openLogReader,
  watchHalted,
} from './log-reader.ts'
export { LOG_REFUSALS, LogRefusal, type LogRefusalCode } from './log-refusal.ts'
export { createWaker, insertOutbox, type OutboxRow, type Waker } from './outbox.ts'
export {
  createSequencer,
  type Sequencer,
  type SequencerOptions,
  type SequencerPhase,
  type SequencerState,
} from './sequencer.ts'
