import { ProofError } from '@yuanwei/proof'

/** Why the log will not go on. README.md says what each means; the sentences stand in the catalogue. */
export const LOG_REFUSALS = [
  'log_rolled_back',
  'log_forked',
  'log_key_missing',
  'log_key_mismatch',
  'log_signer_lost',
  'log_damaged',
] as const
export type LogRefusalCode = (typeof LOG_REFUSALS)[number]

export type LogFacts = Readonly<Record<string, string | number | null>>

/** The log contradicts what was signed or stored: nothing more may be added until a person has looked at it. */
export class LogRefusal extends Error {
  override readonly name = 'LogRefusal'
  readonly code: LogRefusalCode
  readonly facts: LogFacts
  constructor(code: LogRefusalCode, facts: LogFacts = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(facts)}`, options)
    this.code = code
    this.facts = facts
  }
}

const BY_PROOF_CODE: Partial<Record<ProofError['code'], LogRefusalCode>> = {
  'head-origin': 'log_key_mismatch',
  'head-rollback': 'log_rolled_back',
  'head-fork': 'log_forked',
  'head-proof': 'log_forked',
  'note-unsigned': 'log_key_mismatch',
  'checkpoint-origin': 'log_key_mismatch',
}

/** Runs a step of ours over signed or stored bytes; what the proof package refuses there is a refusal of the log. */
export function refusing<T>(facts: LogFacts, step: () => T): T {
  try {
    return step()
  } catch (cause) {
    if (!(cause instanceof ProofError)) throw cause
    throw new LogRefusal(
      BY_PROOF_CODE[cause.code] ?? 'log_damaged',
      { ...facts, reason: cause.code },
      { cause },
    )
  }
}
