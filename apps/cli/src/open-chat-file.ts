import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { evidence } from '@yuanwei/contract/staff'
import { FormatError, identifyFormat, READ_FORMATS } from '@yuanwei/formats'
import { CommandProblem, type Invocation, REFUSED } from './command-line.ts'
import { fileSource } from './file-source.ts'
import { fileErrorOf } from './find-files.ts'
import { printable } from './text-table.ts'

/** A chat export that the server will read. */
export interface ChatFile {
  readonly path: string
  readonly name: string
  readonly sizeBytes: number
}

/** The file, looked at before anything is sent: what is no chat we read stays where it is. */
export async function openChatFile(name: string, { io, messages }: Invocation): Promise<ChatFile> {
  const path = resolve(io.cwd, name)
  const shown = printable(name)
  try {
    const stats = await stat(path)
    if (!stats.isFile())
      throw new CommandProblem(messages.inspect.cannotOpen(shown, messages.inspect.notRegular))
    const format = await identifyFormat(fileSource(path, name, stats.size))
    if (format === null) throw new CommandProblem(messages.import.notChat(shown), REFUSED)
    if (!READ_FORMATS.some(each => each === format))
      throw new CommandProblem(messages.import.notYet(shown, format), REFUSED)
    if (format === 'qq-chat-exporter-chunked')
      throw new CommandProblem(messages.import.chunked(shown), REFUSED)
    if (stats.size > evidence.MAX_UPLOAD_BYTES) throw new CommandProblem(messages.problems.body_too_large)
    return { path, name: basename(path), sizeBytes: stats.size }
  } catch (error) {
    if (error instanceof FormatError)
      throw new CommandProblem(messages.import.unreadable(shown, error.code), REFUSED)
    if (!(error instanceof Error && 'syscall' in error)) throw error
    const why = fileErrorOf(error)
    const said = typeof why === 'string' ? (why === 'emptyFolder' ? why : messages.inspect[why]) : why.message
    throw new CommandProblem(messages.inspect.cannotOpen(shown, said))
  }
}
