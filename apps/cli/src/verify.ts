import { type FileHandle, open, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ProofError, parseProof, parseReceipt } from '@yuanwei/proof'
import {
  type ByteSource,
  DossierError,
  detectFile,
  type Report,
  reportWords,
  type Trust,
  verifyDossier,
  verifyReceiptFile,
} from '@yuanwei/proof/dossier'
import { type Command, type CommandIo, print } from './command.ts'
import { fileErrorOf } from './find-files.ts'
import { languageOf, type Messages, messagesIn, parseLanguage } from './messages/messages.ts'
import { printable } from './text-table.ts'
import { verifyReport } from './verify-report.ts'

/** `yuanwei verify`: checks dossiers and receipts offline, without a server. */
export const verify: Command = {
  name: 'verify',
  summary: messages => messages.verify.summary,
  example: 'yuanwei verify dossier.asice',
  run: verifyCommand,
}

/** Exit codes: everything that was checked is good, a verdict fails, something could not be read. */
const GOOD = 0
const FAILS = 1
const UNREADABLE = 2

/** A mistake in how the command was called, or a file that cannot be opened; its message is for people. */
class VerifyProblem extends Error {}

interface OpenedFile {
  readonly name: string
  readonly source: ByteSource
  readonly kind: 'dossier' | 'receipt' | 'original'
}

/**
 * Verifies each dossier and receipt; a file that is neither is the original of the receipt before it (or of the only
 * one). Gives exit code 0, 1 when a verdict fails, 2 when something cannot be read.
 */
export async function verifyCommand(args: string[], io: CommandIo): Promise<number> {
  let messages = messagesIn(languageOf(io.env))
  const handles: FileHandle[] = []
  try {
    const { values, positionals } = readArgs(args, messages)
    const language = values.lang === undefined ? languageOf(io.env) : parseLanguage(values.lang)
    if (language === null) throw new VerifyProblem(messages.main.unknownLanguage(values.lang ?? ''))
    messages = messagesIn(language)
    if (values.help) {
      await print(io.stdout, messages.verify.help)
      return GOOD
    }
    if (positionals.length === 0) throw new VerifyProblem(messages.verify.noFiles)
    const trust = await readTrust(values, io, messages)
    const files: OpenedFile[] = []
    for (const name of positionals) files.push(await openFile(name, io, messages, handles))
    let code = GOOD
    for (const [file, original] of pairOriginals(files, messages)) {
      const report = await verifyOne(file, original, trust, messages)
      if (!report.good) code = FAILS
      const text = values.json
        ? `${JSON.stringify({ file: file.name, ...report })}\n`
        : verifyReport(file.name, report, reportWords(language), messages)
      await print(io.stdout, text)
    }
    return code
  } catch (error) {
    if (!(error instanceof VerifyProblem)) throw error
    io.stderr.write(`${error.message}\n`)
    return UNREADABLE
  } finally {
    for (const handle of handles) await handle.close()
  }
}

interface VerifyOptions {
  json?: boolean | undefined
  help?: boolean | undefined
  lang?: string | undefined
  key?: string[] | undefined
  checkpoint?: string[] | undefined
}

function readArgs(args: string[], messages: Messages): { values: VerifyOptions; positionals: string[] } {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        key: { type: 'string', multiple: true },
        checkpoint: { type: 'string', multiple: true },
        lang: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new VerifyProblem(
      messages.main.badArguments(error instanceof Error ? error.message : String(error)),
    )
  }
}

async function readTrust(values: VerifyOptions, io: CommandIo, messages: Messages): Promise<Trust> {
  const keys: string[] = []
  for (const key of values.key ?? []) {
    // A key may be given as it is or as a file that holds it.
    keys.push(
      /^[^+/\\]+(?:\/[^+\\]*)?\+[0-9a-f]{8}\+/.test(key) ? key : (await readText(key, io, messages)).trim(),
    )
  }
  const checkpoints: string[] = []
  for (const name of values.checkpoint ?? []) {
    checkpoints.push(checkpointOf(await readText(name, io, messages), name, messages))
  }
  return { keys, checkpoints, consistency: [] }
}

/** A checkpoint as it is, or the one in a receipt or proof. */
function checkpointOf(text: string, name: string, messages: Messages): string {
  try {
    if (text.startsWith('c2sp.org/tlog-proof@')) return parseProof(text).checkpoint
    return text.trimStart().startsWith('{') ? parseProof(parseReceipt(text).proof).checkpoint : text
  } catch (error) {
    if (!(error instanceof ProofError)) throw error
    throw new VerifyProblem(messages.verify.notCheckpoint(printable(name)))
  }
}

const MAX_TEXT_BYTES = 4 * 1024 * 1024

async function readText(name: string, io: CommandIo, messages: Messages): Promise<string> {
  try {
    const bytes = await readFile(resolve(io.cwd, name))
    if (bytes.length > MAX_TEXT_BYTES) throw new VerifyProblem(messages.verify.notCheckpoint(printable(name)))
    return bytes.toString('utf8')
  } catch (error) {
    throw error instanceof VerifyProblem ? error : cannotOpen(name, error, messages)
  }
}

async function openFile(
  name: string,
  io: CommandIo,
  messages: Messages,
  handles: FileHandle[],
): Promise<OpenedFile> {
  try {
    const handle = await open(resolve(io.cwd, name), 'r')
    handles.push(handle)
    const stats = await handle.stat()
    if (!stats.isFile())
      throw new VerifyProblem(messages.inspect.cannotOpen(printable(name), messages.inspect.notRegular))
    const source = handleSource(handle, stats.size)
    return { name, source, kind: (await detectFile(source)) ?? 'original' }
  } catch (error) {
    throw error instanceof VerifyProblem ? error : cannotOpen(name, error, messages)
  }
}

function cannotOpen(name: string, error: unknown, messages: Messages): Error {
  if (!(error instanceof Error && 'syscall' in error)) throw error
  const why = fileErrorOf(error)
  const said = typeof why === 'string' ? (why === 'emptyFolder' ? why : messages.inspect[why]) : why.message
  return new VerifyProblem(messages.inspect.cannotOpen(printable(name), said))
}

function handleSource(handle: FileHandle, sizeBytes: number): ByteSource {
  return {
    sizeBytes,
    read: async (offset, length) => {
      const buffer = new Uint8Array(length)
      let filled = 0
      while (filled < length) {
        const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return buffer.subarray(0, filled)
    },
  }
}

/**
 * What to verify, each with its original where there is one. Next to a single receipt any other file that is no
 * receipt is its original, also one that is a zip itself.
 */
function pairOriginals(files: readonly OpenedFile[], messages: Messages): [OpenedFile, OpenedFile | null][] {
  const [first, second] = files
  if (files.length === 2 && first && second) {
    if (first.kind === 'receipt' && second.kind !== 'receipt') return [[first, second]]
    if (second.kind === 'receipt' && first.kind === 'original') return [[second, first]]
  }
  const pairs: [OpenedFile, OpenedFile | null][] = []
  for (const file of files) {
    const last = pairs.at(-1)
    if (file.kind !== 'original') pairs.push([file, null])
    else if (last !== undefined && last[0].kind === 'receipt' && last[1] === null) last[1] = file
    else throw new VerifyProblem(messages.verify.unreadable(printable(file.name)))
  }
  return pairs
}

async function verifyOne(
  file: OpenedFile,
  original: OpenedFile | null,
  trust: Trust,
  messages: Messages,
): Promise<Report> {
  try {
    if (file.kind === 'dossier') return await verifyDossier(file.source, trust)
    return await verifyReceiptFile(file.source, trust, original?.source ?? null)
  } catch (error) {
    if (error instanceof DossierError)
      throw new VerifyProblem(messages.verify.unreadable(printable(file.name)))
    if (error instanceof ProofError && error.code === 'key-malformed') {
      throw new VerifyProblem(messages.verify.badKey)
    }
    throw error
  }
}
