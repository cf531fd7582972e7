import { parseArgs } from 'node:util'
import { formatTime, type Inspection, inspectFile, type Message } from '@yuanwei/formats'
import { type Command, type CommandIo, print } from './command.ts'
import { fileSource } from './file-source.ts'
import { type FileError, fileErrorOf, findFiles } from './find-files.ts'
import { inspectNotes, inspectReport } from './inspect-report.ts'
import { languageOf, type Messages, messagesIn, parseLanguage } from './messages/messages.ts'
import { printable } from './text-table.ts'

/** `yuanwei inspect`: what is in chat exports, without a server. */
export const inspect: Command = {
  name: 'inspect',
  summary: messages => messages.inspect.summary,
  example: 'yuanwei inspect --json chat.json',
  run: inspectCommand,
}

interface InspectOptions {
  readonly files: readonly string[]
  readonly json: boolean
  readonly messages: boolean
}

/**
 * Looks at each file. `--json` prints one object a file and line, `--messages` one object a message and line, else
 * a table for people. Exit code 0, or 2 when a file could not be opened or the arguments are wrong.
 */
export async function inspectCommand(args: string[], io: CommandIo): Promise<number> {
  const parsed = parseInspectArgs(args)
  const language = (parsed.lang === null ? null : parseLanguage(parsed.lang)) ?? languageOf(io.env)
  const messages = messagesIn(language)
  const fail = (text: string) => {
    io.stderr.write(`${text}\n`)
    return 2
  }
  if (parsed.error !== null) return fail(messages.main.badArguments(parsed.error))
  if (parsed.lang !== null && parseLanguage(parsed.lang) === null)
    return fail(messages.main.unknownLanguage(parsed.lang))
  if (parsed.help) {
    await print(io.stdout, messages.inspect.help)
    return 0
  }
  if (parsed.files.length === 0) return fail(messages.inspect.noFiles)
  return await inspectAll(parsed, io, messages)
}

async function inspectAll(options: InspectOptions, io: CommandIo, messages: Messages): Promise<number> {
  let code = 0
  const inspections: Inspection[] = []
  const complain = (name: string, error: FileError) => {
    code = 2
    const why = typeof error === 'string' ? whyOf(name, error, messages) : error.message
    io.stderr.write(
      error === 'emptyFolder' ? `${why}\n` : `${messages.inspect.cannotOpen(printable(name), why)}\n`,
    )
  }
  for (const argument of options.files) {
    for await (const found of findFiles(argument, io.cwd)) {
      if (found.error !== null) {
        complain(found.name, found.error)
        continue
      }
      try {
        const source = fileSource(found.path, found.name, found.sizeBytes)
        const onMessage = options.messages ? printMessage(found.name, io) : undefined
        const inspection = await inspectFile(source, onMessage)
        if (options.messages) io.stderr.write(inspectNotes([inspection], messages))
        else if (options.json) await print(io.stdout, `${JSON.stringify(inspection)}\n`)
        else inspections.push(inspection)
      } catch (error) {
        if (!isFileError(error)) throw error
        complain(found.name, fileErrorOf(error))
      }
    }
  }
  if (inspections.length > 0) await print(io.stdout, inspectReport(inspections, messages))
  return code
}

/** One line a message: where it comes from, its time in words of ISO 8601, and all that was read of it. */
function printMessage(file: string, io: CommandIo): (message: Message) => Promise<unknown> | undefined {
  return message =>
    print(io.stdout, `${JSON.stringify({ file, at: formatTime(message.time), ...message })}\n`)
}

function whyOf(name: string, error: Exclude<FileError, object>, messages: Messages): string {
  if (error === 'emptyFolder') return messages.inspect.emptyFolder(printable(name))
  return messages.inspect[error]
}

/** Errors of the file system carry the call that failed; everything else is a mistake of ours. */
function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

function parseInspectArgs(args: string[]): InspectOptions & {
  readonly help: boolean
  readonly lang: string | null
  readonly error: string | null
} {
  const none = { files: [], json: false, messages: false, help: false, lang: null }
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        messages: { type: 'boolean' },
        lang: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    const { json = false, messages = false, help = false, lang = null } = values
    return { files: positionals, json, messages, help, lang, error: null }
  } catch (error) {
    return { ...none, error: error instanceof Error ? error.message : String(error) }
  }
}
