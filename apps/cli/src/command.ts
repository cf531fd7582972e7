import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Terminal } from './ask.ts'
import type { Messages } from './messages/messages.ts'

/** What a command may touch of the process it runs in. */
export interface CommandIo {
  readonly stdout: Writable
  readonly stderr: Writable
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Where a person can be asked; absent when nobody sits there. */
  readonly terminal?: Terminal
}

/** A command of `yuanwei`; the table in `main.ts` lists them all. */
export interface Command {
  readonly name: string
  /** One line for the list of commands. */
  summary(messages: Messages): string
  /** One way to call it, for the list of examples. */
  readonly example: string
  /** Runs it and gives the exit code. */
  run(args: string[], io: CommandIo): Promise<number>
}

/** Writes; where the reader is slower than we are, gives what to wait for before writing more. */
export function print(stream: Writable, text: string): Promise<unknown> | undefined {
  return stream.write(text) ? undefined : once(stream, 'drain')
}
