import { parseArgs } from 'node:util'
import { type CommandIo, print } from './command.ts'
import { type Language, languageOf, type Messages, messagesIn, parseLanguage } from './messages/messages.ts'

/** What the commands end with. */
export const DONE = 0
/** It was tried, and the answer is no: refused, failed, or something was found. */
export const REFUSED = 1
/** It could not be tried: wrong arguments, no file, no server, no sign-in. */
export const NOT_TRIED = 2
/** Ended by the person who called it, as shells have it for SIGINT. */
export const INTERRUPTED = 130

/** Ends a command: the sentence goes to stderr, the code to the shell. */
export class CommandProblem extends Error {
  readonly exitCode: number
  constructor(sentence: string, exitCode: number = NOT_TRIED) {
    super(sentence)
    this.exitCode = exitCode
  }
}

type Options = NonNullable<Parameters<typeof parseArgs>[0]>['options'] & {}

/** How a command was called; options that were not given are absent. */
export interface Invocation {
  readonly io: CommandIo
  readonly language: Language
  readonly messages: Messages
  readonly arguments: readonly string[]
  flag(name: string): boolean
  text(name: string): string | undefined
}

/** Reads the arguments (`--lang` and `--help` belong to every command), runs, and says what went wrong. */
export async function runCommand(
  args: string[],
  io: CommandIo,
  command: {
    readonly options: Options
    help(messages: Messages): string
    run(invocation: Invocation): Promise<number>
  },
): Promise<number> {
  let messages = messagesIn(languageOf(io.env))
  try {
    const { values, positionals } = parse(args, command.options, messages)
    const language = values.lang === undefined ? languageOf(io.env) : parseLanguage(String(values.lang))
    if (language === null) throw new CommandProblem(messages.main.unknownLanguage(String(values.lang)))
    messages = messagesIn(language)
    if (values.help === true) {
      await print(io.stdout, command.help(messages))
      return DONE
    }
    return await command.run({
      io,
      language,
      messages,
      arguments: positionals,
      flag: name => values[name] === true,
      text: name => textOf(values[name]),
    })
  } catch (error) {
    if (!(error instanceof CommandProblem)) throw error
    io.stderr.write(`${error.message}\n`)
    return error.exitCode
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

type Values = Readonly<Record<string, unknown>>

function parse(
  args: string[],
  options: Options,
  messages: Messages,
): { values: Values; positionals: string[] } {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { ...options, lang: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
  } catch (error) {
    throw new CommandProblem(messages.main.badArguments(error instanceof Error ? error.message : ''))
  }
}
