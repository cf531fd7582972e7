import { pino } from 'pino'

/** Structured log lines: operation names, codes, durations and ids. Never names, texts, inputs or addresses. */
export interface Logger {
  info(facts: Record<string, unknown>, message: string): void
  warn(facts: Record<string, unknown>, message: string): void
  error(facts: Record<string, unknown>, message: string): void
}

export function openLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime })
}

export const silentLogger: Logger = { info() {}, warn() {}, error() {} }
